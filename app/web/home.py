"""The first page: what is asked of people now, what comes next, what came of it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.web.outcomes import so_far
from campaigns.implementation.models import WorkState
from campaigns.implementation.queries import board
from campaigns.implementation.web.board import done_card
from campaigns.plan.phases import Stage
from campaigns.plan.queries.campaigns import page_at
from campaigns.plan.web import shown

MOST = {Stage.RUNNING: 12, Stage.COMING: 4, Stage.FINISHED: 4}
MOST_DONE = 3


def home() -> ResponseReturnValue:
    """Campaigns that are open as cards, then those to come, then the finished ones with what came of them."""
    actor, now = current_actor(), clock.now()
    pages = {stage: page_at(stage, actor, now, None, most) for stage, most in MOST.items()}
    cards = iter(shown.cards_of([campaign for page in pages.values() for campaign in page.rows], now))
    outcomes = so_far()
    by_stage = {stage: [next(cards) for _row in page.rows] for stage, page in pages.items()}
    return render_template(
        "home/home.html",
        running=by_stage[Stage.RUNNING],
        coming=by_stage[Stage.COMING],
        finished=by_stage[Stage.FINISHED],
        done=[done_card(line) for line in board.latest(actor, MOST_DONE, state=WorkState.DONE)],
        more=any(page.following for page in pages.values()),
        has_services=outcomes.has_services,
        figures=outcomes.figures,
    )
