"""What administrators fill in."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.accounts.roles import SCOPES
from app.accounts.web.forms import language_choices
from app.accounts.words import ROLES
from app.administration.web.languages import named
from app.foundation.forms import NOT_OFFERED, Area, Choice, EmailLine, Form, Line, Optional, Required


class InviteForm(Form):
    """Somebody who is asked to work here. The places are set by the view."""

    email = EmailLine(_l("E-mail"), [Required()])
    role = Choice(_l("Role"), [("", _l("Choose")), *((role.value, ROLES[role]) for role in SCOPES)], [Required()])
    place = Choice(_l("Where"), validators=[Required()])
    language = Choice(_l("Language of the letter"), language_choices)


class TextForm(Form):
    """A text of the site. `over` is the number of the last version that its writer has seen."""

    title = Line(_l("Title"), [Required()], most=120)
    body = Area(_l("Text"), [Required()], most=60_000)
    why = Line(_l("What was changed, and why"), [Required()], most=300)
    over = IntegerField(widget=HiddenInput(), validators=[Optional()])


class Languages(SelectMultipleField):
    """Languages to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        words = {"invalid_value_message": NOT_OFFERED, "invalid_choice_message": NOT_OFFERED}
        super().__init__(label, choices=_all_languages, **words, **kwargs)


def _all_languages() -> list[tuple[str, str]]:
    return [(code, named(code)) for code in current_app.extensions["veche.settings"].LANGUAGES]


class SiteForm(Form):
    """What the site is called, who answers for it, which languages it offers."""

    name = Line(_l("Name of the site"), [Optional()], most=60)
    organiser = Line(_l("Who runs the site"), [Optional()], most=200)
    contacts = Line(_l("How to reach them"), [Optional()], most=200)
    languages = Languages(_l("Languages"))
    default_language = Choice(_l("The main language"), _all_languages, [Required()])


class ColourForm(Form):
    """The main colour."""

    colour = Line(_l("Main colour"), [Optional()], most=20, render_kw={"autocomplete": "off", "spellcheck": "false"})
