"""Where roles are given, by name."""

from flask_babel import gettext as _

from app.accounts import slots
from app.accounts.roles import Place


def offered() -> list[tuple[Place, str, str]]:
    """Every place in which a role may be given: the place, its name, the group it stands in."""
    platform = (Place(), _("The whole site"), _("Site"))
    campaigns = [(Place(campaign_id=c.id), c.title, _("Projects")) for c in slots.campaigns()]
    offices = [(Place(office_id=office.id), office.name, _("Departments")) for office in slots.offices()]
    return [platform, *campaigns, *offices]


def names() -> dict[str, str]:
    """The name of each place by its word."""
    return {place.word: label for place, label, _group in offered()}
