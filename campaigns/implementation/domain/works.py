"""The way of the work on an idea: begun, reported on, done or given up."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.roles import SYSTEM, Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason
from app.offices.models import Office
from app.uploads import domain as uploads
from app.uploads.models import MediaType
from app.uploads.store import Brought
from campaigns.contributions.models import PUBLIC
from campaigns.ideas.models import Idea, Outcome
from campaigns.implementation import permissions, reasons
from campaigns.implementation.domain.rows import idea_or_missing, work_of, work_or_missing
from campaigns.implementation.events import ProgressReported
from campaigns.implementation.models import Milestone, Progress, Undertaking, WorkState
from campaigns.implementation.queries.works import asked_about
from campaigns.plan.models import Campaign
from campaigns.selection.events import OutcomesGiven

# Where a report may lead, from where the work stands. What is done comes back only by an objection that is upheld.
WAYS: dict[WorkState, tuple[WorkState, ...]] = {
    WorkState.PLANNED: (WorkState.IN_PROGRESS, WorkState.PLANNED, WorkState.DONE, WorkState.GIVEN_UP),
    WorkState.IN_PROGRESS: (WorkState.IN_PROGRESS, WorkState.DONE, WorkState.GIVEN_UP),
    WorkState.DONE: (WorkState.DONE,),
    WorkState.GIVEN_UP: (WorkState.IN_PROGRESS,),
}
BEGINNINGS = (WorkState.IN_PROGRESS, WorkState.DONE)
ENDED = frozenset({WorkState.DONE, WorkState.GIVEN_UP})
# What people are told about the idea; work that is only planned leaves what the answer said.
OUTCOMES: dict[WorkState, Outcome] = {
    WorkState.IN_PROGRESS: Outcome.IN_PROGRESS,
    WorkState.DONE: Outcome.IMPLEMENTED,
    WorkState.GIVEN_UP: Outcome.GIVEN_UP,
}
LONGEST = 5_000


@dataclass(frozen=True)
class Report:
    """What somebody reports. `due_on` is the day by which it is meant to be done since, `was` how the work stood before their
    eyes; a picture lies in its place already, `caption` says what it shows.
    """

    state: WorkState
    text: str
    link: str = ""
    due_on: date | None = None
    milestone_id: int | None = None
    picture: Brought | None = None
    caption: str = ""
    was: WorkState | None = None
    contest_id: int | None = None


def begin_planned(idea_id: int, office_id: int, now: datetime) -> Undertaking:
    """The answer of a department said yes: its work is planned from now on. Begun work goes on, with that department."""
    work = work_of(idea_id)
    if work is None:
        work = _add(db.session.get_one(Idea, idea_id), office_id, WorkState.PLANNED, now)
        _log("work.begin", SYSTEM, work, now)
        return work
    work.office_id = office_id
    if work.state == WorkState.GIVEN_UP:
        work.state, work.reason, work.ended_at, work.changed_at = WorkState.PLANNED, "", None, now
        _log("work.begin", SYSTEM, work, now)
    _give_outcome(work)
    return work


def end_by_answer(idea_id: int, now: datetime) -> None:
    """The department has given another answer, which is no yes: work that is only planned is given up. Nobody is told of it apart.

    What is being built, or built, is not undone by words.
    """
    work = work_of(idea_id)
    if work is None or work.state != WorkState.PLANNED:
        return
    campaign = db.session.get_one(Campaign, work.campaign_id)
    with force_locale(campaign.language):
        work.reason = _("The department has given another answer: it stands on the page of the idea.")
    work.state, work.ended_at, work.changed_at = WorkState.GIVEN_UP, now, now
    db.session.add(Progress(undertaking_id=work.id, state=work.state, text=work.reason, reported_at=now))
    db.session.flush()
    _log("work.report", SYSTEM, work, now)


def begin(actor: Actor, idea_id: int, office_id: int, report: Report, now: datetime) -> Progress:
    """Work is begun by hand, with its first report. Raises Missing, NotAllowed, Invalid; Conflict where it has begun already."""
    idea = idea_or_missing(actor, idea_id)
    reason = refusal_to_begin(actor, idea, office_id, now)
    if reason:
        raise NotAllowed(reason)
    if work_of(idea_id) is not None:
        raise Conflict(reasons.BEGUN)
    if report.state not in BEGINNINGS or db.session.get(Office, office_id) is None:
        raise Invalid(reasons.NO_WAY)
    _require_whole(report)
    work = _add(idea, office_id, WorkState.PLANNED, now)
    _log("work.begin", actor, work, now)
    return tell(actor, work, report, now)


def refusal_to_begin(actor: Actor, idea: Idea, office_id: int, now: datetime) -> Reason | None:
    """Why the actor may not begin work of this department on the idea, or None where they may. At most one statement.

    A department begins by itself what it was asked about; the organiser begins anything.
    """
    contribution = idea.contribution
    if contribution.state not in PUBLIC:
        return reasons.NOT_PUBLIC
    reason = permissions.role_refusal(actor, idea.campaign_id, office_id)
    reason = reason or permissions.clock_refusal(contribution.campaign, now, is_decided=idea.outcome is not None)
    if reason is None and not permissions.is_owner(actor, idea.campaign_id) and office_id not in asked_about(idea.id):
        return reasons.NOT_ASKED
    return reason


def report(actor: Actor, idea_id: int, reported: Report, now: datetime) -> Progress:
    """The department or the organiser reports how it goes. The same report twice is one.

    Raises Missing, NotAllowed, Invalid (no evidence, no reason); Conflict where the work has moved on meanwhile.
    """
    idea = idea_or_missing(actor, idea_id)
    work = work_or_missing(idea_id)
    reason = refusal_to_report(actor, idea, work, now)
    if reason:
        raise NotAllowed(reason)
    before = _latest(work)
    if before is not None and _is_same(before, reported):
        return before
    if reported.was not in {None, work.state}:
        raise Conflict(reasons.MOVED_ON)
    if reported.state not in WAYS[work.state]:
        raise Invalid(reasons.NO_WAY)
    _require_whole(reported)
    return tell(actor, work, reported, now)


def refusal_to_report(actor: Actor, idea: Idea, work: Undertaking, now: datetime) -> Reason | None:
    """Why the actor may not report on the work, or None where they may."""
    if idea.contribution.state not in PUBLIC:
        return reasons.NOT_PUBLIC
    reason = permissions.role_refusal(actor, work.campaign_id, work.office_id)
    return reason or permissions.clock_refusal(idea.contribution.campaign, now, is_decided=True)


def tell(actor: Actor, work: Undertaking, reported: Report, now: datetime) -> Progress:
    """Adds a report that was found whole to work whose row is locked; the work stands where it says."""
    milestone = _to_reach(work, reported.milestone_id)
    upload = uploads.keep(actor.id or 0, reported.picture, now) if reported.picture else None
    progress = Progress(
        undertaking_id=work.id,
        milestone_id=milestone.id if milestone else None,
        contest_id=reported.contest_id,
        state=reported.state,
        due_on=reported.due_on,
        text=reported.text,
        link=reported.link,
        upload_id=upload.id if upload else None,
        caption=reported.caption if upload else "",
        office_id=work.office_id if work.office_id in permissions.offices_of(actor) else None,
        reported_by=actor.id,
        reported_at=now,
    )
    db.session.add(progress)
    if milestone is not None:
        milestone.reached_at = now
    _stand(work, reported, now)
    db.session.flush()
    _log("work.report", actor, work, now, progress_id=progress.id)
    events.announce(ProgressReported(progress.id, work.idea_id, work.campaign_id))
    return progress


def _stand(work: Undertaking, reported: Report, now: datetime) -> None:
    has_ended = reported.state in ENDED and reported.state != work.state
    work.state, work.due_on, work.changed_at = reported.state, reported.due_on, now
    work.reason = reported.text if reported.state == WorkState.GIVEN_UP else ""
    if reported.state not in ENDED:
        work.ended_at = None
    elif has_ended:
        work.ended_at = now
    db.session.flush()
    _give_outcome(work)


def _give_outcome(work: Undertaking) -> None:
    outcome = OUTCOMES.get(work.state)
    idea = db.session.get_one(Idea, work.idea_id)
    if outcome is not None and idea.outcome != outcome:
        idea.outcome = outcome
        db.session.flush()
        events.announce(OutcomesGiven((idea.id,)))


def _add(idea: Idea, office_id: int, state: WorkState, now: datetime) -> Undertaking:
    work = Undertaking(
        campaign_id=idea.campaign_id, idea_id=idea.id, office_id=office_id, state=state, begun_at=now, changed_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(work)
    except IntegrityError:
        raise Conflict(reasons.BEGUN) from None
    return work


def _require_whole(reported: Report) -> None:
    if not reported.text:
        raise Invalid(reasons.NO_REASON if reported.state == WorkState.GIVEN_UP else reasons.NO_WORDS)
    if reported.picture and reported.picture.media_type == MediaType.PDF:
        raise Invalid(reasons.NO_PICTURE)
    if reported.picture and not reported.caption:
        raise Invalid(reasons.NO_CAPTION)
    if reported.link and not reported.link.startswith(("https://", "http://")):
        raise Invalid(reasons.NO_LINK)
    if reported.state == WorkState.DONE and not (reported.link or reported.picture):
        raise Invalid(reasons.NO_EVIDENCE)


def _latest(work: Undertaking) -> Progress | None:
    query = select(Progress).where(Progress.undertaking_id == work.id).order_by(Progress.id.desc())
    return db.session.scalar(query.limit(1))


def _is_same(before: Progress, reported: Report) -> bool:
    """Whether the same form came once more."""
    told = (before.state, before.text, before.link, before.milestone_id, bool(before.upload_id))
    return told == (reported.state, reported.text, reported.link, reported.milestone_id, bool(reported.picture))


def _to_reach(work: Undertaking, milestone_id: int | None) -> Milestone | None:
    if milestone_id is None:
        return None
    milestone = db.session.scalar(
        select(Milestone).where(Milestone.id == milestone_id, Milestone.undertaking_id == work.id)
    )
    if milestone is None:
        raise Conflict(reasons.NO_SUCH_MILESTONE)
    if milestone.reached_at is not None:
        raise Conflict(reasons.REACHED)
    return milestone


def _log(act: str, actor: Actor, work: Undertaking, now: datetime, **details: int) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="idea",
        thing_id=work.idea_id,
        campaign_id=work.campaign_id,
        office_id=work.office_id,
        state=work.state.value,
        **details,
    )
