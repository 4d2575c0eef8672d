"""What people fill in about their second step."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.accounts.web.forms import come_back
from app.foundation.forms import Area, EmailLine, Form, Line, Required, Secret

CODE = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false", "inputmode": "text"}
DIGITS = {**CODE, "inputmode": "numeric"}
LONGEST_ANSWER = 20_000


def _bounded(typed: str | None) -> str:
    return typed if typed and len(typed) <= LONGEST_ANSWER else ""


class Hidden(HiddenField):
    """What a page sends back as it was given, or its script put there."""

    data: str


class PasskeyForm(Form):
    """The answer of a passkey, put here by the script."""

    asked = Hidden(filters=(_bounded,))
    credential = Hidden(filters=(_bounded,))
    next = Hidden(filters=(come_back,))


class SecondForm(PasskeyForm):
    """The second step of a sign-in: a code of the app or on paper, or a passkey."""

    code = Line(_l("Code"), most=40, render_kw=CODE)


class AgainForm(SecondForm):
    """Who it is, once more."""

    password = Secret(_l("Password"), render_kw={"autocomplete": "current-password"})
    sheet = Line(_l("Code from a new sheet"), most=40, render_kw=DIGITS)


class CodeForm(Form):
    """The first code of an app that was just set up. `kept` is its secret, sealed."""

    kept = Hidden(filters=(_bounded,))
    code = Line(_l("Code from the app"), [Required()], most=20, render_kw=DIGITS)
    next = Hidden(filters=(come_back,))


class NewPasskeyForm(PasskeyForm):
    """A new passkey and what the person calls it."""

    name = Line(_l("What you call it"), most=60, render_kw={"autocomplete": "off"})


class RecoveryForm(Form):
    """How an administrator found out that it is that person."""

    words = Area(_l("How did you make sure that it is this person?"), [Required()], most=1000)


class EmailForm(Form):
    """Another address."""

    email = EmailLine(_l("New e-mail"), [Required()])
