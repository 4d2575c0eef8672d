"""The queue of a moderator with 10,000 open cases beside one with 10: the CPU time of a page."""

from collections.abc import Callable

from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.offices.calendar import calendar
from campaigns.contributions.models import State
from moderation.queries import queue
from moderation.queries.filters import Filters
from tests.benchmarks.copies import copy
from tests.benchmarks.measures import alternate, table
from tests.factories import plenty
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.support.people import Visitor

FEW, MANY = 10, 10_000
ROUNDS, REPEATS = 7, 3
WALKED = 20


def run() -> None:
    """Prints what pages of moderators cost with few and with many cases."""
    with copy() as app:
        with app.app_context():
            (little, small), (much, big) = (_desk(app, count) for count in (FEW, MANY))
            db.session.remove()
        pages = ("the queue", "overdue with findings", "a page far down", "a case")
        rows = [_measured(name, little, much, *paths) for name, *paths in zip(pages, small, big, strict=True)]
    head = ("page", f"bytes, {FEW}", f"bytes, {MANY:,}", f"{FEW} ms", f"{MANY:,} ms", "many / few")
    table("the queue: CPU of one request of a moderator, medians of alternating rounds", head, rows)


def _desk(app: Flask, count: int) -> tuple[Visitor, list[str]]:
    """A campaign with so many open cases: its moderator's browser and the pages to open."""
    campaign, people = make_campaign(f"queue-{count}"), plenty.add_people(20)
    written = plenty.made_texts(50) * (count // 50 + 1)
    cases = plenty.add_cases(campaign, plenty.add_ideas(campaign, count, people, written, State.SUBMITTED))
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    paths = ["/moderation/", "/moderation/?waits=overdue&findings=1", _far_down(moderator)]
    return Visitor(app, moderator), [*paths, f"/moderation/cases/{cases[len(cases) // 2]}"]


def _far_down(moderator: Account) -> str:
    key = None
    for _ in range(WALKED):
        key = queue.waiting(actor_of(moderator), Filters(after=key), clock.now(), calendar()).following or key
    return f"/moderation/?after={key}" if key else "/moderation/"


def _measured(name: str, little: Visitor, much: Visitor, small: str, big: str) -> tuple[object, ...]:
    calls = [_open(little, small), _open(much, big)]
    few, many = alternate(calls, ROUNDS, REPEATS)
    return name, *(call() for call in calls), few, many, many / few


def _open(browser: Visitor, path: str) -> Callable[[], int]:
    """A call that opens the page and gives how many bytes it has."""

    def call() -> int:
        answer = browser.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}")
        return len(answer.data)

    return call
