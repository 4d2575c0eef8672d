"""Who may not write, where and until when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Account, Block
from app.accounts.permissions import RULES, Act
from app.accounts.roles import Actor, Role
from app.foundation.db import db

MOST = 200


def of_person(account_id: int, now: datetime) -> list[Block]:
    """What keeps a person from writing now."""
    query = select(Block).where(Block.account_id == account_id, Block.ended_at.is_(None)).order_by(Block.id)
    return [one for one in db.session.scalars(query) if one.holds(now)]


def in_hand(actor: Actor, now: datetime) -> Sequence[tuple[Block, str, str]]:
    """The latest blocks in the places where the actor may make some, with whom they hold and who made them."""
    whom, maker = aliased(Account), aliased(Account)
    query = (
        select(Block, whom, maker)
        .join(whom, whom.id == Block.account_id)
        .join(maker, maker.id == Block.made_by)
        .where(Block.ended_at.is_(None) | (Block.ended_at > now - timedelta(days=90)))
        .where(Block.until.is_(None) | (Block.until > now - timedelta(days=90)))
        .order_by(Block.id.desc())
        .limit(MOST)
    )
    if not RULES[Act.BLOCK].roles & actor.roles_in(None):
        query = query.where(Block.campaign_id.in_(sorted(actor.campaigns_as(Role.MODERATOR, Role.OWNER))))
    return [(row[0], row[1].public_name, row[2].public_name) for row in db.session.execute(query)]
