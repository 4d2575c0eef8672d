"""Search."""

from typing import Any

from app.api import addresses, cursors
from app.api.operations import reads
from app.api.reasons import UNREADY
from app.api.shapes.rounds import SearchAskedSchema, SearchSchema
from app.foundation.errors import Busy
from search.engine import Unready
from search.queries.results import PAGE, Line, find
from search.queries.wanted import Wanted

MOST_PAGES = 50
SECONDS = 60


@reads(SearchSchema, query=SearchAskedSchema)
def search(asked: dict[str, Any]) -> Any:
    """What everyone may find, as the page of search finds it. At most a thousand texts are walked through."""
    word = asked.pop("after", None)
    of = ("search", *sorted(asked.items()))
    number = int(cursors.given(word, *of) or 1)
    wanted = Wanted.of(asked)
    if wanted.is_nothing:
        return {"total": 0, "items": [], "next": None}
    try:
        found = find(wanted, offset=(number - 1) * PAGE)
    except Unready:
        raise Busy(UNREADY, SECONDS) from None
    goes_on = found.total > number * PAGE and number < MOST_PAGES
    following = str(number + 1) if goes_on else None
    return {
        "total": found.total,
        "items": [_line(line) for line in found.lines],
        "next": cursors.made(following, *of),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        **vars(line),
        "id": line.hit.id,
        "title": line.hit.title,
        "score": line.hit.score,
        "page": addresses.page(line.endpoint, **line.values),
    }
