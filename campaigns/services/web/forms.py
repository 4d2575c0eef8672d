"""What an administrator tells about a service."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from app.foundation.forms import Area, Choice, Form, Line, Optional, Required
from app.offices.queries import all_offices
from app.territories.queries import all_places
from campaigns.services.texts import BAD_LINK, DESCRIPTION_MOST, LINK_MOST, NAME_MOST, ServiceText, is_fit


class WebAddress:
    """An address of the web that people can be sent to."""

    def __call__(self, form: Form, field: Field) -> None:
        if not is_fit(field.data or ""):
            raise StopValidation(str(BAD_LINK))


class ServiceForm(Form):
    """A service: its name, what it does, where it is and who answers for it."""

    name = Line(_l("Name of the service"), [Required()], most=NAME_MOST)
    description = Area(_l("What it does"), [Optional()], most=DESCRIPTION_MOST)
    link = Line(_l("Where it is used"), [Optional(), WebAddress()], most=LINK_MOST, render_kw={"inputmode": "url"})
    office_id = Choice(_l("Department"), ids=True)
    territory_id = Choice(_l("Territory"), ids=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.office_id.choices = [("", _("Not chosen")), *((str(one.id), one.name) for one in all_offices())]
        self.territory_id.choices = [("", _("Everywhere")), *((str(one.id), one.name) for one in all_places())]

    @property
    def text(self) -> ServiceText:
        """What was typed and chosen."""
        return ServiceText(
            self.name.data, self.description.data, self.link.data, self.office_id.data, self.territory_id.data
        )
