"""A campaign of 2,000 ideas and 10,000 comments beside one of 20 and 20: the CPU time of a page, and what its close costs."""

import time

from flask import Flask

from app.digests import jobs as digest_jobs
from app.foundation.db import db
from campaigns.plan.models import Campaign
from tests.benchmarks import floor
from tests.benchmarks.copies import copy
from tests.benchmarks.measures import alternate, table
from tests.factories import large
from tests.factories.large import Place
from tests.factories.rounds import freeze, make_round

SIZES = ("SMALL", "LARGE")
ROUNDS, REPEATS = 7, 3


def run() -> None:
    """Prints both tables."""
    with copy() as app:
        with app.app_context():
            little, much = (large.make_large(name.lower() + str(n), vars(large)[name]) for n, name in enumerate(SIZES))
            db.session.remove()
        rows = [_page(app, name, *paths) for name, *paths in zip(_names(), _paths(little), _paths(much), strict=True)]
        head = ("page", "bytes, small", "bytes, large", "small ms", "large ms", "large / small")
        table("a large campaign: CPU of one request of a guest, medians of alternating rounds", head, rows)
        with app.app_context():
            closed = [_closed(place) for place in (little, much)]
    lines = [(name, *times, times[1] / times[0]) for name, *times in zip(("tally", "digest"), *closed, strict=True)]
    table("its close: CPU of the whole job", ("job", "small ms", "large ms", "large / small"), lines)


def _names() -> list[str]:
    lists = [f"ideas, {order}" for order in ("fair", "new", "support", "discussed")]
    return ["campaign", *lists, "idea discussed most", "topics", "topic discussed most", "problems", "service"]


def _paths(place: Place) -> list[str]:
    home = f"/campaigns/{place.slug}"
    lists = [f"{home}/ideas/?sort={order}" for order in ("fair", "new", "support", "discussed")]
    talk = [f"/ideas/{place.ideas[0]}", f"{home}/topics/", f"{home}/topics/{place.topics[0]}", f"{home}/problems"]
    return [f"{home}/", *lists, *talk, f"/services/{place.services[0]}"]


def _page(app: Flask, name: str, small: str, big: str) -> tuple[object, ...]:
    calls = [floor.ask(app, path) for path in (small, big)]
    little, much = alternate(calls, ROUNDS, REPEATS)
    return name, *(len(call()) for call in calls), little, much, much / little


def _closed(place: Place) -> tuple[float, float]:
    """The CPU milliseconds of counting its round, and of its digest."""
    began = time.process_time()
    result = freeze(make_round(db.session.get_one(Campaign, place.campaign_id)))
    counted = time.process_time()
    digest_jobs.take(result.id)
    return (counted - began) * 1000, (time.process_time() - counted) * 1000
