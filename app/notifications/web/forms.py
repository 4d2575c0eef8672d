"""What people choose about notices."""

from flask_babel import lazy_gettext as _l

from app.foundation.forms import Form, Radio, Required, Tick
from app.notifications.models import Letters
from app.notifications.words import CHOICES


class LettersForm(Form):
    """How often a letter about what one follows should come."""

    followed = Radio(
        _l("Letters about what you follow"),
        [(str(choice), label) for choice, label in CHOICES.items()],
        validators=[Required()],
    )
    mornings = Tick(_l("A letter on working mornings while texts wait for my check"))

    @property
    def chosen(self) -> Letters:
        """The choice, once the form is valid."""
        return Letters(self.followed.data)
