"""Who may look a second time at what keeps somebody from writing."""

from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts.models import Block
from app.accounts.permissions import RULES, Act
from app.accounts.roles import Actor
from app.foundation.errors import Reason

ONESELF = Reason("block.oneself", _l("Nobody decides about themselves."))
HAD_PART = Reason("block.had-part", _l("You had a part in this block. Somebody else has to look at it a second time."))


def refusal(actor: Actor, block: Block) -> Reason | None:
    """Why somebody who has the block in hand may not look at it a second time, or None where they may."""
    if actor.id == block.account_id:
        return ONESELF
    return HAD_PART if actor.id in {block.made_by, block.confirmed_by} else None


def may_by_role(actor: Actor, block: Block) -> bool:
    """Whether this person decides a review of the block by a role of theirs."""
    may = permissions.refusal(RULES[Act.BLOCK], actor, campaign_id=block.campaign_id) is None
    return may and refusal(actor, block) is None
