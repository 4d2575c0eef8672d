"""Services from files: any encoding and order, refusals with reasons, twice is once; by command and on a page."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.services.models import Service
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.services import make_service
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
HEAD = "name,department,link,territory,description"
ROWS = (
    "Запись к врачу,Депздрав,https://doctor.example/,,Приём в удобный день",
    'Электронный дневник,Департамент образования,https://diary.example/,Сургут,"Оценки\nи задания"',
)


def a_file(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "services.csv"
    path.write_bytes("\n".join([head, *rows]).encode(encoding))
    return path


def bring(app: Flask, path: Path, *options: str) -> dict[str, object]:
    result = app.test_cli_runner().invoke(args=["services", "import", str(path), "--json", *options])
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def catalogue() -> list[tuple[str, str | None, str, str | None, str]]:
    """Name, department, link, place and description of each service, by name."""
    db.session.rollback()
    query = select(Service).options(joinedload(Service.office), joinedload(Service.territory)).order_by(Service.name)
    return [
        (
            one.name,
            one.office.name if one.office else None,
            one.link,
            one.territory.name if one.territory else None,
            one.description,
        )
        for one in db.session.scalars(query)
    ]


WHOLE = [
    ("Запись к врачу", "Депздрав", "https://doctor.example/", None, "Приём в удобный день"),
    (
        "Электронный дневник",
        "Департамент образования",
        "https://diary.example/",
        "Сургут",
        "Оценки\nи задания",
    ),
]


def test_services_come_in_with_all_the_file_says(app: Flask, tmp_path: Path) -> None:
    counts = bring(app, a_file(tmp_path, *ROWS))

    assert counts == {"services": 2, "unchanged": 0, "refused": 0, "refusals_file": None}
    assert catalogue() == WHOLE


def test_the_same_file_again_changes_nothing(app: Flask, tmp_path: Path) -> None:
    path = a_file(tmp_path, *ROWS)
    bring(app, path)
    entries = db.session.scalar(select(func.count()).select_from(Entry))

    counts = bring(app, path)

    assert (counts["services"], counts["unchanged"]) == (0, 2)
    assert (catalogue(), db.session.scalar(select(func.count()).select_from(Entry))) == (WHOLE, entries)


def test_known_departments_and_places_are_told_by_name_and_new_ones_are_made(app: Flask, tmp_path: Path) -> None:
    office, place = make_office("ДЕПЗДРАВ"), make_territory("сургут")

    bring(app, a_file(tmp_path, *ROWS))

    offices = list(db.session.scalars(select(Office.name).order_by(Office.id)))
    assert (offices, list(db.session.scalars(select(Territory.name)))) == (
        [office.name, "Департамент образования"],
        [place.name],
    )


def test_a_changed_row_changes_its_service_alone(app: Flask, tmp_path: Path) -> None:
    bring(app, a_file(tmp_path, *ROWS))

    counts = bring(app, a_file(tmp_path, "ЗАПИСЬ К ВРАЧУ,,,,Каждый день", ROWS[1]))

    assert (counts["services"], counts["unchanged"]) == (1, 1)
    assert catalogue() == [("ЗАПИСЬ К ВРАЧУ", None, "", None, "Каждый день"), WHOLE[1]]


def test_a_column_that_is_missing_changes_nothing(app: Flask, tmp_path: Path) -> None:
    bring(app, a_file(tmp_path, *ROWS))

    counts = bring(app, a_file(tmp_path, "https://new.example/,Запись к врачу", head="link,name"))

    assert counts["services"] == 1
    assert catalogue() == [(*WHOLE[0][:2], "https://new.example/", *WHOLE[0][3:]), WHOLE[1]]


@pytest.mark.parametrize(
    "head",
    [
        "Название,Ведомство,Ссылка,Территория,Описание",
        "назва,відомство,посилання,територія,опис",
        "NAME,Department,LINK,Territory,Description",
    ],
)
def test_columns_may_be_called_in_each_language(app: Flask, tmp_path: Path, head: str) -> None:
    bring(app, a_file(tmp_path, *ROWS, head=head))

    assert catalogue() == WHOLE


@pytest.mark.any_database
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_encoding_and_the_delimiter_are_found(app: Flask, tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [row.replace(",", delimiter) for row in ROWS]

    bring(app, a_file(tmp_path, *rows, head=HEAD.replace(",", delimiter), encoding=encoding))

    assert catalogue() == WHOLE


REFUSED = {
    ",Депздрав,,,": "there is no name",
    "Портал,,javascript:alert(1),,": "javascript:alert(1): An address begins with https:// or http:// and has no spaces.",
    "запись  к ВРАЧУ,,,,": "row 2 has the same name",
    f"{'x' * 201},,,,": "name has 201 characters, 200 fit",
    f"Портал,,,,{'y' * 2001}": "description has 2001 characters, 2000 fit",
    "Портал,,,,,extra": "the row has 6 cells, the head has 5",
    "Закрытый,,,,": "this service was taken out of the catalogue; bring it back there first",
}


def test_what_is_refused_is_written_down_with_row_and_reason(app: Flask, tmp_path: Path) -> None:
    make_service("Закрытый", ended_at=present.now())

    counts = bring(app, a_file(tmp_path, ROWS[0], *REFUSED))

    with Path(str(counts["refusals_file"])).open(encoding="utf-8", newline="") as file:
        written = [(int(row["row"]), row["reason"]) for row in csv.DictReader(file)]
    assert written == list(enumerate(REFUSED.values(), 3))
    assert (counts["services"], counts["refused"]) == (1, len(REFUSED))


def test_nul_and_hidden_characters_do_not_come_in(app: Flask, tmp_path: Path) -> None:
    bring(app, a_file(tmp_path, "За\x00пись\u202e к\u200b\u200b врачу,,,,text\x07"))

    assert catalogue() == [("Запись к врачу", None, "", None, "text")]


def test_a_dry_run_keeps_nothing(app: Flask, tmp_path: Path) -> None:
    counts = bring(app, a_file(tmp_path, *ROWS, *REFUSED), "--dry-run")

    assert (counts["services"], counts["refused"], counts["refusals_file"]) == (3, len(REFUSED) - 1, None)
    assert (catalogue(), list(db.session.scalars(select(Office)))) == ([], [])


def test_thousands_come_in_by_command_in_short_steps(app: Flask, tmp_path: Path) -> None:
    rows = [f"Сервис {number},Ведомство {number % 30},https://a.example/{number},,Слова" for number in range(2100)]

    counts = bring(app, a_file(tmp_path, *rows))

    assert (counts["services"], db.session.scalar(select(func.count()).select_from(Office))) == (2100, 30)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [(b"", 1, "the file is empty"), (b"colour,size\nred,5\n", 2, "no column is called name")],
)
def test_what_is_no_catalogue_is_told(app: Flask, tmp_path: Path, content: bytes, code: int, words: str) -> None:
    path = tmp_path / "services.csv"
    path.write_bytes(content)

    result = app.test_cli_runner().invoke(args=["services", "import", str(path)])

    assert (result.exit_code, words in result.stderr) == (code, True)


def test_the_catalogue_is_told_as_json(app: Flask, tmp_path: Path) -> None:
    bring(app, a_file(tmp_path, *ROWS))

    result = app.test_cli_runner().invoke(args=["services", "list", "--json"])

    assert [list(row.values())[1:] for row in json.loads(result.stdout)] == [
        [name, department, link, territory, description, None]
        for name, department, link, territory, description in WHOLE
    ]


# On a page.


@pytest.fixture
def keeper(app: Flask, visit: Visit) -> Visitor:
    return visit(give_role(make_account(), Role.ADMINISTRATOR))


def upload(keeper: Visitor, content: bytes) -> tuple[int, str]:
    answer = keeper.send(
        "/admin/services/file", {"file": (io.BytesIO(content), "services.csv")}, page="/admin/services/file"
    )
    return answer.status_code, answer.get_data(as_text=True)


def keep(keeper: Visitor, page: str) -> tuple[int, str]:
    """Keeps what the page has shown."""
    (rows,) = re.findall(r'<input type="hidden" name="rows" value="([^"]*)"', page)
    answer = keeper.send("/admin/services/file", {"rows": html.unescape(rows)}, page="/admin/services/file")
    return answer.status_code, answer.get_data(as_text=True)


def test_a_file_is_looked_at_before_anything_is_kept(keeper: Visitor) -> None:
    make_office("Депздрав")
    make_service("Электронный дневник")

    status, page = upload(keeper, "\n".join([HEAD, *ROWS, ",Депцифры,,Урай,", "Портал,Депцифры,,,"]).encode("cp1251"))

    figures = re.findall(r"<div><dt>([^<]+)</dt><dd>([^<]*)</dd></div>", page)
    assert (status, figures) == (
        200,
        [("new", "2"), ("changed", "1"), ("as they are", "0"), ("rows not taken", "1")],
    )
    assert "These become departments: Департамент образования, Депцифры." in page
    assert "These become territories: Сургут." in page
    assert [line[:3] for line in catalogue()] == [("Электронный дневник", None, "https://service.example/")]
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 0


def test_a_file_that_says_what_is_known_offers_nothing_to_keep(keeper: Visitor) -> None:
    keep(keeper, upload(keeper, "\n".join([HEAD, *ROWS]).encode())[1])

    status, page = upload(keeper, "\n".join([HEAD, *ROWS]).encode())

    assert (status, "There is nothing to do" in page, 'name="rows"' in page) == (200, True, False)


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"fields": ["colour"], "rows": []}',
        '{"fields": ["link"], "rows": []}',
        '{"fields": "name", "rows": []}',
        '{"fields": ["name"], "rows": [[2, "One", "Two"]]}',
        '{"fields": ["name"], "rows": [["two", "One"]]}',
        '{"fields": ["name"], "rows": [[1e999, "One"]]}',
        '{"fields": [["name"]], "rows": 7}',
    ],
)
def test_rows_that_nobody_has_looked_at_are_no_file(keeper: Visitor, rows: str) -> None:
    answer = keeper.send("/admin/services/file", {"rows": rows})

    assert (answer.status_code, "Choose a file." in answer.text, catalogue()) == (422, True, [])


def test_strange_letters_are_kept_as_far_as_there_are_such(keeper: Visitor) -> None:
    lines = [[2, "One\ud800\u0000", "javascript:alert(1)"], [3, "Two\ud800", ""]]

    answer = keeper.send("/admin/services/file", {"rows": json.dumps({"fields": ["name", "link"], "rows": lines})})

    assert (answer.status_code, [line[0] for line in catalogue()]) == (422, ["Two?"])


def test_an_administrator_brings_a_file_in_on_a_page(keeper: Visitor) -> None:
    status, _page = keep(keeper, upload(keeper, "\n".join([HEAD, *ROWS]).encode("cp1251"))[1])

    assert (status, catalogue()) == (303, WHOLE)
    assert list(db.session.scalars(select(Entry.act))) == ["service.bring"]


def test_rows_that_are_refused_are_listed_and_the_others_stay(keeper: Visitor) -> None:
    make_service("Закрытый", ended_at=present.now())

    _status, page = upload(keeper, "\n".join([HEAD, *ROWS, *list(REFUSED)[1:]]).encode())
    status, kept = keep(keeper, page)

    assert (status, [row for row in catalogue() if row[0] != "Закрытый"]) == (422, WHOLE)
    assert ("<dt>rows not taken</dt><dd>6</dd>" in page, "row 2 has the same name" in page) == (True, True)
    assert "<td>javascript:alert(1): An address begins" in page
    assert ("1 row was not taken" in kept, "taken out of the catalogue" in kept) == (True, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file."),
        (b"\n\n", "the file is empty"),
        (b"colour\nred", "No column is called “name” or “название”."),
        (b"name\n" + b"\n".join(str(number).encode() for number in range(1001)), "The file has more than 1000 rows."),
        (bytes(range(256)) * 20, "No column is called"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_and_nothing_comes_in(
    keeper: Visitor, content: bytes, sentence: str
) -> None:
    status, page = upload(keeper, content)

    assert (status, sentence in page, catalogue()) == (422, True, [])


def test_a_file_that_is_too_large_is_told_and_nothing_comes_in(
    keeper: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.services.web.files.MOST_BYTES", 1000)

    status, page = upload(keeper, b"name\n" + b"x" * 1000)

    assert (status, "The file is larger than 1 MB." in page, catalogue()) == (422, True, [])


def test_nobody_else_brings_a_file_in(visit: Visit) -> None:
    owner = visit(give_role(make_account(), Role.MODERATOR))

    answer = owner.send("/admin/services/file", {"file": (io.BytesIO(b"name\nOne"), "a.csv")})

    assert (answer.status_code, catalogue()) == (403, [])
