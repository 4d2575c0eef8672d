"""What an author may choose, checked inside the write: a direction and problems of this project, a service of the catalogue."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.foundation.db import db
from app.foundation.errors import Invalid, Reason
from app.territories.models import Territory
from campaigns.discussion.models import Problem
from campaigns.ideas.queries.problems import public_problems
from campaigns.ideas.texts import PROBLEMS_MOST, IdeaText
from campaigns.plan.models import Track
from campaigns.services.models import Service

FOREIGN_TRACK = Reason("track", _l("This direction belongs to another project. Choose one of the list."))
NO_PLACE = Reason("territory", _l("This place is not on the list. Choose one of the list."))
NO_SERVICE = Reason("service", _l("This service is not in the catalogue any more. Choose one of the list."))
FOREIGN_PROBLEM = Reason(
    "problem", _l("A problem you have chosen does not stand any more. Choose among those of the list.")
)
TOO_MANY_PROBLEMS = Reason(
    "too-many-problems", _l("An idea answers three problems at the most. Choose those that matter most.")
)


def check(campaign_id: int, text: IdeaText, before: IdeaText) -> None:
    """Raises Invalid where something chosen is not to be chosen. What stood there before may stay."""
    if text.track_id not in {None, before.track_id}:
        _require(select(Track.id).where(Track.id == text.track_id, Track.campaign_id == campaign_id), FOREIGN_TRACK)
    if text.territory_id not in {None, before.territory_id}:
        _require(select(Territory.id).where(Territory.id == text.territory_id), NO_PLACE)
    if text.service_id not in {None, before.service_id}:
        _require(select(Service.id).where(Service.id == text.service_id, Service.ended_at.is_(None)), NO_SERVICE)
    if len(text.problem_ids) > PROBLEMS_MOST:
        raise Invalid(TOO_MANY_PROBLEMS)
    new = set(text.problem_ids) - set(before.problem_ids)
    if new and _standing(campaign_id, new) != new:
        raise Invalid(FOREIGN_PROBLEM)


def _require(found: Select[int], reason: Reason) -> None:
    if db.session.scalar(found) is None:
        raise Invalid(reason)


def _standing(campaign_id: int, ids: set[int]) -> set[int]:
    """Those of the problems that this project has named in a conclusion everyone can read."""
    found = public_problems(Problem.id).where(Problem.id.in_(sorted(ids)), Problem.campaign_id == campaign_id)
    return set(db.session.scalars(found.where(Problem.dropped_at.is_(None))))
