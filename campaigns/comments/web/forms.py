"""What is sent about a comment."""

import secrets

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.foundation.forms import Area, Form, Optional, Radio, Required
from campaigns.comments.domain.comments import LONGEST
from campaigns.comments.models import Stand
from campaigns.comments.words import STANDS

LONGEST_SECRET = 100


def new_secret() -> str:
    """A word that tells one form from another."""
    return secrets.token_urlsafe(12)


class CommentForm(Form):
    """The words of a comment. `checked` says which personal data in them its author was shown."""

    body = Area(_l("Your comment"), [Required()], most=LONGEST)
    checked = HiddenField()

    def name_after(self, place: str) -> None:
        """Gives the fields ids of their own: a page may show the form for a comment and that for an answer."""
        for field in self:
            field.id = field.label.field_id = f"{place}-{field.short_name}"


class SayForm(CommentForm):
    """A comment as it is being written. `secret` is made with the form, so that one form makes one comment."""

    stand = Radio(_l("Where you stand"), list(STANDS.items()), [Optional()], validate_choice=False)
    parent_id = HiddenField()
    secret = HiddenField()

    @property
    def chosen(self) -> Stand | None:
        """The stand that goes along with the comment."""
        return Stand(self.stand.data) if self.stand.data in set(Stand) else None

    @property
    def parent(self) -> int | None:
        """The id of the comment that is answered; 0, which is none, where what came is no id."""
        word = self.parent_id.data or ""
        if not word:
            return None
        return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else 0

    @property
    def form_word(self) -> str:
        """The secret that came with the form."""
        return str(self.secret.data or "")[:LONGEST_SECRET]
