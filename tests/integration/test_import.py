"""Ideas brought in from files: any encoding, refusals with reasons, twice is once, nobody waits for it."""

import csv
import json
import threading
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea, SupportSheet
from campaigns.plan.models import Campaign, Track
from tests.factories.campaigns import make_campaign
from tests.support.real import real

HEAD = "source_id,title,text,supports,track,created_at"
ROWS = (
    'a1,Лист ожидания к врачу,"Талоны\nкончаются",12,Здоровье,2026-10-01',
    "a2,Ночной автобус,Автобус после смены,0,Дорога,01.10.2026",
)


def bring(app: Flask, path: Path, *options: str) -> dict[str, object]:
    result = app.test_cli_runner().invoke(args=["campaigns", "import", str(path), "--json", *options])
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def a_file(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "petitions.csv"
    path.write_bytes("\n".join([head, *rows]).encode(encoding))
    return path


def ideas() -> dict[str, Idea]:
    return {str(idea.source_id): idea for idea in db.session.scalars(select(Idea))}


def test_ideas_come_in_with_all_the_file_says(app: Flask, tmp_path: Path) -> None:
    make_campaign("health")

    counts = bring(app, a_file(tmp_path, *ROWS), "--campaign", "health", "--published")

    assert counts == {
        "campaign": "health",
        "ideas": 2,
        "comments": 0,
        "ballots": 0,
        "refused": 0,
        "unchanged": 0,
        "refusals_file": None,
    }
    idea = ideas()["a1"]
    row = db.session.get_one(Contribution, idea.id)
    assert (idea.title, idea.proposal, idea.support_total) == ("Лист ожидания к врачу", "Талоны\nкончаются", 12)
    assert (row.state, row.language, row.published_at) == (State.PUBLISHED, "ru", datetime(2026, 10, 1, tzinfo=UTC))
    assert db.session.get_one(Track, idea.track_id).name == "Здоровье"


def test_the_same_file_again_changes_nothing(app: Flask, tmp_path: Path) -> None:
    make_campaign("health")
    path = a_file(tmp_path, *ROWS)
    bring(app, path, "--campaign", "health", "--published")

    counts = bring(app, path, "--campaign", "health", "--published")

    assert (counts["ideas"], counts["unchanged"], len(ideas())) == (0, 2, 2)


def test_a_changed_row_changes_its_idea_and_its_supports(app: Flask, tmp_path: Path) -> None:
    make_campaign("health")
    bring(app, a_file(tmp_path, *ROWS), "--campaign", "health", "--published")

    counts = bring(
        app, a_file(tmp_path, ROWS[0].replace(",12,", ",15,"), ROWS[1]), "--campaign", "health", "--published"
    )

    assert (counts["ideas"], counts["unchanged"]) == (1, 1)
    assert ideas()["a1"].support_total == 15
    assert list(db.session.scalars(select(SupportSheet.count).order_by(SupportSheet.count))) == [0, 15]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "koi8-u"])
def test_the_encoding_is_found(app: Flask, tmp_path: Path, encoding: str) -> None:
    make_campaign("health")
    long = 'a3,Больше троллейбусов,"Троллейбусов на маршруте мало, люди ждут на морозе по полчаса, а вечером их нет совсем",1,,'

    bring(app, a_file(tmp_path, *ROWS, long, encoding=encoding), "--campaign", "health", "--published")

    assert sorted(idea.title for idea in ideas().values()) == [
        "Больше троллейбусов",
        "Лист ожидания к врачу",
        "Ночной автобус",
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_delimiter_is_found(app: Flask, tmp_path: Path, delimiter: str) -> None:
    make_campaign("health")
    path = a_file(tmp_path, ROWS[1].replace(",", delimiter), head=HEAD.replace(",", delimiter))

    bring(app, path, "--campaign", "health", "--published")

    assert [idea.title for idea in ideas().values()] == ["Ночной автобус"]


REFUSED = {
    "b1,,text,1,,": "there is no title",
    "b2,Title,text,many,,": "the number of supports 'many' is no number",
    "b3,Title,text,-1,,": "the number of supports '-1' is no whole number from 0",
    "b4,Title,text,1,,yesterday": "the date 'yesterday' cannot be read; write it as 2026-11-16",
    "b5,Title,text,1,,2999-01-01": "the date '2999-01-01' is in the future",
    "b8,Title,text,1,,0001-01-01T00:00+14:00": "the date '0001-01-01T00:00+14:00' is too far in the past",
    "b9,Title,text,1,,9999-12-31T23:59-14:00": "the date '9999-12-31T23:59-14:00' is in the future",
    "b6,Title,text,1,,,extra": "the row has 7 cells, the head has 6",
    "a1,Title,text,1,,": "row 2 has the same source id",
    f"b7,{'x' * 501},text,1,,": "the title has 501 characters, 500 fit",
}


def test_what_is_refused_is_written_down_with_row_and_reason(app: Flask, tmp_path: Path) -> None:
    make_campaign("health")

    counts = bring(app, a_file(tmp_path, ROWS[0], *REFUSED), "--campaign", "health", "--published")

    with Path(str(counts["refusals_file"])).open(encoding="utf-8", newline="") as file:
        written = [(int(row["row"]), row["reason"]) for row in csv.DictReader(file)]
    assert written == list(enumerate(REFUSED.values(), 3))
    assert (counts["ideas"], counts["refused"]) == (1, len(REFUSED))


def test_a_torn_character_refuses_its_row_alone(app: Flask, tmp_path: Path) -> None:
    make_campaign("health")
    path = a_file(tmp_path, *ROWS)
    path.write_bytes(path.read_bytes() + "\na3,Мост".encode() + b"\xd0,text,1,,")

    counts = bring(app, path, "--campaign", "health", "--published")

    assert (counts["ideas"], counts["refused"]) == (2, 1)


def test_nul_and_hidden_characters_do_not_come_in(app: Flask, tmp_path: Path) -> None:
    make_campaign("health")

    bring(
        app,
        a_file(tmp_path, "c1,Мо\x00ст\u202e через\u200b\u200b реку,text\x07,1,,"),
        "--campaign",
        "health",
        "--published",
    )

    assert [(idea.title, idea.proposal) for idea in ideas().values()] == [("Мост через реку", "text")]


def test_unpublished_ideas_wait_for_a_moderator(app: Flask, tmp_path: Path) -> None:
    make_campaign("health")

    bring(app, a_file(tmp_path, *ROWS), "--campaign", "health")

    assert list(db.session.scalars(select(Contribution.state))) == [State.SUBMITTED, State.SUBMITTED]


def test_a_dry_run_keeps_nothing(app: Flask, tmp_path: Path) -> None:
    counts = bring(app, a_file(tmp_path, *ROWS, "b1,,,,,"), "--campaign", "health", "--dry-run")

    assert (counts["ideas"], counts["refused"], counts["refusals_file"]) == (2, 1, None)
    assert (ideas(), db.session.scalar(select(func.count()).select_from(Campaign))) == ({}, 0)


def test_a_campaign_is_made_where_there_is_none(app: Flask, tmp_path: Path) -> None:
    bring(app, a_file(tmp_path, *ROWS), "--published")

    campaign = db.session.scalars(select(Campaign)).one()
    assert (campaign.slug, campaign.language, campaign.launched_at is not None) == ("petitions", "ru", True)


@pytest.mark.parametrize("options", [("--map", "title=subject"), ("--map", "colour=title"), ("--map", "title")])
def test_a_wrong_map_says_which_columns_there_are(app: Flask, tmp_path: Path, options: tuple[str, str]) -> None:
    make_campaign("health")

    result = app.test_cli_runner().invoke(
        args=["campaigns", "import", str(a_file(tmp_path, *ROWS)), "--campaign", "health", *options]
    )

    assert (result.exit_code, "Error: --map" in result.stderr) == (2, True)


@pytest.mark.parametrize("content", [b"", b"   \n", b"\n\n\n"])
def test_an_empty_file_is_said_to_be_empty(app: Flask, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(content)

    result = app.test_cli_runner().invoke(args=["campaigns", "import", str(path), "--campaign", "health"])

    assert (result.exit_code, "the file is empty" in result.stderr) == (1, True)


@pytest.mark.slow
def test_a_vote_does_not_wait_for_a_long_import(app: Flask, tmp_path: Path) -> None:
    make_campaign("health")
    rows = [f"r{number},Идея номер {number},Текст,3,," for number in range(400)]
    path, steps, done = a_file(tmp_path, *rows), [0], threading.Event()

    def others() -> None:
        with app.app_context():
            while not done.is_set():
                with step():
                    db.session.add(Territory(name=f"place {steps[0]}"))
                steps[0] += 1
                time.sleep(0.001)

    thread = threading.Thread(target=others)
    thread.start()
    bring(app, path, "--campaign", "health", "--published")
    done.set()
    thread.join()

    # Were the import one step, the other would have written once before it and once after.
    assert steps[0] > 5
    assert len(ideas()) == 400


def beginning(path: Path, folder: Path, count: int) -> tuple[Path, list[dict[str, str]]]:
    """A file of the first rows of a table, and the rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(islice(csv.DictReader(file), count))
    part = folder / path.name
    with part.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return part, rows


@pytest.mark.slow
@pytest.mark.any_database
def test_the_petitions_of_a_city_come_in(app: Flask, tmp_path: Path) -> None:
    maps = ("source_id=url", "title=title", "supports=signatures", "created_at=date", "track=category")
    path, rows = beginning(real("ideas/kyiv_petitions/petitions.csv"), tmp_path, 600)

    counts = bring(app, path, "--campaign", "kyiv", "--published", *(part for pair in maps for part in ("--map", pair)))

    total = db.session.scalar(select(func.sum(Idea.support_total)))
    assert (counts["ideas"], counts["refused"]) == (600, 0)
    assert total == sum(int(row["signatures"]) for row in rows)


@pytest.mark.slow
@pytest.mark.any_database
def test_the_petitions_of_a_country_come_in(app: Flask, tmp_path: Path) -> None:
    maps = ("source_id=id", "text=body", "supports=signatureCount", "track=issue1", "status=status")
    path, _rows = beginning(real("ideas/us_wethepeople_en/petitions_2011_2013.csv"), tmp_path, 400)

    counts = bring(
        app, path, "--campaign", "people", "--published", *(part for pair in maps for part in ("--map", pair))
    )

    assert (counts["ideas"], counts["refused"]) == (400, 0)
