"""A resident objects to "done"; the department or the organiser replies."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason
from app.offices import affiliations
from app.uploads import domain as uploads
from app.uploads.models import MediaType
from app.uploads.store import Brought
from campaigns.contributions import states
from campaigns.contributions.languages import language_of
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State
from campaigns.contributions.slots import are_held
from campaigns.implementation import permissions, reasons
from campaigns.implementation.domain import works
from campaigns.implementation.domain.rows import contest_or_missing, idea_or_missing, work_or_missing
from campaigns.implementation.events import ContestAnswered, DoneContested
from campaigns.implementation.models import Contest, Undertaking, WorkState

LONGEST = 3_000


@dataclass(frozen=True)
class Objection:
    """What somebody says is not done. A picture lies in its place already, `caption` says what it shows."""

    body: str
    picture: Brought | None = None
    caption: str = ""


def contest(actor: Actor, idea_id: int, said: Objection, now: datetime) -> Contest:
    """The actor says that what is reported as done is not. It is published as comments are: at once, or once it was read.

    Raises Missing, NotAllowed, Invalid; Conflict where they have objected before.
    """
    idea = idea_or_missing(actor, idea_id)
    work = work_or_missing(idea_id)
    reason = reasons.NOT_PUBLIC if idea.contribution.state not in PUBLIC else refusal(actor, work)
    if reason:
        raise (Conflict if reason == reasons.ONCE else NotAllowed)(reason)
    _require_whole(said)
    added = _add(actor, work, said, idea.contribution.campaign.language, now)
    states.submit(added.contribution, now)
    campaign = idea.contribution.campaign
    if not campaign.comments_checked_first and not are_held([said.body, said.caption], campaign.id, actor.id):
        states.publish(added.contribution, now)
    return added


def refusal(actor: Actor, work: Undertaking) -> Reason | None:
    """Why the actor may not object now, or None where they may. At most two statements, for who is signed in."""
    if actor.id is None or work.state != WorkState.DONE:
        return permissions.refusal_to_contest(actor, work.campaign_id, work.office_id, work.state, (), False)
    connected = {one.office_id for one in affiliations.of_people([actor.id]).get(actor.id, ())}
    before = exists().where(Contest.undertaking_id == work.id, Contest.account_id == actor.id)
    has_contested = bool(db.session.scalar(select(before)))
    return permissions.refusal_to_contest(actor, work.campaign_id, work.office_id, work.state, connected, has_contested)


def reply(actor: Actor, contest_id: int, words: str, now: datetime, *, upheld: bool) -> Contest:
    """The department or the organiser replies, once. Where they agree, the work goes on, and everyone is told with the reply.

    Raises Missing, NotAllowed, Invalid; Conflict where it has its reply, or is not public.
    """
    added = contest_or_missing(actor, contest_id)
    idea_id = db.session.get_one(Undertaking, added.undertaking_id).idea_id
    work = work_or_missing(idea_id)
    reason = refusal_to_reply(actor, added, work)
    if reason:
        raise NotAllowed(reason)
    if added.upheld is not None:
        raise Conflict(reasons.REPLIED)
    if added.contribution.state not in PUBLIC:
        raise Conflict(states.MOVED_ON)
    if not words:
        raise Invalid(reasons.NO_REPLY)
    added.upheld, added.reply, added.replied_by, added.replied_at = upheld, words, actor.id, now
    db.session.flush()
    _log(actor, added, now)
    if upheld and work.state == WorkState.DONE:
        again = works.Report(WorkState.IN_PROGRESS, words, contest_id=added.id)
        works.tell(actor, work, again, now)
    events.announce(ContestAnswered(added.id, idea_id, added.campaign_id))
    return added


def refusal_to_reply(actor: Actor, contest: Contest, work: Undertaking) -> Reason | None:
    """Why the actor may not reply to the objection, or None where they may. Nobody replies to their own."""
    if actor.id is not None and actor.id == contest.account_id:
        return reasons.OWN_CONTEST
    return permissions.role_refusal(actor, work.campaign_id, work.office_id)


def announce(contest_id: int) -> None:
    """Everyone may read the objection now: whoever answers for it is told."""
    added = db.session.get_one(Contest, contest_id)
    work = db.session.get_one(Undertaking, added.undertaking_id)
    events.announce(DoneContested(added.id, work.idea_id, added.campaign_id))


def _add(actor: Actor, work: Undertaking, said: Objection, usual: str, now: datetime) -> Contest:
    common = Contribution(
        kind=Kind.CONTEST,
        campaign_id=work.campaign_id,
        author_id=actor.id,
        state=State.DRAFT,
        language=language_of(said.body, usual),
        created_at=now,
        changed_at=now,
    )
    db.session.add(common)
    db.session.flush()
    upload = uploads.keep(actor.id or 0, said.picture, now) if said.picture else None
    added = Contest(
        id=common.id,
        campaign_id=work.campaign_id,
        undertaking_id=work.id,
        account_id=actor.id,
        body=said.body,
        upload_id=upload.id if upload else None,
        caption=said.caption if upload else "",
    )
    added.contribution = common
    try:
        with db.session.begin_nested():
            db.session.add(added)
    except IntegrityError:
        raise Conflict(reasons.ONCE) from None
    return added


def _require_whole(said: Objection) -> None:
    if not said.body:
        raise Invalid(reasons.EMPTY)
    if len(said.body) > LONGEST:
        raise Invalid(reasons.TOO_LONG)
    if said.picture and said.picture.media_type == MediaType.PDF:
        raise Invalid(reasons.NO_PICTURE)
    if said.picture and not said.caption:
        raise Invalid(reasons.NO_CAPTION)


def _log(actor: Actor, contest: Contest, now: datetime) -> None:
    chain.log(
        "contest.reply",
        now=now,
        actor_id=actor.id,
        thing="contest",
        thing_id=contest.id,
        campaign_id=contest.campaign_id,
        upheld=bool(contest.upheld),
    )
