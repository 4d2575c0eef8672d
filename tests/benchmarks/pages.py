"""What a page costs beside the fair floor: CPU time of one request in process, medians of alternating rounds."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from app.foundation.db import db
from campaigns.rounds import jobs
from campaigns.rounds.models import Result
from search import engines
from search.domain import upkeep
from search.engine import Query, Shelf
from search.queries.results import PAGE
from search.query import parse
from tests.benchmarks import floor
from tests.benchmarks.copies import copy
from tests.benchmarks.measures import alternate, table
from tests.factories import plenty
from tests.factories.campaigns import make_campaign
from tests.factories.rounds import close_round, make_round, publish

IDEAS, COUNTED, PEOPLE, SUPPORTS = 5_000, 500, 2_000, 10_000
ROUNDS, REPEATS = 15, 8
WORD = "ремонт"


def _fill() -> int:
    """An open campaign, a counted one; the id of an idea."""
    people = plenty.add_people(PEOPLE)
    ideas = plenty.add_ideas(make_campaign("open"), IDEAS, people)
    plenty.add_supports(ideas, people, SUPPORTS)
    counted = make_campaign("counted")
    of_counted = plenty.add_ideas(counted, COUNTED, people)
    plenty.add_supports(of_counted, people, SUPPORTS)
    round_ = make_round(counted)
    close_round(round_, "Benchmark")
    jobs.tally_round(round_.id)
    publish(db.session.scalars(select(Result)).one())
    upkeep.rebuild()
    db.session.remove()
    return ideas[len(ideas) // 2]


def _besides(app: Flask) -> Callable[[], object]:
    """The index asked the same, past the page."""
    with app.app_context():
        engine, query = engines.of(Shelf.PUBLIC), Query(parse(WORD), limit=PAGE)
    return lambda: engine.query(query)


def run() -> None:
    """Prints the table of pages."""
    with copy() as app:
        with app.app_context():
            idea = _fill()
        paths = {
            f"ideas (20 of {IDEAS:,})": "/campaigns/open/ideas/",
            "idea": f"/ideas/{idea}",
            "campaign": "/campaigns/open/",
            "home": "/",
            "search, one word": f"/search?q={WORD}",
            "results": "/campaigns/counted/results",
        }
        recordings = {path: floor.record(app, path) for path in paths.values()}
        recordings[paths["search, one word"]].besides.append(_besides(app))
        bare = floor.build(app, recordings)
        rows = [_measured(name, app, bare, path, recordings[path]) for name, path in paths.items()]
    title = "pages: CPU of one request in process beside the fair floor (same bytes, libraries and statements)"
    table(title, ("page", "bytes", "statements", "Veche ms", "floor ms", "Veche / floor"), rows)


def _measured(name: str, app: Flask, bare: Flask, path: str, recording: floor.Recording) -> tuple[object, ...]:
    whole, least = floor.ask(app, path), floor.ask(bare, path)
    if least() != recording.body:
        raise RuntimeError(f"the floor renders other bytes of {path}")
    ours, theirs = alternate((whole, least), ROUNDS, REPEATS)
    return name, len(recording.body), len(recording.statements), ours, theirs, ours / theirs
