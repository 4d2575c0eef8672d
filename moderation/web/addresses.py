"""The filters of the queue as they stand in an address."""

from typing import Any

from flask import request, url_for

from app.foundation.paging import LARGEST, NO_DATABASE_KEEPS
from campaigns.contributions.models import Kind
from moderation.queries.filters import Filters, Matter, Waits

LONGEST_WORD = 40


def filters_of_address() -> Filters:
    """The filters that stand in the address; what makes no sense is passed over."""
    campaign = request.args.get("campaign", type=int)
    return Filters(
        campaign_id=campaign if campaign is not None and 0 < campaign <= LARGEST else None,
        with_findings=request.args.get("findings") == "1",
        kind=next((one for one in Kind if one.value == request.args.get("kind")), None),
        after=request.args.get("after"),
        matter=next((one for one in Matter if one.value == request.args.get("about")), None),
        rule=_word("rule"),
        language=_word("language"),
        waits=next((one for one in Waits if one.value == request.args.get("waits")), None),
    )


def query_of(filters: Filters) -> dict[str, Any]:
    """The filters as the values of an address."""
    asked = {
        "campaign": filters.campaign_id,
        "findings": 1 if filters.with_findings else None,
        "kind": filters.kind.value if filters.kind else None,
        "about": filters.matter.value if filters.matter else None,
        "rule": filters.rule,
        "language": filters.language,
        "waits": filters.waits.value if filters.waits else None,
        "after": filters.after,
    }
    return {name: value for name, value in asked.items() if value is not None}


def address_of(filters: Filters) -> str:
    """The address of the queue with these filters."""
    return url_for("moderation.show_queue", **query_of(filters))


def _word(name: str) -> str | None:
    word = request.args.get(name)
    return word if word and len(word) <= LONGEST_WORD and not NO_DATABASE_KEEPS.search(word) else None
