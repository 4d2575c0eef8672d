"""A moderator decides that an idea should go on in a similar one: its authors are asked once nobody can undo that any more.

What is decided is kept with the case. Nothing is restricted: an idea that nobody has read yet is published.
"""

from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Actor
from app.accounts.sessions import actor_of
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, Reason, Refusal
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.domain import undo
from moderation.domain.rows import locked
from moderation.models import Case, Decision
from search.joining import permissions, reasons
from search.joining.domain import proposals, rows
from search.joining.queries.joinings import ideas_seen

NO_OTHER = Reason("case.no-other", _l("Choose the idea that this one should go on in."))


def require(actor: Actor, contribution: Contribution, into_id: int | None, now: datetime) -> None:
    """Raises what the proposal would raise: Invalid, NotAllowed, Conflict."""
    if into_id is None:
        raise Invalid(NO_OTHER)
    both = (contribution.id, into_id)
    found = {idea.id: idea for idea in db.session.scalars(ideas_seen(actor).where(Idea.id.in_(both)))}
    if set(found) != set(both):
        raise Conflict(reasons.SAME if contribution.id == into_id else reasons.NO_SUCH)
    idea, into = found[contribution.id], found[into_id]
    permissions.require(actor, (idea, into), now)
    fault = proposals.fault_of(idea, into, is_published=contribution.state in PUBLIC)
    if fault:
        raise Conflict(fault)


def keep(case: Case, into_id: int, reason: str) -> None:
    """Keeps with a case just decided what is to be proposed."""
    case.before = {**(case.before or {}), "join": {"into_id": into_id, "reason": reason}}


def carry_out(case_id: int, version: int, now: datetime) -> None:
    """Proposes what was decided a minute ago, unless it was undone meanwhile. Twice is once."""
    known = db.session.get(Case, case_id)
    if known is None or not _stands(known, version):
        return
    wanted: dict[str, Any] = (known.before or {})["join"]
    # Both ideas before the case, in the order in which everybody locks them.
    rows.pair(SYSTEM, known.contribution_id, wanted["into_id"])
    case, contribution = locked(case_id)
    if not _stands(case, version):
        return
    undo.settle(case)
    joining = _proposed(_decider(case), contribution, wanted, now)
    case.before = {**(case.before or {}), "joining_id": joining}


def _stands(case: Case, version: int) -> bool:
    before = case.before or {}
    return case.version == version and case.decision == Decision.JOIN and "joining_id" not in before


def _proposed(actor: Actor, contribution: Contribution, wanted: dict[str, Any], now: datetime) -> int:
    pair = (contribution.id, wanted["into_id"])
    try:
        return proposals.propose(actor, *pair, wanted["reason"], now).id
    except (Refusal, Missing) as refusal:
        campaign = db.session.get_one(Campaign, contribution.campaign_id)
        with force_locale(campaign.language):
            return proposals.refuse_late(actor, *pair, wanted["reason"], str(refusal.reason), now).id


def _decider(case: Case) -> Actor:
    return actor_of(db.session.scalars(select(Account).where(Account.id == case.decided_by)).one())
