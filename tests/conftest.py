"""One application a run, a fresh database, queue and index a test, a clock moved by hand."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
import redis
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from rq import Queue, SimpleWorker
from sqlalchemy import select, update

from app.accounts.models import Account
from app.config import load
from app.factory import create_app
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.foundation.worker import QUEUES
from app.notifications.domain.tellings import GATHERED_FOR, TELL_WAITING
from app.site.present import Snapshot
from tests.support import servers
from tests.support.clocks import MovingClock
from tests.support.databases import PostgresqlDatabases, SqliteDatabases
from tests.support.kept import Shelf
from tests.support.people import Visitor


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="the database tests run on")


LONG = {"torture": 0, "journey": 1, "slow": 2}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long goes first, so that no worker is left with it when the others have ended."""
    items.sort(key=lambda item: min((LONG[mark.name] for mark in item.iter_markers() if mark.name in LONG), default=3))


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of this run."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    with servers.valkey() as url:
        yield url


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, instance: Path) -> Iterator[SqliteDatabases | PostgresqlDatabases]:
    if request.config.getoption("--database") == "sqlite":
        yield SqliteDatabases(instance)
        return
    if servers.postgresql_programs() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(servers.INSTALL_POSTGRESQL)
        pytest.skip(servers.INSTALL_POSTGRESQL)
    with servers.postgresql() as server, closing(PostgresqlDatabases(server, "veche_test")) as databases:
        yield databases


@pytest.fixture(scope="session")
def _clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(scope="session")
def _app(
    instance: Path,
    valkey_url: str,
    databases: SqliteDatabases | PostgresqlDatabases,
    _clock: MovingClock,
    pytestconfig: pytest.Config,
) -> Iterator[Flask]:
    settings = load(
        {},
        VECHE_INSTANCE=instance,
        DATABASE_URL=databases.url,
        REDIS_URL=valkey_url,
        SECRET_KEY="a secret of the tests",
        DEFAULT_LANGUAGE="en",
        SITE_NAME="Veche",
        PUBLIC_URL="http://localhost",
        PASSWORD_MEMORY_KIB=8,
        PASSWORD_TIME=1,
        # Tests move the clock by months, and the people in them stay signed in.
        SESSION_DAYS=36_500,
        FACTOR_ROLES="",
        LOG_LEVEL="WARNING",
        TESTING=True,
    )
    app = create_app(settings, _clock)
    # Templates are compiled once for all workers; a template that has changed is compiled anew.
    cache = getattr(pytestconfig, "cache", None)
    compiled = cache.mkdir("templates") if cache else instance
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    databases.prepare(app)
    app.wsgi_app = _forgetful(app.wsgi_app)  # type: ignore[method-assign]
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _forgetful(answer: WSGIApplication) -> WSGIApplication:
    # Requests of a test share its application context; what one of them kept in `g` is nothing to the next.
    def answer_afresh(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        for name in list(g) if has_app_context() else ():
            g.pop(name)
        return answer(environ, start_response)

    return answer_afresh


@pytest.fixture
def clock(_clock: MovingClock) -> MovingClock:
    """The clock of the application; noon UTC of 4 November 2026 until moved."""
    return _clock


@pytest.fixture(scope="session")
def shelf(_app: Flask, databases: SqliteDatabases | PostgresqlDatabases, instance: Path) -> Iterator[Shelf]:
    with redis.Redis.from_url(_app.extensions["veche.settings"].redis_url) as queue:
        yield Shelf(databases, instance, queue)


@pytest.fixture
def app(_app: Flask, shelf: Shelf, clock: MovingClock) -> Iterator[Flask]:
    """The application with an empty database, queue, index and mail folder."""
    clock.reset()
    shelf.clear(_app)
    with _app.app_context():
        _app.extensions["veche.site"].remember(Snapshot())
        yield _app
        db.session.remove()


@pytest.fixture
def settings(app: Flask) -> Iterator[Callable[..., None]]:
    """`settings(NAME=value)` changes settings for this test."""
    before = app.extensions["veche.settings"]

    def change(**over: object) -> None:
        app.extensions["veche.settings"] = replace(app.extensions["veche.settings"], **over)

    yield change
    app.extensions["veche.settings"] = before


@pytest.fixture
def made_once(app: Flask, shelf: Shelf) -> Callable[[Callable[[], Any]], Any]:
    """`made_once(make)`: what `make` makes in an empty house, made once a worker; each test gets a copy of its own."""
    return lambda make: shelf.take(app, make)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A guest's browser, without cookies yet."""
    return app.test_client()


@pytest.fixture
def visit(app: Flask) -> Callable[[Account | None], Visitor]:
    """`visit(account)` is that person's signed-in browser; `visit()` a guest's."""
    return lambda account=None: Visitor(app, account)


class Worker(SimpleWorker):
    """Works in this process and hears no commands: to stop listening takes up to a second."""

    def subscribe(self) -> None:
        """Nobody commands it."""

    def unsubscribe(self) -> None:
        """It has not listened."""


@pytest.fixture
def run_jobs(app: Flask, clock: MovingClock) -> Callable[[], None]:
    """Does all background work that is due, through the real queue, until nothing is left."""
    connection = app.extensions["veche.redis"]
    queues = [Queue(name, connection=connection) for name in QUEUES]

    def run() -> None:
        for _ in range(20):
            db.session.rollback()
            _hurry(clock)
            before, clock_now = outbox.RESEND_AFTER, clock.now()
            clock.move_to(clock_now + before)
            outbox.sweep()
            clock.move_to(clock_now)
            if not any(queue.count for queue in queues):
                return
            Worker(queues, connection=connection).work(burst=True, logging_level="ERROR")
            db.session.remove()
        raise AssertionError("the background work has no end")

    return run


def _hurry(clock: MovingClock) -> None:
    """What waits for some seconds only so that one job does it for many is due now."""
    gathered = (Errand.job == TELL_WAITING, Errand.due_at > clock.now(), Errand.due_at <= clock.now() + GATHERED_FOR)
    if db.session.scalars(select(Errand.id).where(*gathered)).all():
        with step():
            db.session.execute(update(Errand).where(*gathered).values(due_at=clock.now()))


@pytest.fixture
def soon() -> timedelta:
    return timedelta(minutes=1)
