"""The working days of the office: kept by administrators, brought in from a file, and what is promised follows them."""

import io
import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation.db import db
from app.offices.models import CalendarDay
from campaigns.contributions.models import State
from moderation.models import Case
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account

PAGE = "/admin/offices/calendar"
ROWS = """day;is_working;closes_at;name
2026-11-04;0;;День народного единства
03.11.2026;да;17:00;
2026-12-32;0;;
2026-12-31;0;17:00;Новый год
2027-01-02;perhaps;;
"""


@pytest.fixture
def administrator(app: Flask) -> Account:
    return give_role(make_account(), Role.ADMINISTRATOR)


def days() -> list[tuple[date, bool, time | None, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(CalendarDay).order_by(CalendarDay.day))
    return [(row.day, row.is_working, row.closes_at, row.name) for row in rows]


def test_what_is_promised_follows_the_calendar(administrator, visit, run_jobs):
    # Sent on Wednesday noon UTC, 17:00 in Surgut: due at 17:00 on Thursday, which becomes a holiday.
    case = make_case(make_idea(make_campaign(), state=State.SUBMITTED), waiting_hours=0, due_at=None)
    browser, number = visit(administrator), case.id

    def due() -> datetime | None:
        run_jobs()
        return db.session.get_one(Case, number, populate_existing=True).due_at

    fields = {"day": "2026-11-05", "work": "off", "closes_at": "", "name": "Праздник"}
    kept = browser.send(PAGE, fields, page=PAGE)
    moved = due()
    page = browser.get(PAGE).text
    removed = browser.send(f"{PAGE}/2026-11-05/remove", page=PAGE)

    assert (kept.status_code, moved) == (303, datetime(2026, 11, 6, 12, 0, tzinfo=UTC))
    assert ("Thursday, 5 November 2026" in page, "Праздник" in page, "the office does not work" in page) == (True,) * 3
    assert (removed.status_code, due(), days()) == (303, datetime(2026, 11, 5, 12, 0, tzinfo=UTC), [])
    acts = db.session.scalars(select(Entry.act).where(Entry.thing == "calendar").order_by(Entry.id)).all()
    assert acts == ["calendar.keep", "calendar.remove"]


def test_a_day_off_has_no_hour_and_a_day_is_a_day(administrator, visit):
    browser = visit(administrator)

    answers = [
        browser.send(PAGE, {"day": "2026-12-31", "work": "off", "closes_at": "17:00", "name": ""}, page=PAGE),
        browser.send(PAGE, {"day": "soon", "work": "on", "closes_at": "late", "name": "x"}, page=PAGE),
        browser.send(f"{PAGE}/2026-12-31/remove", page=PAGE),
        browser.send(f"{PAGE}/soon/remove", page=PAGE),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 404, 404]
    assert ("Leave the hour empty." in answers[0].text, days()) == (True, [])


def test_a_file_brings_days_in_and_says_which_rows_it_does_not_take(administrator, visit):
    browser = visit(administrator)
    kept = [
        (date(2026, 11, 3), True, time(17, 0), ""),
        (date(2026, 11, 4), False, None, "День народного единства"),
    ]

    def bring(text: str) -> tuple[int, str]:
        token = browser.token(PAGE)
        file = (io.BytesIO(text.encode("cp1251")), "days.csv")
        answer = browser.client.post(f"{PAGE}/file", data={"csrf_token": token, "file": file})
        return answer.status_code, answer.text

    status, page = bring(ROWS)

    assert (status, days()) == (422, kept)
    assert "3 rows were not taken" in page
    assert "2 days are new or changed." in page
    assert "the day 2026-12-32 is not written as 2026-11-16" in page
    assert bring("\n".join(ROWS.splitlines()[:3]))[0] == 303
    assert [bring(text)[0] for text in ("", "name\nx\n")] == [422, 422]
    assert days() == kept


def test_the_command_brings_the_same_days_in_and_changes_nothing_twice(app: Flask, tmp_path: Path) -> None:
    source = tmp_path / "days.csv"
    source.write_text(ROWS, "utf-8")
    runner = app.test_cli_runner()

    first, second = (runner.invoke(args=["offices", "calendar", str(source), "--json"]) for _ in range(2))

    assert json.loads(first.stdout) == {"days": 2, "unchanged": 0, "refused": 3}
    assert json.loads(second.stdout) == {"days": 0, "unchanged": 2, "refused": 3}
    assert [day for day, *_rest in days()] == [date(2026, 11, 3), date(2026, 11, 4)]
