"""Forms of owners."""

from flask_babel import lazy_gettext as _l

from app.foundation.forms import Area, Form, Required, Tick


class CloseForm(Form):
    """Closing a round before its time."""

    reason = Area(
        _l("Why is it closed before its time?"),
        [Required()],
        most=1000,
        description=_l("Everyone will read this beside the result."),
    )


class SignForm(Form):
    """Signing a result."""

    seen = Tick(_l("I have looked at what is still open and sign all the same"))


class AgainForm(Form):
    """Asking for a new count."""

    reason = Area(
        _l("Why must it be counted again?"),
        [Required()],
        most=1000,
        description=_l("Everyone will read this. Both results stay."),
    )
