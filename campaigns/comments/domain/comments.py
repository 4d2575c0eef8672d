"""The way of a comment: said, mended, deleted."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason
from campaigns.comments.domain import stands, threads
from campaigns.comments.domain.rows import answered, locked
from campaigns.comments.domain.voices import voice_of
from campaigns.comments.hosts import Host
from campaigns.comments.models import Comment, Stand
from campaigns.contributions import states
from campaigns.contributions.domain import versions
from campaigns.contributions.languages import language_of
from campaigns.contributions.models import Contribution, Kind, State, Weight
from campaigns.contributions.slots import are_held
from campaigns.plan import permissions
from campaigns.plan.phases import Act

LONGEST = 3_000
FREELY = timedelta(minutes=15)

EMPTY = Reason("empty", _l("Write a few words first."))
TOO_LONG = Reason("too-long", _l("A comment has at most 3,000 characters."))
READ_FIRST = Reason(
    "read-first",
    _l(
        "Here comments are read before they are published, so a published one cannot be changed. Delete it and write "
        "another, or add a comment."
    ),
)
HELD = Reason(
    "held",
    _l(
        "Somebody must look at these words before others read them, and your comment is published already. Change "
        "them, or write a new comment."
    ),
)


@dataclass(frozen=True)
class Said:
    """What somebody says. `form` is the secret of the form they say it with: the same words with it twice are said once."""

    body: str
    parent_id: int | None = None
    stand: Stand | None = None
    form: str = ""


def say(actor: Actor, thread_id: int, said: Said, now: datetime) -> Comment:
    """The actor says something in a thread. It is published at once, unless the campaign reads first or a check holds it.

    Raises Missing where the actor does not see what the thread hangs on, NotAllowed where nobody comments there now, Conflict
    where the comment it answers is gone, Invalid where there are no words or too many.
    """
    _check(said.body)
    host = threads.open_for(actor, Act.COMMENT, thread_id, now)
    before = _sent_before(host, actor, said)
    if before is not None:
        return before
    if said.stand is not None:
        stands.require(actor, host, now)
    parent = answered(actor, thread_id, said.parent_id) if said.parent_id is not None else None
    threads.begin(host)
    comment = _add(actor, host, said, parent, now)
    if comment is None:
        return _sent_before(host, actor, said) or _never()
    states.submit(comment.contribution, now)
    if not host.campaign.comments_checked_first and not are_held([said.body], host.campaign.id, actor.id):
        states.publish(comment.contribution, now)
    if said.stand is not None:
        stands.put(actor, thread_id, said.stand, now)
    return comment


def revise(actor: Actor, comment_id: int, body: str, now: datetime) -> Comment:
    """The author puts other words into their comment: for a quarter of an hour freely, later with a history everyone can read.

    Raises Missing, NotAllowed, Invalid; Conflict where it cannot be changed any more.
    """
    _check(body)
    comment = locked(actor, comment_id)
    contribution = comment.contribution
    reason = refusal_to_revise(actor, contribution, now)
    if reason:
        raise NotAllowed(reason)
    if contribution.state not in {State.SUBMITTED, State.PUBLISHED}:
        raise Conflict(states.MOVED_ON)
    if body == comment.body:
        return comment
    if contribution.state == State.PUBLISHED and are_held([body], contribution.campaign_id):
        raise Conflict(HELD)
    if contribution.state == State.PUBLISHED and not is_free(comment.said_at, now):
        versions.keep(contribution, {"body": comment.body}, {"body": body}, Weight.MINOR, actor=actor, now=now)
        comment.edited_at = now
    comment.body = body
    contribution.language = language_of(body, contribution.campaign.language)
    states.changed(contribution, now)
    return comment


def delete(actor: Actor, comment_id: int, now: datetime) -> Comment:
    """The author deletes their comment: its words stand nowhere any more, its place stays where others have answered.

    Raises Missing, NotAllowed; Conflict where a moderator has taken it off already. Twice is once.
    """
    comment = locked(actor, comment_id)
    contribution = comment.contribution
    permissions.require(actor, Act.DELETE_COMMENT, contribution.campaign, now, author_id=contribution.author_id)
    if contribution.state != State.WITHDRAWN:
        states.withdraw(contribution, now)
    return comment


def refusal_to_revise(actor: Actor, contribution: Contribution, now: datetime) -> Reason | None:
    """Why the actor may not change the words of the comment now, or None where they may."""
    campaign = contribution.campaign
    reason = permissions.refusal(actor, Act.REVISE_COMMENT, campaign, now, author_id=contribution.author_id)
    if reason is None and contribution.state == State.PUBLISHED and campaign.comments_checked_first:
        return READ_FIRST
    return reason


def is_free(said_at: datetime, now: datetime) -> bool:
    """Whether a comment may still be mended without a history."""
    return now < said_at + FREELY


def _check(body: str) -> None:
    if not body:
        raise Invalid(EMPTY)
    if len(body) > LONGEST:
        raise Invalid(TOO_LONG)


def _source(host: Host, actor: Actor, said: Said) -> str:
    told = f"{said.form or secrets.token_hex(16)} {actor.id} {host.contribution.id} {said.parent_id} {said.body}"
    return "form:" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _sent_before(host: Host, actor: Actor, said: Said) -> Comment | None:
    if not said.form:
        return None
    same = (Comment.campaign_id == host.campaign.id, Comment.source_id == _source(host, actor, said))
    loaded = joinedload(Comment.contribution, innerjoin=True)
    return db.session.scalar(select(Comment).options(loaded).where(*same))


def _add(actor: Actor, host: Host, said: Said, parent: Comment | None, now: datetime) -> Comment | None:
    """The rows of the comment; None where the same form was sent twice at once and the other was quicker."""
    common = Contribution(
        kind=Kind.COMMENT,
        campaign_id=host.campaign.id,
        author_id=actor.id,
        state=State.DRAFT,
        language=language_of(said.body, host.campaign.language),
        created_at=now,
        changed_at=now,
    )
    voice, office_id = voice_of(actor, host.campaign.id)
    comment = Comment(
        campaign_id=host.campaign.id,
        thread_id=host.contribution.id,
        parent_id=parent.id if parent else None,
        root_id=(parent.root_id or parent.id) if parent else None,
        body=said.body,
        stand=said.stand,
        voice=voice,
        office_id=office_id,
        said_at=now,
        source_id=_source(host, actor, said),
    )
    try:
        with db.session.begin_nested():
            db.session.add(common)
            db.session.flush()
            comment.id = common.id
            db.session.add(comment)
            db.session.flush()
    except IntegrityError:
        return None
    common.campaign = host.campaign
    comment.contribution = common
    return comment


def _never() -> Comment:
    raise Conflict(states.MOVED_ON)
