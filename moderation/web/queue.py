"""The queue."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.paging import LARGEST
from campaigns.contributions.models import Kind
from campaigns.contributions.words import KINDS, MANY
from moderation import permissions
from moderation.queries import queue
from moderation.queries.queue import Count, Filters


def show_queue() -> str:
    """What waits, the oldest first."""
    return render_template("moderation/queue.html", **desk())


def desk() -> dict[str, Any]:
    """What the list of waiting texts is drawn from, beside a case too. Raises NotAllowed for those who moderate nothing."""
    actor, now, filters = require_person(), clock.now(), filters_of_address()
    permissions.require_some_queue(actor)
    counts = queue.counts(actor)
    return {
        "waiting": queue.waiting(actor, filters, now),
        "counts": counts,
        "kinds": _kinds(counts, filters),
        "labels": KINDS,
        "filters": filters,
        "query": query_of(filters),
        "first": queue.next_for(actor, filters, now),
    }


def filters_of_address() -> Filters:
    """The filters that stand in the address; what makes no sense is passed over."""
    campaign = request.args.get("campaign", type=int)
    known = campaign if campaign is not None and 0 < campaign <= LARGEST else None
    kind = next((one for one in Kind if one.value == request.args.get("kind")), None)
    return Filters(known, request.args.get("findings") == "1", kind, request.args.get("after"))


def query_of(filters: Filters) -> dict[str, Any]:
    """The filters as the values of an address."""
    asked = {
        "campaign": filters.campaign_id,
        "findings": 1 if filters.with_findings else None,
        "kind": filters.kind.value if filters.kind else None,
        "after": filters.after,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _kinds(counts: Sequence[Count], filters: Filters) -> list[tuple[Kind, Any, int]]:
    """The kinds of text that wait in what is looked at, each with its name and how many there are."""
    here = [one.kinds for one in counts if filters.campaign_id in {None, one.campaign_id}]
    return [(kind, MANY[kind], times) for kind in Kind if (times := sum(one.get(kind, 0) for one in here))]
