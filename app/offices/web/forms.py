"""What is told about a department."""

from flask_babel import lazy_gettext as _l

from app.foundation.forms import Area, Form, Line, Optional, Required
from app.offices.competences import Entry


class OfficeForm(Form):
    """A department: its name, and how to reach it."""

    name = Line(_l("Name of the department"), [Required()])
    contacts = Area(_l("How to reach it"), [Optional()], most=1000)


class CompetenceForm(Form):
    """An entry of the address book."""

    name = Line(_l("Name of the office"), [Required()])
    covers = Area(_l("What it is competent for"), [Optional()], most=500)
    address = Area(_l("How to reach it"), [Required()], most=1000)

    @property
    def entry(self) -> Entry:
        """What was said, once the form is valid."""
        return Entry(self.name.data, self.covers.data, self.address.data)
