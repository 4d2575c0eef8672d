"""Keeping a person from writing: for a term, or for good once a second person agrees. Each act is kept in the chain."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from app.accounts import permissions
from app.accounts.events import PersonBlocked
from app.accounts.models import Account, Block, BlockReview
from app.accounts.permissions import Act
from app.accounts.reviewers import ONESELF
from app.accounts.roles import Actor, Role
from app.accounts.slots import BLOCKS_LEFT_TO
from app.audit import chain
from app.foundation import events, outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason

LONGEST = 1_000
DAYS_HERE = 30
DAYS_ANYWHERE = 365

STAFF = Reason("block.staff", _l("This person works here: their role is taken first, by an administrator."))
ALREADY = Reason("block.already", _l("This person may not write here already."))
NO_WORDS = Reason("block.no-words", _l("Say which rule was broken and how: the person reads it."))
NO_TERM = Reason("block.no-term", _l("In a project a term is 30 days at most, on the whole site a year."))
NO_WHY = Reason("block.no-why", _l("Say in a few words why it ends."))
ANOTHER = Reason("block.another", _l("Somebody else must agree that it is for good: you have asked for it."))
UNDER_REVIEW = Reason("block.reviewed", _l("The person asked for a second look: that is decided first."))
NOTHING = Reason("block.nothing", _l("There is nothing to decide about it any more."))


@dataclass(frozen=True)
class Reasons:
    """Why somebody may not write: a code of the rules, the words they read, and for how many days; None is for good."""

    rule: str
    facts: str
    days: int | None


def make(actor: Actor, account_id: int, campaign_id: int | None, reasons: Reasons, now: datetime) -> Block:
    """The person may not write in a campaign, or (without one) anywhere. Without term it waits for a second person.

    Raises NotAllowed (no right there, oneself, somebody who works there), Missing, Conflict (already so), Invalid.
    """
    permissions.require(actor, Act.BLOCK, campaign_id=campaign_id)
    if account_id == actor.id:
        raise NotAllowed(ONESELF)
    living = select(Account).where(Account.id == account_id, Account.ended_at.is_(None)).with_for_update()
    account = db.session.scalar(living.execution_options(populate_existing=True))
    if account is None or actor.id is None:
        raise Missing
    if _works_there(account, campaign_id):
        raise NotAllowed(STAFF)
    if not reasons.rule or not reasons.facts or len(reasons.facts) > LONGEST:
        raise Invalid(NO_WORDS)
    most = DAYS_ANYWHERE if campaign_id is None else DAYS_HERE
    if reasons.days is not None and not 1 <= reasons.days <= most:
        raise Invalid(NO_TERM)
    if any(one.holds(now) and one.campaign_id == campaign_id for one in _of(account_id)):
        raise Conflict(ALREADY)
    block = Block(
        account_id=account_id,
        campaign_id=campaign_id,
        rule=reasons.rule,
        facts=reasons.facts,
        language=account.language,
        made_at=now,
        made_by=actor.id,
        until=now + timedelta(days=reasons.days) if reasons.days is not None else None,
    )
    db.session.add(block)
    db.session.flush()
    log("block.make", actor, block, now)
    events.announce(PersonBlocked(block.id))
    outbox.ask("accounts.send_blocked", block_id=block.id)
    return block


def confirm(actor: Actor, block_id: int, now: datetime) -> Block:
    """A second person agrees that a block is for good. Raises Missing, NotAllowed (who asked for it), Conflict."""
    block = _in_hand(actor, block_id)
    if actor.id in {block.made_by, block.account_id}:
        raise NotAllowed(ANOTHER)
    if block.until is not None or block.confirmed_at is not None or not block.holds(now):
        raise Conflict(NOTHING)
    waits = exists().where(BlockReview.block_id == block.id, BlockReview.outcome.is_(None))
    if db.session.scalar(select(waits)):
        raise Conflict(UNDER_REVIEW)
    block.confirmed_at, block.confirmed_by = now, actor.id
    log("block.confirm", actor, block, now)
    return block


def end(actor: Actor, block_id: int, why: str, now: datetime) -> Block:
    """The person may write again before the term is over. Raises Missing, NotAllowed, Invalid without a reason, Conflict."""
    block = _in_hand(actor, block_id)
    if actor.id == block.account_id:
        raise NotAllowed(ONESELF)
    if not why:
        raise Invalid(NO_WHY)
    if not block.holds(now):
        raise Conflict(NOTHING)
    block.ended_at, block.ended_by, block.ended_why = now, actor.id, why
    log("block.end", actor, block, now)
    return block


def _works_there(account: Account, campaign_id: int | None) -> bool:
    roles = {(grant.role, grant.campaign_id) for grant in account.grants}
    if {(Role.ADMINISTRATOR, None), (Role.MODERATOR, None)} & roles:
        return True
    return campaign_id is not None and any(place == campaign_id for _role, place in roles)


def _of(account_id: int) -> list[Block]:
    return list(db.session.scalars(select(Block).where(Block.account_id == account_id, Block.ended_at.is_(None))))


def is_in_hand(actor: Actor, block: Block) -> bool:
    """Whether the block stands in a place where the actor may make some, or a review of it is left to them."""
    if permissions.refusal(permissions.RULES[Act.BLOCK], actor, campaign_id=block.campaign_id) is None:
        return True
    return any(block.id in left for left in BLOCKS_LEFT_TO.fill(actor))


def locked(block_id: int) -> Block | None:
    """The block, kept from others until the step ends."""
    query = select(Block).where(Block.id == block_id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def _in_hand(actor: Actor, block_id: int) -> Block:
    block = locked(block_id)
    # Whether there is one in a place they do not moderate is none of their business.
    if block is None or permissions.refusal(permissions.RULES[Act.BLOCK], actor, campaign_id=block.campaign_id):
        raise Missing
    return block


def log(act: str, actor: Actor, block: Block, now: datetime, **told: str) -> None:
    """Keeps in the chain what was done about a block."""
    db.session.flush()
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="account",
        thing_id=block.account_id,
        campaign_id=block.campaign_id,
        block_id=block.id,
        rule=block.rule,
        until=block.until.isoformat() if block.until else None,
        **told,
    )
