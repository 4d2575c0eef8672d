"""Who voted how stands nowhere but in the rows of ballots: not in a log, and what is erased leaves the files of the database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.foundation.db import db
from app.foundation.unit_of_work import step, writing
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.models import Cast, Option
from campaigns.rounds.models import Round
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.factories.rounds import close_round, freeze, publish
from tests.factories.votes import make_vote, put_ballot
from tests.support.people import Visitor

VOTE = "/campaigns/voting/vote"


@pytest.fixture
def vote(app: Flask) -> Round:
    return make_vote(make_campaign("voting", windows=[(PhaseKind.VOTING, -1 / 24, 10)]))


@pytest.fixture
def _broken(vote: Round) -> Iterator[None]:
    """The table of casts is nowhere, so that keeping one fails as it does on a disk that is full."""
    with step():
        writing().execute(text("ALTER TABLE casts RENAME TO casts_elsewhere"))
    yield
    with step():
        writing().execute(text("ALTER TABLE casts_elsewhere RENAME TO casts"))


@pytest.mark.usefixtures("_broken")
def test_a_vote_that_the_database_cannot_keep_stands_in_no_log(
    vote: Round, visit: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    first = db.session.scalars(select(Option.idea_id).where(Option.round_id == vote.id).limit(1)).one()

    answer = visit(make_account()).send(VOTE, {"choice": f"{first}:1", "form": "one"}, page=VOTE)

    (fault,) = [record.msg for record in caplog.records if record.name == "errors"]
    assert isinstance(fault, dict)
    assert answer.status_code == 500
    assert ["INSERT INTO" in str(fault["exc_info"]), f"{first}:1" in str(fault["exc_info"])] == [True, False]


def test_erased_salts_stand_in_no_file_of_the_database(
    app: Flask, vote: Round, run_jobs: Callable[[], None], instance: Path
) -> None:
    first = db.session.scalars(select(Option.idea_id).where(Option.round_id == vote.id).limit(1)).one()
    for _ in range(3):
        put_ballot(vote, f"{first}:1", make_account())
    salts = [salt.encode() for salt in db.session.scalars(select(Cast.salt)) if salt]

    publish(freeze(close_round(vote)))
    run_jobs()

    kept = db.session.scalars(select(Cast.salt)).all()
    files = b"".join(path.read_bytes() for path in sorted(instance.glob("test.sqlite3*")))
    assert kept == [None] * 3
    assert [salt in files for salt in salts] == [False] * 3
