"""Who moderates a campaign, for everyone to read: names, and the departments they are connected with."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from app.offices import affiliations
from campaigns.plan.models import Campaign
from campaigns.plan.queries.teams import team_of
from moderation.permissions import STAFF


@dataclass(frozen=True)
class Moderating:
    """A person who decides about texts of a campaign. `is_outside`: only about those that nobody of the team may decide."""

    name: str
    roles: Sequence[Role]
    offices: Sequence[str]
    is_outside: bool = False


def who_moderates(campaign: Campaign) -> list[Moderating]:
    """Everybody who may decide something here, those of the team first. At most three statements."""
    held = [one for one in team_of(campaign).held if one.role in STAFF]
    names = {one.account_id: one.name for one in held}
    outside = db.session.get(Account, campaign.reviewer_id) if campaign.reviewer_id else None
    if outside is not None and (outside.ended_at is not None or outside.id in names):
        outside = None
    said = affiliations.of_people([*names, *([outside.id] if outside else [])])
    offices = {number: list(dict.fromkeys(one.name for one in departments)) for number, departments in said.items()}
    found = [
        Moderating(name, sorted({one.role for one in held if one.account_id == number}), tuple(offices.get(number, ())))
        for number, name in names.items()
    ]
    if outside is not None:
        found.append(Moderating(outside.public_name, (), tuple(offices.get(outside.id, ())), True))
    return found
