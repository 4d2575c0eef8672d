"""Who may not write, where and until when, and of whom somebody is asked to look at it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import UNCONFIRMED, Account, Block, BlockReview
from app.accounts.permissions import RULES, Act
from app.accounts.roles import Actor, Role
from app.accounts.slots import BLOCKS_LEFT_TO
from app.foundation.db import db

MOST = 200


@dataclass(frozen=True)
class BlockRead:
    """A block with the names of whom it holds for, who made it and who decided its review; `review` where one was asked for."""

    block: Block
    name: str
    language: str
    made_by: str
    review: BlockReview | None
    reviewed_by: str | None


def of_person(account_id: int, now: datetime) -> list[Block]:
    """What keeps a person from writing now."""
    query = select(Block).where(Block.account_id == account_id, Block.ended_at.is_(None)).order_by(Block.id)
    return [one for one in db.session.scalars(query) if one.holds(now)]


def in_hand(actor: Actor, now: datetime) -> list[BlockRead]:
    """The latest blocks in the places where the actor may make some, those of which a review waits first. One statement."""
    recent = now - timedelta(days=90)
    waits = _waits(now)
    query = (
        _with_names()
        .where(Block.ended_at.is_(None) | (Block.ended_at > recent))
        .where(Block.until.is_(None) | (Block.until > recent))
        .where(_theirs(actor))
        .order_by(waits.desc(), Block.id.desc())
        .limit(MOST)
    )
    return [_read(row) for row in db.session.execute(query)]


def one_in_hand(actor: Actor, block_id: int) -> BlockRead | None:
    """A block that the actor has in hand; None where there is no such one."""
    row = db.session.execute(_with_names().where(Block.id == block_id, _theirs(actor))).one_or_none()
    return _read(row) if row else None


def of_oneself(account_id: int | None, block_id: int) -> BlockRead | None:
    """A block as the one reads it for whom it holds; None where it holds for somebody else."""
    row = db.session.execute(_with_names().where(Block.id == block_id, Block.account_id == account_id)).one_or_none()
    return _read(row) if row else None


def reviews_waiting(actor: Actor, now: datetime) -> int:
    """How many reviews of blocks wait that this person may decide. One statement."""
    query = select(func.count()).select_from(Block).join(BlockReview, BlockReview.block_id == Block.id)
    others = (BlockReview.made_by != actor.id, BlockReview.asked_by != actor.id)
    agreed = or_(BlockReview.confirmed_by.is_(None), BlockReview.confirmed_by != actor.id)
    return db.session.scalar(query.where(_waits(now), _theirs(actor), *others, agreed)) or 0


def under_review(now: datetime) -> list[Block]:
    """The blocks of which a review waits, wherever. One statement."""
    return list(db.session.scalars(select(Block).where(_waits(now)).order_by(Block.id)))


def holding(now: datetime) -> ColumnElement[bool]:
    """Blocks that keep somebody from writing at this moment."""
    for_good = and_(Block.until.is_(None), or_(Block.confirmed_at.is_not(None), Block.made_at > now - UNCONFIRMED))
    return and_(Block.ended_at.is_(None), or_(Block.until > now, for_good))


def _waits(now: datetime) -> ColumnElement[bool]:
    review = aliased(BlockReview)
    open_one = exists().where(review.block_id == Block.id, review.outcome.is_(None))
    return and_(open_one, holding(now))


def _theirs(actor: Actor) -> ColumnElement[bool]:
    if RULES[Act.BLOCK].roles & actor.roles_in(None):
        return true()
    left: Collection[int] = frozenset[int]().union(*BLOCKS_LEFT_TO.fill(actor))
    theirs = Block.campaign_id.in_(sorted(actor.campaigns_as(Role.MODERATOR, Role.OWNER)))
    return or_(theirs, Block.id.in_(sorted(left))) if left else theirs


def _with_names() -> Any:
    whom, maker, decider = aliased(Account), aliased(Account), aliased(Account)
    return (
        select(Block, whom, maker, BlockReview, decider)
        .join(whom, whom.id == Block.account_id)
        .join(maker, maker.id == Block.made_by)
        .outerjoin(BlockReview, BlockReview.block_id == Block.id)
        .outerjoin(decider, decider.id == BlockReview.decided_by)
    )


def _read(row: Any) -> BlockRead:
    block, whom, maker, review, decider = row
    return BlockRead(
        block, whom.public_name, whom.language, maker.public_name, review, decider.public_name if decider else None
    )
