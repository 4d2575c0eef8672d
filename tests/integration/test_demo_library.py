"""What the demonstration's finished project shows: a vote, what departments answered, what was built, the final report."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.demo import loading
from app.demo.library import LIBRARY
from tests.support.people import Visitor

TAGS = re.compile(r"<[^>]+>|\s+")


@pytest.fixture(autouse=True)
def _no_sign_ins(instance: Path) -> Iterator[None]:
    # The instance folder is one for the whole run, the database is not.
    forget_sign_ins(instance)
    yield
    forget_sign_ins(instance)


def forget_sign_ins(instance: Path) -> None:
    for name in (loading.FILE, loading.BEGUN):
        (instance / name).unlink(missing_ok=True)


@pytest.mark.slow
@pytest.mark.any_database
def test_the_finished_project_has_a_result_answers_a_picture_and_a_report(
    app: Flask, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "STORIES", (LIBRARY,))
    assert app.test_cli_runner().invoke(args=["demo", "--json"]).exit_code == 0
    guest = visit()

    def page(address: str) -> str:
        return " ".join(TAGS.sub(" ", guest.get(address).get_data(as_text=True)).split())

    board, works = page("/answers/"), page("/implementation/")
    pictures = guest.get("/implementation/").get_data(as_text=True).count('src="/implementation/reports/')
    assert "3 of 4 ideas answered, 3 in time; 1 overdue" in board
    assert re.findall(r"(In progress|Done) No. \d+", works) == ["In progress", "Done"]
    assert (pictures, "Works already" in page("/answers/?state=in-time")) == (1, True)
    assert re.findall("Final report|Round 2|Round 1", page("/digests/")) == ["Final report", "Round 2", "Round 1"]
    assert "Книга ближе к читателю" in page(f"/campaigns/{LIBRARY.slug}/ideas/")
    assert "and 1 idea more win" in page(f"/campaigns/{LIBRARY.slug}/results")
