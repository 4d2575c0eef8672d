"""Two accounts of one person become one: supports are a set, so twice is once; nobody supports their own idea."""

from collections.abc import Mapping

from sqlalchemy import delete, or_, select, update

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from app.foundation.db import db
from app.foundation.errors import NotAllowed
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import CoAuthor, Idea, Support
from campaigns.ideas.slots import SUPPORT_GUARD


def join(joining: Joining) -> Mapping[str, int]:
    """Supports and shared authorship go over. Where a count of supports is over, what it has counted stays as it is."""
    co_authors = moving.move(CoAuthor, joining, ("idea_id",))
    open_campaigns = _still_counting(joining)
    for row in moving.twins(Support, joining, ("idea_id",)):
        idea = db.session.get_one(Idea, row.idea_id)
        if idea.campaign_id in open_campaigns:
            _keep_one(joining, row.idea_id, row.via_id)
    supports = moving.move_rest(Support, joining, ("idea_id",))
    _drop_own(joining, open_campaigns)
    return {"supports": supports, "shared ideas": co_authors}


def _still_counting(joining: Joining) -> set[int]:
    """The campaigns in which either supported something and may still take it back."""
    people = (joining.kept_id, joining.closed_id)
    of_both = select(Idea.campaign_id).join(Support, Support.idea_id == Idea.id).where(Support.account_id.in_(people))
    found = set()
    for campaign_id in sorted(set(db.session.scalars(of_both))):
        try:
            SUPPORT_GUARD.fill(campaign_id)
        except NotAllowed:
            continue
        found.add(campaign_id)
    return found


def _keep_one(joining: Joining, idea_id: int, via_id: int | None) -> None:
    # Whoever came to the idea themselves supports it, also when the joined one is parted from it again.
    if via_id is None:
        same = (Support.idea_id == idea_id, Support.account_id == joining.kept_id)
        direct = update(Support).where(*same).values(via_id=None)
        db.session.execute(direct, execution_options={"synchronize_session": False})
    _take(idea_id, joining.closed_id)


def _drop_own(joining: Joining, open_campaigns: set[int]) -> None:
    people = (joining.kept_id, joining.closed_id)
    shared = select(CoAuthor.idea_id).where(
        CoAuthor.account_id.in_(people), CoAuthor.accepted_at.is_not(None), CoAuthor.ended_at.is_(None)
    )
    own = (
        select(Idea.id)
        .join(Support, Support.idea_id == Idea.id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(Support.account_id == joining.kept_id, Idea.campaign_id.in_(open_campaigns))
        .where(or_(Contribution.author_id.in_(people), Idea.id.in_(shared)))
    )
    for idea_id in db.session.scalars(own).all():
        _take(idea_id, joining.kept_id)


def _take(idea_id: int, account_id: int) -> None:
    same = (Support.idea_id == idea_id, Support.account_id == account_id)
    db.session.execute(delete(Support).where(*same), execution_options={"synchronize_session": False})
    less = {"supports": Idea.supports - 1, "support_total": Idea.support_total - 1}
    counted = update(Idea).where(Idea.id == idea_id).values(less)
    db.session.execute(counted, execution_options={"synchronize_session": False})
