"""What is told about a department."""

from flask_babel import lazy_gettext as _l

from app.foundation.forms import Area, Form, Line, Optional, Required


class OfficeForm(Form):
    """A department: its name, and how to reach it."""

    name = Line(_l("Name of the department"), [Required()])
    contacts = Area(_l("How to reach it"), [Optional()], most=1000)
