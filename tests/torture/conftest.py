"""Whole copies of Veche, real processes that are really killed."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.support import servers
from tests.support.house import House

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found through /proc")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is torture, and needs /proc."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.torture)
            item.add_marker(LINUX)


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], dict[str, str]]]:
    """`new_database()` are the settings of a copy with an empty database of the kind that the run was asked for."""
    if request.config.getoption("--database") == "sqlite":
        yield dict
        return
    if servers.postgresql_programs() is None:
        pytest.skip(servers.INSTALL_POSTGRESQL)
    numbers = count(1)
    with servers.postgresql() as server:

        def create() -> dict[str, str]:
            name = f"copy{next(numbers)}"
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return {"DATABASE_URL": f"{server}/{name}"}

        yield create


@pytest.fixture
def house(new_database: Callable[[], dict[str, str]]) -> Iterator[House]:
    """A copy of its own that runs nothing yet; all that it started ends with the test."""
    with tempfile.TemporaryDirectory(prefix="veche") as folder:
        house = House(Path(folder).resolve(), **new_database())
        try:
            yield house
        finally:
            house.close()


@pytest.fixture(scope="session")
def _running(new_database: Callable[[], dict[str, str]]) -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="veche") as folder:
        house = House(Path(folder).resolve(), **new_database())
        try:
            yield house
        finally:
            house.close()


@pytest.fixture
def running(_running: House) -> House:
    """A copy that runs, with what other tests have left in it; it may be killed, and starts again for the next test."""
    if not _running.is_whole():
        _running.up()
    _running.sent = 0
    return _running
