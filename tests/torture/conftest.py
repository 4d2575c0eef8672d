"""Whole copies of Veche, real processes that are really killed."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.house import House

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found through /proc")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is torture, and needs /proc."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.torture)
            item.add_marker(LINUX)


@pytest.fixture
def build() -> Iterator[Callable[..., House]]:
    """`build()` is a copy of its own that runs nothing yet; all that it started ends with the test."""
    houses: list[House] = []
    with tempfile.TemporaryDirectory(prefix="veche") as folder:

        def build(**over: str) -> House:
            instance = Path(folder).resolve() / str(len(houses))
            instance.mkdir()
            houses.append(House(instance, **over))
            return houses[-1]

        try:
            yield build
        finally:
            for house in houses:
                house.close()


@pytest.fixture
def house(build: Callable[..., House]) -> House:
    """A copy of its own that runs nothing yet."""
    return build()
