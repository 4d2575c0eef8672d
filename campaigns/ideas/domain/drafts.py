"""Drafts: whatever somebody has begun to write is kept, signed in or not.

A form carries a secret made with it. The first time it is sent, a row is begun under the secret's digest; sent again, it
finds that row: twice makes one idea. For a guest the secret is the only key to the draft, and only its digest is stored.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.personal import terms
from app.accounts.roles import Actor
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from campaigns.contributions.models import Contribution, Follow, Kind, State
from campaigns.contributions.states import MOVED_ON
from campaigns.ideas.domain import choices, co_authors, files
from campaigns.ideas.domain.rows import locked, own, put, text_of
from campaigns.ideas.domain.writers import written
from campaigns.ideas.events import DraftThrownAway
from campaigns.ideas.models import RING, Idea, IdeaProblem
from campaigns.ideas.texts import IdeaText
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

KEPT_FOR = terms.GUEST_DRAFTS.lasts
CHANGED_ELSEWHERE = Reason(
    "changed-elsewhere", _l("This text was changed meanwhile, in another window or by somebody who writes along.")
)


@dataclass(frozen=True)
class Kept:
    """An idea, and the secret that leads to it."""

    idea: Idea
    secret: str

    @property
    def was_sent(self) -> bool:
        return self.idea.contribution.state != State.DRAFT


def new_secret() -> str:
    """A word nobody guesses."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def save(actor: Actor, campaign_id: int, text: IdeaText, now: datetime, *, secret: str) -> Kept:
    """Keeps the text as the actor's draft under the secret, and gives the idea that stands there.

    An idea that was sent already is given as it stands where the words are the same. Where they differ, or the secret's
    idea is somebody else's by now, the words are kept as another draft, under a secret made of both.
    """
    campaign = db.session.get_one(Campaign, campaign_id)
    permissions.require(actor, Act.DRAFT_IDEA, campaign, now)
    idea = _under(secret)
    if idea and not _continues(actor, idea, campaign_id, text):
        secret = digest_of(f"{secret} {actor.id} {campaign_id} {text.fingerprint}")
        idea = _under(secret)
    kept = Kept(idea or _begin(campaign, now, secret), secret)
    if not kept.was_sent:
        kept.idea.contribution.author_id = actor.id
        _write(kept.idea, text, now)
    return kept


def save_quietly(actor: Actor, campaign_id: int, text: IdeaText, now: datetime, *, secret: str) -> Kept:
    """Keeps the text while it is still being written.

    Raises Conflict where the secret's idea was sent already or is somebody else's by now: what arrives late by itself
    begins no second idea.
    """
    idea = _under(secret)
    if idea and (idea.contribution.state != State.DRAFT or not _continues(actor, idea, campaign_id, text)):
        raise Conflict(MOVED_ON)
    return save(actor, campaign_id, text, now, secret=secret)


def is_begun(secret: str) -> bool:
    """Whether something is kept under the secret already."""
    return db.session.scalar(select(Idea.id).where(Idea.draft_secret == digest_of(secret))) is not None


def rewrite(actor: Actor, idea_id: int, text: IdeaText, now: datetime, *, version: int | None = None) -> Idea:
    """The author, or who writes along, puts other words into a draft or a returned idea and sends nothing.

    Raises Conflict where it has moved on, or where it is not the version any more that the author had before them.
    """
    idea = written(actor, idea_id)
    if idea.contribution.state not in {State.DRAFT, State.RETURNED}:
        raise Conflict(MOVED_ON)
    if version not in {None, idea.contribution.version} and text_of(idea) != text:
        raise Conflict(CHANGED_ELSEWHERE)
    _write(idea, text, now)
    return idea


def reserve(account_id: int, held: Sequence[str]) -> None:
    """A guest has registered: their drafts wait for the first sign-in, on whatever device. The secrets go on working.

    What waited since an earlier registration with the address waits no more: that may have been somebody else, and who
    signs in first would get it. Their browser still holds its secrets.
    """
    db.session.execute(update(Idea).where(Idea.draft_waits_for == account_id).values(draft_waits_for=None))
    if held:
        db.session.execute(
            update(Idea)
            .where(Idea.draft_secret.in_([digest_of(secret) for secret in held]), Idea.id.in_(_unclaimed()))
            .values(draft_waits_for=account_id)
        )


def claim(account_id: int, held: Sequence[str], now: datetime) -> int:
    """A guest's drafts become those of the person who holds their secrets or has registered with them. Returns how many."""
    theirs = or_(Idea.draft_waits_for == account_id, Idea.draft_secret.in_([digest_of(secret) for secret in held]))
    ids = list(db.session.scalars(select(Idea.id).where(theirs, Idea.id.in_(_unclaimed()))))
    if not ids:
        return 0
    claimed = db.session.execute(
        update(Contribution)
        .where(Contribution.id.in_(ids), Contribution.author_id.is_(None))
        .values(author_id=account_id, changed_at=now)
    )
    db.session.execute(update(Idea).where(Idea.id.in_(ids)).values(draft_waits_for=None))
    return int(claimed.rowcount)  # type: ignore[attr-defined]


def discard(actor: Actor, idea_id: int) -> None:
    """The author throws a draft away: nothing of it stays. Raises Conflict where it was sent already."""
    idea = own(actor, idea_id)
    if idea.contribution.state != State.DRAFT:
        raise Conflict(MOVED_ON)
    _remove([idea_id])


def throw_away(ids: Sequence[int]) -> None:
    """Drafts of somebody who leaves: nothing of them stays."""
    _remove(ids)


def purge(now: datetime, most: int = 200) -> int:
    """Removes drafts that nobody claimed in time, forgets the secrets of the rest. Returns how many it dealt with, 0 at the end."""
    late = set(db.session.scalars(select(Idea.id).where(Idea.draft_until <= now).limit(most)))
    unclaimed = set(db.session.scalars(_unclaimed().where(Contribution.id.in_(late))))
    _remove(sorted(unclaimed))
    db.session.execute(
        update(Idea).where(Idea.id.in_(sorted(late - unclaimed))).values(draft_secret=None, draft_until=None)
    )
    return len(late)


def _unclaimed() -> Select[int]:
    return select(Contribution.id).where(Contribution.state == State.DRAFT, Contribution.author_id.is_(None))


def _under(secret: str) -> Idea | None:
    return locked(select(Idea).where(Idea.draft_secret == digest_of(secret)))


def _continues(actor: Actor, idea: Idea, campaign_id: int, text: IdeaText) -> bool:
    contribution = idea.contribution
    if idea.campaign_id != campaign_id or contribution.author_id not in {None, actor.id}:
        return False
    return contribution.state == State.DRAFT or text_of(idea) == text


def _begin(campaign: Campaign, now: datetime, secret: str) -> Idea:
    common = Contribution(
        kind=Kind.IDEA,
        campaign_id=campaign.id,
        state=State.DRAFT,
        language=campaign.language,
        created_at=now,
        changed_at=now,
    )
    idea = Idea(campaign_id=campaign.id, title="", ring=secrets.randbelow(RING), draft_secret=digest_of(secret))
    try:
        with db.session.begin_nested():
            db.session.add(common)
            db.session.flush()
            idea.id = common.id
            db.session.add(idea)
            db.session.flush()
    except IntegrityError:
        # The same form was sent twice at once, and the other request was quicker.
        return _under(secret) or _never()
    common.campaign = campaign
    idea.contribution = common
    return idea


def _never() -> Idea:
    raise Conflict(MOVED_ON)


def _write(idea: Idea, text: IdeaText, now: datetime) -> None:
    before = text_of(idea)
    if text != before:
        choices.check(idea.campaign_id, text, before)
        put(text, idea, before)
        idea.contribution.version += 1
    idea.contribution.changed_at = now
    if idea.contribution.state == State.DRAFT:
        idea.draft_until = now + KEPT_FOR
    db.session.flush()


def _remove(ids: Sequence[int]) -> None:
    for idea_id in ids:
        events.announce(DraftThrownAway(idea_id))
    files.forget_all(ids)
    co_authors.forget_all(ids)
    db.session.execute(delete(Follow).where(Follow.contribution_id.in_(ids)))
    db.session.execute(delete(IdeaProblem).where(IdeaProblem.idea_id.in_(ids)))
    db.session.execute(delete(Idea).where(Idea.id.in_(ids)))
    db.session.execute(delete(Contribution).where(Contribution.id.in_(ids)))
