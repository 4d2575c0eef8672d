"""The directions that ideas of a campaign are sorted into."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from campaigns.plan import permissions
from campaigns.plan.models import Campaign, Track
from campaigns.plan.phases import Act

MOST = 40
LONGEST = 80
TOO_MANY = Reason("plan.tracks-many", _l("At most 40 directions: people must find their way among them."))
TOO_LONG = Reason("plan.tracks-long", _l("A direction's name takes at most 80 characters."))
IN_USE = Reason(
    "plan.tracks-launched", _l("The project is launched: directions can be added, but none can be taken away.")
)


def set_all(campaign: Campaign, names: Sequence[str], *, actor: Actor, now: datetime) -> list[Track]:
    """The campaign's tracks become these names in this order, twins once; a track whose name stays keeps its id. Raises
    Conflict where a launched campaign would lose one."""
    permissions.require(actor, Act.PLAN, campaign, now)
    wanted = list(dict.fromkeys(name for name in names if name))
    if len(wanted) > MOST:
        raise Invalid(TOO_MANY)
    if any(len(name) > LONGEST for name in wanted):
        raise Invalid(TOO_LONG)
    present = {track.name: track for track in db.session.scalars(select(Track).where(Track.campaign_id == campaign.id))}
    leaving = [track for name, track in present.items() if name not in wanted]
    if leaving and campaign.launched_at is not None:
        raise Conflict(IN_USE)
    for track in leaving:
        db.session.delete(track)
    kept = [present.get(name) or Track(campaign_id=campaign.id, name=name) for name in wanted]
    for position, track in enumerate(kept):
        track.position = position
    db.session.add_all(kept)
    db.session.flush()
    return kept
