"""The fair order walks the ring once around, from any start and by pages of any size."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.ideas.models import RING
from campaigns.ideas.queries.ring import Arc, Place, Point, ahead, behind, start_of

POINTS = st.sets(st.tuples(st.integers(0, 12) | st.integers(RING - 3, RING - 1), st.integers(1, 30)), max_size=40)
STARTS = st.integers(0, 13) | st.integers(RING - 3, RING - 1)


def on(arcs: tuple[Arc, ...], points: set[Point]) -> list[Place]:
    """The places of the points that lie on the arcs, in the order of the walk."""
    return [Place(arc.lap, point) for arc in arcs for point in sorted(points) if arc.holds(point)]


def pages_of(points: set[Point], start: int, size: int) -> list[list[Place]]:
    """The whole walk, page after page."""
    pages: list[list[Place]] = []
    place = None
    while page := on(ahead(start, place), points)[:size]:
        pages.append(page)
        place = page[-1]
    return pages


@given(POINTS, STARTS, st.integers(1, 7))
def test_every_idea_stands_on_exactly_one_page(points: set[Point], start: int, size: int) -> None:
    walked = [place.point for page in pages_of(points, start, size) for place in page]

    assert sorted(walked) == sorted(points)


@given(POINTS, STARTS)
def test_the_walk_begins_at_the_start_and_ends_before_it(points: set[Point], start: int) -> None:
    walked = [place.point for page in pages_of(points, start, 40) for place in page]

    later, earlier = [p for p in sorted(points) if p[0] >= start], [p for p in sorted(points) if p[0] < start]
    assert walked == later + earlier


@given(POINTS, STARTS, st.integers(1, 7))
def test_going_back_from_any_page_leads_to_the_page_before(points: set[Point], start: int, size: int) -> None:
    pages = pages_of(points, start, size)

    before = [on(behind(start, page[0]), points)[-size:] for page in pages[1:]]

    assert before == pages[:-1]


def test_days_and_campaigns_begin_at_different_places_that_never_change() -> None:
    day = date(2026, 11, 4)

    starts = {start_of(campaign, day + timedelta(days=n)) for campaign in (1, 2) for n in range(50)}

    assert len(starts) == 100
    assert start_of(7, day) == 1992313273
