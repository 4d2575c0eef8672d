"""The queue."""

from typing import Any

from flask import render_template, request

from app.accounts.queries.blocks import reviews_waiting
from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.offices.calendar import calendar
from campaigns.contributions.words import KINDS
from moderation import deciders
from moderation.permissions import moderates_somewhere
from moderation.queries import queue
from moderation.queries.counts import counts
from moderation.waits import wait_of
from moderation.web.addresses import filters_of_address, query_of
from moderation.web.facets import Facets
from moderation.web.undoing import strip


def show_queue() -> str:
    """What waits: what is overdue first, then what presses most."""
    actor, filters = _moderator(), filters_of_address()
    facets = Facets(counts(actor, filters, clock.now()), filters)
    choose_all = request.args.get("all") == "1"
    return render_template(
        "moderation/queue.html",
        facets=facets,
        choose_all=choose_all,
        block_reviews=reviews_waiting(actor, clock.now()),
        **strip(),
        **desk(facets.total),
    )


def desk(total: int | None = None) -> dict[str, Any]:
    """What the list of waiting texts is drawn from, beside a case too. Raises NotAllowed for those who moderate nothing.

    `total` is how many there are, where that was counted already.
    """
    actor, now, filters, days = _moderator(), clock.now(), filters_of_address(), calendar()
    return {
        "waiting": queue.waiting(actor, filters, now, days),
        "total": queue.how_many(actor, filters, now) if total is None else total,
        "labels": KINDS,
        "filters": filters,
        "query": query_of(filters),
        "first": queue.next_for(actor, filters, now),
        "hours": days.hours,
        "moderates": moderates_somewhere(actor),
        "wait_of": lambda case, zone: wait_of(case.opened_at, case.due_at, zone, days, now),
    }


def _moderator() -> Actor:
    actor = require_person()
    deciders.require_some_queue(actor)
    return actor
