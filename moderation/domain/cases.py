"""A case from its opening to its close: opened when a text waits, claimed by who looks at it, closed when it left by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select, update

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from app.offices.calendar import calendar
from campaigns.contributions.models import Contribution
from campaigns.ideas.queries.authors import author_of
from campaigns.plan.models import Campaign
from moderation import conflicts, deciders, permissions
from moderation.domain.rows import locked, locked_contribution
from moderation.findings import Kept
from moderation.models import About, Case, CaseRule, Risk
from moderation.permissions import Act
from moderation.possible import possible
from moderation.rules import rule_of

CLAIM_LASTS = timedelta(minutes=15)

CLOSED = Reason("case.closed", _l("This text waits no longer: its author took it back or changed it."))
NOTHING_TO_DECIDE = Reason("case.nothing", _l("There is nothing to decide about this text as it stands."))


def decided_by(name: str) -> Reason:
    """Somebody was quicker."""
    return Reason("case.decided", _l("%(name)s has decided this already."), {"name": name})


def claimed_by(name: str) -> Reason:
    """Somebody is at it."""
    return Reason("case.claimed", _l("%(name)s is looking at this text now."), {"name": name})


def open_for(contribution: Contribution, now: datetime, about: About = About.TEXT) -> Case:
    """The open case of a text: the one there is, or a new one; either way the checks look at the text anew.

    It is promised to be decided a working day later, by the calendar of the office and the clocks of the campaign.
    """
    case = _open_case(contribution.id, about) or _opened(contribution, about, now)
    outbox.ask("moderation.check", case_id=case.id)
    return case


def case_of_reports(contribution: Contribution, now: datetime) -> Case:
    """The case that reports of a text join: the open one, which has been looked at by the checks, or a new one."""
    return _open_case(contribution.id) or open_for(contribution, now)


def keep_findings(case_id: int, text_version: int, found: Sequence[Kept]) -> None:
    """What the checks found in this version of the text stands with its open case: how pressing it is, and by which rules."""
    open_one = select(Case).where(Case.id == case_id, Case.closed_at.is_(None)).with_for_update()
    case = db.session.scalar(open_one.execution_options(populate_existing=True))
    if case is None:
        return
    case.findings, case.found, case.checked_version = [one.as_json() for one in found], len(found), text_version
    case.held = any(one.holds for one in found)
    case.risk = risk_of(case)
    codes = {rule_of(one.code) for one in found}
    db.session.execute(delete(CaseRule).where(CaseRule.case_id == case_id))
    if codes:
        db.session.execute(insert(CaseRule), [{"case_id": case_id, "code": code} for code in sorted(codes)])


def risk_of(case: Case) -> Risk:
    """How pressing a case is, by what is known about its text."""
    if case.reports:
        return Risk.REPORTED
    if case.held:
        return Risk.HELD
    return Risk.SUGGESTED if case.found else Risk.USUAL


def look_again(actor: Actor, contribution_id: int, now: datetime) -> Case:
    """A moderator opens a case about a text that waits for nothing. Raises NotAllowed, Missing, Conflict."""
    contribution = locked_contribution(contribution_id)
    author_id = author_of(actor, contribution)
    permissions.require(actor, Act.OPEN_CASE, campaign_id=contribution.campaign_id, author_id=author_id)
    conflicts.require_none(actor, contribution)
    if not possible(contribution.kind, contribution.state):
        raise Conflict(NOTHING_TO_DECIDE)
    before = _open_case(contribution.id)
    if before:
        return before
    case = open_for(contribution, now)
    chain.log("case.open", now=now, actor_id=actor.id, thing="case", thing_id=case.id, campaign_id=case.campaign_id)
    return case


def is_open_for(contribution_id: int) -> bool:
    """Whether the text waits for somebody."""
    return _open_case(contribution_id) is not None


def standing(contribution_id: int) -> tuple[bool, bool]:
    """Whether the text waits for somebody, and whether a person has ever decided about it. One statement."""
    rows = db.session.execute(
        select(Case.closed_at, Case.decided_at).where(Case.contribution_id == contribution_id)
    ).all()
    return any(row.closed_at is None for row in rows), any(row.decided_at is not None for row in rows)


def is_reported(contribution_id: int) -> bool:
    """Whether people wait for an answer about this text."""
    case = _open_case(contribution_id)
    return case is not None and case.reports > 0


def close(contribution_id: int, now: datetime) -> None:
    """The open case of a text ends without a decision; nothing happens where there is none."""
    db.session.execute(
        update(Case)
        .where(Case.contribution_id == contribution_id, Case.closed_at.is_(None))
        .values(closed_at=now, version=Case.version + 1)
    )


def claim(actor: Actor, case_id: int, now: datetime) -> Case:
    """The actor takes a case for a quarter of an hour; who has it already has it for another. Raises NotAllowed, Conflict."""
    case, contribution = locked(case_id)
    deciders.require(actor, case, contribution, Act.CLAIM)
    require_free(case, actor, now)
    if case.claimed_by != actor.id:
        case.version += 1
    case.claimed_by, case.claimed_until = actor.id, now + CLAIM_LASTS
    db.session.flush()
    return case


def release(actor: Actor, case_id: int, now: datetime) -> Case:
    """The actor gives a case back to the queue. Raises Conflict where it is in other hands."""
    case, contribution = locked(case_id)
    deciders.require(actor, case, contribution, Act.CLAIM)
    require_free(case, actor, now)
    if case.claimed_by is not None:
        case.claimed_by, case.claimed_until = None, None
        case.version += 1
    return case


def require_free(case: Case, actor: Actor, now: datetime) -> None:
    """Raises Conflict, with who, where the case is decided, closed or in other hands."""
    if case.decided_by is not None:
        raise Conflict(decided_by(_name(case.decided_by)))
    if not case.is_open:
        raise Conflict(CLOSED)
    if case.claimed_by is not None and case.claimed_by != actor.id and case.is_claimed(now):
        raise Conflict(claimed_by(_name(case.claimed_by)))


def _open_case(contribution_id: int, about: About = About.TEXT) -> Case | None:
    return db.session.scalar(
        select(Case).where(Case.contribution_id == contribution_id, Case.about == about, Case.closed_at.is_(None))
    )


def _opened(contribution: Contribution, about: About, now: datetime) -> Case:
    zone = db.session.get_one(Campaign, contribution.campaign_id).time_zone
    case = Case(
        contribution_id=contribution.id,
        campaign_id=contribution.campaign_id,
        about=about,
        opened_at=now,
        due_at=calendar().due(now, zone),
    )
    db.session.add(case)
    db.session.flush()
    return case


def _name(account_id: int) -> str:
    return db.session.get_one(Account, account_id).public_name
