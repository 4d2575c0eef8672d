"""The numbered problems of a campaign, and which ideas answer them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.sessions import current_actor
from app.foundation import clock
from campaigns.discussion.queries import problems
from campaigns.discussion.queries.problems import ProblemLine
from campaigns.discussion.slots import Answering
from campaigns.discussion.web.shown import takes_ideas
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row

MOST_COLUMNS = 12


@dataclass(frozen=True)
class Matrix:
    """Which of the most supported ideas answer which problem: a row of marks for each problem, in the order of the columns."""

    columns: Sequence[Answering]
    rows: Sequence[tuple[ProblemLine, Sequence[bool]]]
    left_out: int


def show_problems(slug: str) -> ResponseReturnValue:
    """The problems in their order with their ideas, and the matrix of both."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    page = problems.page_of(actor, campaign.id, request.args.get("after"))
    ideas = problems.ideas_for([problem.id for problem in page.rows])
    return render_template(
        "discussion/problems.html",
        campaign=campaign,
        tabs_row=tabs_row(campaign, actor, "discussion"),
        page=page,
        ideas=ideas,
        unanswered=sum(not ideas[problem.id] for problem in page.rows),
        matrix=matrix_of(page.rows, ideas),
        takes_ideas=takes_ideas(campaign, clock.now()),
    )


def matrix_of(lines: Sequence[ProblemLine], ideas: dict[int, tuple[Answering, ...]]) -> Matrix:
    """The matrix of these problems and of the ideas that answer any of them."""
    all_ideas = {idea.idea_id: idea for line in lines for idea in ideas[line.id]}
    ordered = sorted(all_ideas.values(), key=lambda idea: (-idea.supports, idea.idea_id))
    columns = ordered[:MOST_COLUMNS]
    rows = []
    for line in lines:
        answering = {idea.idea_id for idea in ideas[line.id]}
        rows.append((line, [idea.idea_id in answering for idea in columns]))
    return Matrix(columns, rows, len(ordered) - len(columns))
