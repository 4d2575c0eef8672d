"""Writing together: the author hands a link to somebody, who agrees to be named. Its secret is shown once and not kept."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, NotAllowed, Reason
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.domain.rows import locked, own
from campaigns.ideas.events import CoAuthorJoined
from campaigns.ideas.models import CoAuthor, Idea, Support
from campaigns.ideas.slots import SUPPORT_GUARD
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.plan.visibility import campaigns_visible_to

MOST = 5
GOOD_FOR = timedelta(days=14)
JOINABLE = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.PUBLISHED})
ENOUGH = Reason(
    "co-authors-enough", _l("There are five invitations and co-authors already: take one back to invite another.")
)
OWN_LINK = Reason("co-authors-own", _l("This is your own idea. Hand the link to the person you want to write with."))
AUTHOR_SENDS = Reason("author-sends", _l("Only the author can send this draft. What you save is in the same draft."))
ALREADY = Reason("co-authors-already", _l("You write along with this idea already."))


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def live_at(now: datetime) -> ColumnElement[bool]:
    """Invitations that are still good, and those who have agreed and stayed."""
    return and_(
        CoAuthor.ended_at.is_(None), or_(CoAuthor.account_id.is_not(None), CoAuthor.invited_at > now - GOOD_FOR)
    )


def invite(actor: Actor, idea_id: int, now: datetime) -> str:
    """The author gets a secret to hand to somebody; who shows it within two weeks may write along.

    Raises Missing for everyone else, Conflict where the idea is at its end or there are enough.
    """
    idea = own(actor, idea_id)
    contribution = idea.contribution
    permissions.require(actor, Act.INVITE_CO_AUTHORS, contribution.campaign, now, author_id=contribution.author_id)
    _require_alive(contribution)
    live = select(func.count()).where(CoAuthor.idea_id == idea_id, live_at(now))
    if (db.session.scalar(live) or 0) >= MOST:
        raise Conflict(ENOUGH)
    secret = secrets.token_urlsafe(24)
    db.session.add(CoAuthor(idea_id=idea_id, secret=digest_of(secret), invited_at=now))
    db.session.flush()
    return secret


def join(actor: Actor, secret: str, now: datetime) -> Idea:
    """The holder of a secret agrees to be named. What they supported as somebody else is taken off.

    Raises Missing where the secret is nobody's, spent or too old, or the project is not open to them; Conflict where they are
    the author or write along already.
    """
    if actor.id is None:
        raise Missing()
    idea_id = db.session.scalar(select(CoAuthor.idea_id).where(CoAuthor.secret == digest_of(secret)))
    idea = locked(select(Idea).where(Idea.id == idea_id, campaigns_visible_to(actor))) if idea_id else None
    if idea is None:
        raise Missing()
    _require_alive(idea.contribution)
    invitation = _open_invitation(secret, now)
    if actor.id == idea.contribution.author_id:
        raise Conflict(OWN_LINK)
    if db.session.scalar(select(CoAuthor.id).where(CoAuthor.idea_id == idea.id, _stays(actor.id))):
        raise Conflict(ALREADY)
    invitation.account_id, invitation.accepted_at = actor.id, now
    _take_support_off(idea, actor.id)
    db.session.flush()
    _log("idea.co-author", actor, idea, now)
    events.announce(CoAuthorJoined(idea.id, actor.id))
    return idea


def end(actor: Actor, idea_id: int, co_author_id: int, now: datetime) -> bool:
    """The author takes an invitation or a co-author back, or a co-author leaves. Returns whether the actor left themselves.

    Raises Missing for everyone else and where there is nothing to end. Twice is once.
    """
    idea = locked(select(Idea).where(Idea.id == idea_id))
    row = db.session.scalar(select(CoAuthor).where(CoAuthor.id == co_author_id, CoAuthor.idea_id == idea_id))
    if idea is None or row is None or actor.id is None or actor.id not in {idea.contribution.author_id, row.account_id}:
        raise Missing()
    if row.ended_at is None:
        row.ended_at = now
        db.session.flush()
        if row.account_id is not None:
            _log("idea.co-author-ended", actor, idea, now)
    return actor.id == row.account_id


def forget_all(idea_ids: Sequence[int]) -> None:
    """Takes away the invitations of ideas that are being removed."""
    db.session.execute(delete(CoAuthor).where(CoAuthor.idea_id.in_(idea_ids)))


def _stays(account_id: int) -> ColumnElement[bool]:
    return and_(CoAuthor.account_id == account_id, CoAuthor.ended_at.is_(None))


def _require_alive(contribution: Contribution) -> None:
    if contribution.state not in JOINABLE:
        raise Conflict(states.MOVED_ON)


def _open_invitation(secret: str, now: datetime) -> CoAuthor:
    invitation = db.session.scalar(
        select(CoAuthor).where(
            CoAuthor.secret == digest_of(secret),
            CoAuthor.account_id.is_(None),
            CoAuthor.ended_at.is_(None),
            CoAuthor.invited_at > now - GOOD_FOR,
        )
    )
    if invitation is None:
        raise Missing()
    return invitation


def _take_support_off(idea: Idea, account_id: int) -> None:
    """Nobody supports their own idea; who writes along no longer may again. What is counted already stays as it was given:
    by somebody else."""
    given = (Support.idea_id == idea.id, Support.account_id == account_id)
    if db.session.scalar(select(Support.idea_id).where(*given)) is None:
        return
    try:
        SUPPORT_GUARD.fill(idea.campaign_id)
    except NotAllowed:
        return
    db.session.execute(delete(Support).where(*given))
    db.session.execute(
        update(Idea).where(Idea.id == idea.id).values(supports=Idea.supports - 1, support_total=Idea.support_total - 1)
    )


def _log(act: str, actor: Actor, idea: Idea, now: datetime) -> None:
    chain.log(act, now=now, actor_id=actor.id, thing="idea", thing_id=idea.id, campaign_id=idea.campaign_id)
