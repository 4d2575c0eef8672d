"""What is sent about a token."""

import secrets
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.api.domain.tokens import TERMS, Wanted
from app.api.scopes import LABELS, Scope
from app.foundation.forms import NOT_OFFERED, Form, Line, Radio, Required, options

NAME_MOST = 80
USUAL = 90
SAID = {7: _l("a week"), 30: _l("a month"), 90: _l("three months"), 365: _l("a year")}


# What is said of a word that is not in the list; the stubs of WTForms do not know these yet.
WORDS: dict[str, Any] = {"invalid_choice_message": NOT_OFFERED, "invalid_value_message": NOT_OFFERED}


class Rights(SelectMultipleField):
    """Some of the rights, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TokenForm(Form):
    """A token as it is asked for. `form` is made with the page, so that one page makes one token."""

    name = Line(_l("Which program it is"), [Required()], most=NAME_MOST)
    scopes = Rights(
        _l("What the program may do"),
        [Required(_l("Choose at least one thing."))],
        choices=options([(scope.value, LABELS[scope]) for scope in Scope]),
        **WORDS,
    )
    days = Radio(_l("How long it holds"), [(str(days), SAID[days]) for days in TERMS], default=str(USUAL))
    form = HiddenField()

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            self.name.data,
            [Scope(word) for word in self.scopes.data or ()],
            int(self.days.data),
            str(self.form.data or new_form())[:100],
        )


def new_form() -> str:
    """A word that tells one page from another."""
    return secrets.token_urlsafe(12)
