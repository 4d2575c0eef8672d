"""What waves give to other rooms."""

from sqlalchemy import delete

from app.accounts.slots import Leaving
from app.foundation import clock
from app.foundation.db import db
from campaigns.contributions.slots import Brought
from moderation.waves import domain
from moderation.waves.models import Print


def note_newcomer(account_id: int) -> None:
    """Fills the slot of a registration."""
    domain.note_newcomer(account_id, clock.now())


def waits(brought: Brought) -> bool:
    """Fills the slot of texts that may wait for their author's sake."""
    return domain.note_text(brought.author_id, brought.texts, clock.now())


def forget(leaving: Leaving) -> None:
    """Fills the slot of whoever leaves: what they had in common with others goes."""
    db.session.execute(delete(Print).where(Print.account_id == leaving.account_id))
