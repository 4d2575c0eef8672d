"""Two accounts of one person become one: a ballot goes over under the pseudonym it has, so that no count and no journal changes.

Where both have voted, nothing can be taken out of a sealed journal: while the vote is open the joining waits, and once it is over
both ballots stay as they were counted, the second with the closed account; the campaign's log says so.
"""

from collections.abc import Mapping

from flask_babel import LazyString, format_datetime
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Reason
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.models import Round

BOTH_VOTED = _l(
    "Both accounts have voted in “%(campaign)s”, and nothing is taken out of the journal of a vote. Join the accounts after %(when)s."
)


def shut(joining: Joining) -> Reason | None:
    """A vote that is open, in which both have voted."""
    other = aliased(Ballot)
    both = (
        select(Campaign.title, Campaign.time_zone, PlannedWindow.closes_at)
        .join(Round, Round.campaign_id == Campaign.id)
        .join(PlannedWindow, PlannedWindow.id == Round.window_id)
        .join(Ballot, Ballot.round_id == Round.id)
        .join(other, other.round_id == Round.id)
        .where(Ballot.account_id == joining.kept_id, other.account_id == joining.closed_id)
        .where(Round.closed_at.is_(None))
        .order_by(PlannedWindow.closes_at.desc())
        .limit(1)
    )
    found = db.session.execute(both).first()
    if found is None:
        return None
    values = {"campaign": found.title, "when": LazyString(format_datetime, found.closes_at, "d MMMM y HH:mm")}
    return Reason("join-voted", BOTH_VOTED, values)


def join(joining: Joining) -> Mapping[str, int]:
    """Ballots go over where the kept account has none."""
    for twin in moving.twins(Ballot, joining, ("round_id",)):
        campaign_id = db.session.scalars(select(Round.campaign_id).where(Round.id == twin.round_id)).one()
        chain.log(
            "vote.twice",
            now=joining.now,
            actor_id=joining.kept_id,
            thing="account",
            thing_id=joining.closed_id,
            campaign_id=campaign_id,
            round=twin.round_id,
            kept=joining.kept_id,
        )
    return {"votes": moving.move_rest(Ballot, joining, ("round_id",))}
