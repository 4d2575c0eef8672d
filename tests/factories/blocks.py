"""People who may not write, and what they ask for."""

from app.accounts.domain import block_reviews, blocks
from app.accounts.domain.blocks import Reasons
from app.accounts.models import Account
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign


def make_block(moderator: Account, account: Account, campaign: Campaign, *, days: int | None = 30) -> int:
    """A moderator keeps somebody from writing in a campaign, through the verb; gives the id of the block."""
    with step():
        why = Reasons("rude", "Оскорбления 3 ноября.", days)
        return blocks.make(actor_of(moderator), account.id, campaign.id, why, clock.now()).id


def ask_for_review(account: Account, block_id: int, words: str = "Третьего ноября писал не я.") -> int:
    """They ask for a second look, through the verb; gives the id of the block."""
    with step():
        return block_reviews.ask(actor_of(account), block_id, words, clock.now()).block_id
