"""Problems that ideas answer, as far as everyone can read them, and the ideas that answer a problem."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from app.foundation.db import db
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.discussion.models import Conclusion, Problem
from campaigns.discussion.queries.problems import key_before
from campaigns.discussion.slots import Answering
from campaigns.ideas.models import Idea, IdeaProblem


@dataclass(frozen=True)
class Answered:
    """A problem that an idea answers."""

    id: int
    number: int
    text: str

    @property
    def after(self) -> str | None:
        """The key of a page of problems that has this one on it."""
        return key_before(self.number)


def public_problems(*columns: Any) -> Select[Any]:
    """Problems of public conclusions under public topics. Who asks has seen that the reader sees the campaign."""
    conclusion, topic = aliased(Contribution), aliased(Contribution)
    return (
        select(*columns)
        .select_from(Problem)
        .join(Conclusion, Conclusion.id == Problem.conclusion_id)
        .join(conclusion, conclusion.id == Conclusion.id)
        .join(topic, topic.id == Conclusion.topic_id)
        .where(conclusion.state.in_(sorted(PUBLIC)), topic.state.in_(sorted(PUBLIC)))
    )


def answered_by(idea_id: int) -> list[Answered]:
    """The problems that the idea answers, by number."""
    query = public_problems(Problem.id, Problem.number, Problem.text)
    query = query.join(IdeaProblem, IdeaProblem.problem_id == Problem.id).where(IdeaProblem.idea_id == idea_id)
    return [Answered(*row) for row in db.session.execute(query.order_by(Problem.number))]


def ideas_for(problem_ids: tuple[int, ...]) -> dict[int, tuple[Answering, ...]]:
    """The ideas that everyone can read and that answer each of the problems, the most supported first."""
    answering = aliased(Idea)
    rows = db.session.execute(
        select(IdeaProblem.problem_id, Idea.id, Idea.number, Idea.title, Idea.support_total)
        .join(answering, answering.id == IdeaProblem.idea_id)
        # What a joined idea answers, the one answers in which it goes on.
        .join(Idea, Idea.id == func.coalesce(answering.joined_to_id, answering.id))
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(IdeaProblem.problem_id.in_(problem_ids), Contribution.state == State.PUBLISHED)
        .order_by(Idea.support_total.desc(), Idea.id.desc())
        .distinct()
    )
    found: dict[int, list[Answering]] = {}
    for problem_id, idea_id, number, title, supports in rows:
        found.setdefault(problem_id, []).append(Answering(idea_id, number, title, supports))
    return {id: tuple(ideas) for id, ideas in found.items()}


def answered_in(campaign_id: int, chosen: int | None, most: int) -> Sequence[Answered]:
    """The problems of a campaign that ideas everyone can read answer, by number: the chosen one and those that most answer."""
    rows = db.session.execute(
        public_problems(Problem.id, Problem.number, Problem.text)
        .join(IdeaProblem, IdeaProblem.problem_id == Problem.id)
        .join(Contribution, Contribution.id == IdeaProblem.idea_id)
        .where(Problem.campaign_id == campaign_id, Contribution.state == State.PUBLISHED)
        .group_by(Problem.id, Problem.number, Problem.text)
        .order_by(case((Problem.id == chosen, 0), else_=1), func.count().desc(), Problem.number)
        .limit(most)
    )
    return sorted((Answered(*row) for row in rows), key=lambda problem: problem.number)
