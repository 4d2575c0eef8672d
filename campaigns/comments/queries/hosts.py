"""What threads hang on, and single comments with it."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.comments.hosts import DISCUSSED, Host
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import visible_to


def host_or_missing(actor: Actor, thread_id: int) -> Host:
    """The topic or idea with this thread. Raises Missing where there is none or it is none of the actor's business."""
    contribution = db.session.scalar(
        select(Contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Contribution.campaign))
        .where(Contribution.id == thread_id, Contribution.kind.in_(sorted(DISCUSSED)), visible_to(actor))
    )
    if contribution is None:
        raise Missing()
    return Host(contribution, contribution.campaign)
