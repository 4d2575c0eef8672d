"""What people say about their own data."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.accounts.slots import LeftTexts
from app.accounts.web.forms import AGREE, come_back
from app.foundation.forms import Form, Radio, Required, Tick


class ConsentForm(Form):
    """Agreeing to words that have changed."""

    agreed = Tick(_l("I agree to the processing of my personal data"), [Required(AGREE)])
    next = HiddenField(filters=(come_back,))


class FullNameForm(Form):
    """Agreeing that the full name is shown."""

    agreed = Tick(_l("Show my full name beside what I write"), [Required(_l("Tick the box, or leave it as it is."))])


class AgeForm(Form):
    """Saying that an age was reached. `years` of the label are set by the view."""

    old_enough = Tick(
        "", [Required(_l("Tick the box if it is so. Otherwise you can read everything, and write when you are older."))]
    )
    next = HiddenField(filters=(come_back,))

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.old_enough.label.text = label


class LeavingForm(Form):
    """Asking to be erased, and what becomes of what was published."""

    texts = Radio(
        _l("What becomes of what you have published"),
        [
            (LeftTexts.NAMELESS.value, _l("It stays, without my name")),
            (LeftTexts.STUBS.value, _l("My words go; in their place it says that the author has left")),
        ],
        default=LeftTexts.NAMELESS.value,
    )
    understood = Tick(
        _l("I understand that this cannot be undone once it has happened"),
        [Required(_l("Tick the box if you want to go on."))],
    )
