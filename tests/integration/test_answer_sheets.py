"""Answers in a workbook: out, filled in, back with a look at what would change, kept as drafts, signed together."""

import io
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Invalid
from app.foundation.unit_of_work import step
from app.offices.models import Office
from campaigns.answers import jobs
from campaigns.answers.domain import answering
from campaigns.answers.models import Answer, AnswerSheet, Outcome, OwedAnswer, OwedState
from campaigns.answers.sheets import comparing, keeping, reading
from campaigns.answers.sheets.written_days import day_of
from campaigns.answers.texts import AnswerWords
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Outcome as Fate
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.answers import make_owed, make_terms, put_answer, put_sheet
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account, make_office
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.sheets import Grid, column_of, fill, grid_of, rebuilt, sheet_xml, written

Visit = Callable[..., Visitor]
DECIDED = [(PhaseKind.IDEAS, -20.0, -10.0), (PhaseKind.DECISION, -5.0, 30.0)]
REASONS = "Лист ожидания появится на портале до конца года: деньги выделены."
ANSWER: dict[str, object] = {
    "outcome": "Accepted",
    "reasons": REASONS,
    "signer": "Иванова Мария Петровна",
    "post": "директор департамента",
}
NEW = "/answers/sheets/new"


@dataclass
class House:
    """A department with two officials that owes answers to five ideas; another department; the owner of the project."""

    campaign: Campaign
    office: Office
    other: Office
    official: Account
    colleague: Account
    owner: Account
    owed: list[OwedAnswer]


@pytest.fixture
def house(app: Flask) -> House:
    campaign = make_campaign("ugra", windows=DECIDED)
    office, other = make_office("Департамент здравоохранения"), make_office("Департамент дорог")
    ideas = [make_idea(campaign, title=f"=SUM(A1) Идея {place}", outcome=Fate.SHORTLISTED) for place in range(5)]
    return House(
        campaign,
        office,
        other,
        give_role(make_account(), Role.OFFICIAL, office=office),
        give_role(make_account(), Role.OFFICIAL, office=office),
        give_role(make_account(), Role.OWNER, campaign),
        [make_owed(idea, office) for idea in ideas],
    )


def taken(visitor: Visitor | FlaskClient, campaign: str = "") -> Grid:
    return grid_of(visitor.get(f"/answers/sheets/owed.xlsx?campaign={campaign}").data)


def send(visitor: Visitor, body: bytes) -> tuple[int, str]:
    """Sends a workbook in one piece, for the test client would leave a file open; gives the status, and where the look at it is."""
    token = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{visitor.token(NEW)}\r\n'
    file = '--x\r\nContent-Disposition: form-data; name="sheet"; filename="C:/мои/ответы.xlsx"\r\n\r\n'
    whole = (token + file).encode() + body + b"\r\n--x--\r\n"
    sent = visitor.client.post("/answers/sheets", data=whole, content_type="multipart/form-data; boundary=x")
    # Closed as a server closes it: a body that lies in a file goes with the answer.
    sent.close()
    return sent.status_code, sent.headers.get("Location", "")


def judged(house: House, body: bytes) -> dict[int, str]:
    """What would become of the rows, by their number: the code of the first reason where they are refused, with its cell."""
    found = comparing.judged(reading.read(body), actor_of(house.official), present.now())
    return {
        one.row.number: " ".join(filter(None, [one.reasons[0][0], one.reasons[0][1].code]))
        if one.reasons
        else one.became.value
        for one in found
    }


def drafts() -> dict[int, tuple[str, str]]:
    """What is drafted: the outcome and the reasons, by what is owed."""
    db.session.rollback()
    query = select(Answer).join(Contribution, Contribution.id == Answer.id).where(Contribution.state == State.DRAFT)
    return {one.owed_id: (one.outcome.value, one.reasons) for one in db.session.scalars(query)}


def test_a_workbook_sorted_and_with_moved_columns_becomes_drafts_once_it_was_looked_at(
    house: House, visit: Visit, clock: MovingClock
) -> None:
    official, first, second = visit(house.official), house.owed[0].id, house.owed[1].id
    grid = taken(official)
    titles = [row[column_of(grid, "title")] for row in grid[2:]]
    fill(
        grid,
        {
            first: ANSWER,
            second: {**ANSWER, "outcome": "отложена", "letter_number": 12, "letter_on": "5 января 2020 г."},
        },
    )
    moved = [list(reversed(row)) for row in [grid[0], ["мои", *grid[1][1:]], *reversed(grid[2:])]]

    status, page = send(official, written(moved))
    before, looked = drafts(), official.get(page).text
    official.send(f"{page}/confirm", {}, page=page)
    kept = drafts()
    again = [send(official, written(moved))[1] for _ in range(1)]

    assert (status, before, [title[:5] for title in map(str, titles)]) == (303, {}, ["=SUM("] * 5)
    assert "2 drafts would be saved" in looked
    assert kept == {first: ("accepted", REASONS), second: ("postponed", REASONS)}
    assert db.session.scalars(select(Answer.letter_on).where(Answer.owed_id == second)).one() == date(2020, 1, 5)
    assert "This workbook would change nothing" in official.get(again[0]).text


def test_each_row_that_cannot_be_taken_says_why_and_where_and_nothing_typed_is_lost(
    house: House, visit: Visit, clock: MovingClock
) -> None:
    official = visit(house.official)
    foreign = make_owed(make_idea(house.campaign, outcome=Fate.SHORTLISTED), house.other)
    own = make_owed(make_idea(house.campaign, outcome=Fate.SHORTLISTED), house.office)
    put_answer(house.owed[4], house.colleague, State.DRAFT, reasons="Слова коллеги, которых в книге ещё не было видно.")
    grid = fill(taken(official), {})
    key = column_of(grid, "answer")
    rows = {int(str(row[key])): row for row in grid[2:]}
    first, second, third, fourth, fifth = (rows[one.id] for one in house.owed)

    def put(row: list[object], **cells: object) -> list[object]:
        row = list(row)
        for code, value in {**ANSWER, **cells}.items():
            row[column_of(grid, code)] = value
        return row

    filled = [
        grid[0],
        grid[1],
        put(first, outcome="Нет"),
        put(second, letter_number="1", letter_on="01/02/2020"),
        put(third, outcome=""),
        put(fourth, reasons="х" * 10_001),
        put(fifth, version=""),
        put(third, answer=str(foreign.id), again=str(foreign.id), number="6"),
        put(third, answer=str(first[key])),
        put(second, answer="", again=""),
        put(second, answer="999999", again="999999", number=""),
        put(first, answer=str(fourth[key]), again=str(fourth[key]), reasons=REASONS),
        put(second, answer=str(own.id), again=str(own.id)),
        ["" for _ in grid[0]],
    ]
    body = written(filled)

    found = judged(house, body)
    page = send(official, body)[1]
    refused = grid_of(official.get(f"{page}/refused.xlsx").data)

    assert found == {
        3: "L3 sheet.outcome",
        4: "S4 sheet.day",
        5: "answers.no-outcome",
        6: "sheet.twice",
        7: "answers.meanwhile",
        8: "sheet.not-yours",
        9: "sheet.sorted-apart",
        10: "A10 sheet.no-key",
        11: "sheet.not-yours",
        12: "sheet.twice",
        13: "sheet.sorted-apart",
    }
    shown = official.get(f"{page}?which=refused").text
    assert ("Слова коллеги" in shown, "<del>" in shown) == (True, True)
    texts = [str(row[column_of(refused, "reasons")]) for row in refused[2:]]
    assert sorted(texts) == sorted(str(row[column_of(grid, "reasons")]) for row in filled[2:13])
    assert sum(bool(row[-1]) for row in refused[2:]) == 11
    assert drafts().keys() == {house.owed[4].id}


def test_merged_cells_and_formulas_without_a_value_hold_up_their_own_rows_alone(house: House, visit: Visit) -> None:
    official = visit(house.official)
    grid = fill(taken(official), {one.id: ANSWER for one in house.owed})
    reasons = column_of(grid, "reasons")
    merging = written(grid, more=lambda page: page.merge_range(2, reasons, 3, reasons, REASONS))
    grid[4][reasons] = f'="{REASONS}"&""'
    formula = written(grid)
    xml = sheet_of(formula)
    empty = re.sub(rb"</f><v>0</v>", b"</f>", xml)
    valued = re.sub(
        rb'<c (r="M5"[^>]*)>(.*?)</f><v>0</v>', rb'<c t="str" \1>\2</f><v>' + REASONS.encode() + b"</v>", xml
    )

    found = [
        judged(house, merging),
        judged(house, rebuilt(formula, {"xl/worksheets/sheet1.xml": empty})),
        judged(house, rebuilt(formula, {"xl/worksheets/sheet1.xml": valued})),
    ]

    assert found == [
        {3: "M3:M4 sheet.merged", 4: "M3:M4 sheet.merged", 5: "new", 6: "new", 7: "new"},
        {3: "new", 4: "new", 5: "M5 sheet.no-value", 6: "new", 7: "new"},
        {3: "new", 4: "new", 5: "new", 6: "new", 7: "new"},
    ]


def sheet_of(body: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def test_an_answer_that_was_changed_meanwhile_is_left_and_the_others_are_kept(house: House, visit: Visit) -> None:
    official, changed, kept = visit(house.official), house.owed[0], house.owed[1]
    page = send(official, written(fill(taken(official), {changed.id: ANSWER, kept.id: ANSWER})))[1]
    with step():
        words = AnswerWords(Outcome.POSTPONED, "Слова коллеги, записанные за минуту до подтверждения.")
        answering.save(actor_of(house.colleague), changed.id, words, present.now())

    official.send(f"{page}/confirm", {}, page=page)

    assert drafts() == {changed.id: ("postponed", words.reasons), kept.id: ("accepted", REASONS)}
    refused = official.get(f"{page}?which=refused").text
    assert ("Слова" in refused, "<ins>" in refused, "1 draft is saved." in refused) == (True, True, True)


def test_two_who_confirm_at_once_leave_one_draft_of_each_and_each_learns_which_were_theirs(
    app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    officials = [actor_of(one) for one in (house.official, house.colleague)]
    # One of them has the rows in another order.
    sheets = [
        put_sheet(house.official, *house.owed).id,
        put_sheet(house.colleague, *reversed(house.owed)).id,
    ]
    start = Barrier(2)

    def confirm(place: int) -> None:
        with app.app_context():
            start.wait(60)
            keeping.take(officials[place], sheets[place], present.now())
            db.session.remove()

    with ThreadPoolExecutor(2) as people:
        list(people.map(confirm, range(2)))

    db.session.rollback()
    authors = db.session.execute(select(Answer.owed_id, Contribution.author_id).join(Answer.contribution)).all()
    taken = [db.session.get_one(AnswerSheet, id).taken for id in sheets]
    assert sorted(row[0] for row in authors) == sorted(one.id for one in house.owed)
    for actor, of_sheet in zip(officials, taken, strict=True):
        told = list(of_sheet.values())
        assert told.count("") == sum(row[1] == actor.id for row in authors)
        assert set(told) <= {"", "answers.meanwhile", "same"}


def test_rows_about_what_is_signed_answered_or_closed_change_nothing(house: House, visit: Visit) -> None:
    signed, answered, closed, standing, _left = house.owed
    official = visit(house.official)
    grid = fill(taken(official), {one.id: ANSWER for one in (signed, answered, closed)})
    fill(grid, {standing.id: {**ANSWER, "outcome": "Postponed"}})
    put_answer(signed, house.colleague, State.SUBMITTED)
    put_answer(answered, house.colleague)
    put_answer(standing, house.colleague, State.PUBLISHED, Outcome.POSTPONED, REASONS, letter_number="", letter_on=None)
    by_two = {"closed_by": house.owner.id, "close_confirmed_by": house.colleague.id, "closed_at": present.now()}
    reason = {"state": OwedState.CLOSED, "close_reason": "Ведомство упразднено."}
    with step():
        db.session.execute(update(OwedAnswer).where(OwedAnswer.id == closed.id).values(**by_two, **reason))

    found = judged(house, written(grid))

    assert found == {3: "answers.signed", 4: "answers.answered", 5: "answers.closed", 6: "same", 7: "left"}


SST = b'<?xml version="1.0"?>%s<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + place, b"&%c;" % (97 + place) * 10) for place in range(9)
)
CORNERS = sheet_xml(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
WIDE = sheet_xml(b'<row r="1">' + b'<c t="inlineStr"><is><t>x</t></is></c>' * 16_000 + b"</row>")
PARTS: dict[str, tuple[str, dict[str, bytes | list[bytes]]]] = {
    "a bomb": ("workbook-large", {"xl/sharedStrings.xml": [b"a" * 1_000_000] * 68}),
    "laughs": ("workbook-broken", {"xl/sharedStrings.xml": SST % (LAUGHS + b"]>", b"&j;")}),
    "a file of ours": (
        "workbook-broken",
        {"xl/sharedStrings.xml": SST % (b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>', b"&a;")},
    ),
    "laughs in the sheet": ("workbook-broken", {"xl/worksheets/sheet1.xml": SST % (LAUGHS + b"]>", b"&j;")}),
    "corners": ("workbook-wide", {"xl/worksheets/sheet1.xml": CORNERS}),
    "16,000 columns": ("sheet.no-keys", {"xl/worksheets/sheet1.xml": WIDE}),
    "macros": ("workbook-macros", {"xl/vbaProject.bin": b"Sub Auto_Open()"}),
    "no sheets": ("workbook-broken", {"xl/workbook.xml": b"<workbook"}),
}


@pytest.mark.slow
@pytest.mark.any_database
def test_a_workbook_that_is_none_of_ours_or_a_trap_gets_a_clear_answer(app: Flask) -> None:
    plain = written([["a", "b"], ["c", "d"]])
    whole = {
        "text": (b"id;outcome\n1;accepted\n", "workbook-other"),
        "an old one": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "workbook-old"),
        "a locked one": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "workbook-locked",
        ),
        "half of one": (plain[:-300], "workbook-broken"),
        "another": (plain, "sheet.no-keys"),
        "only heads": (written([["veche.answer", "veche.version", "veche.outcome", "veche.reasons"]]), "sheet.no-rows"),
        "no reasons": (written([["veche.answer", "veche.version", "veche.outcome"]]), "sheet.no-column"),
        "twice": (written([["veche.answer", "veche.version", "veche.outcome", "veche.outcome"]]), "sheet.column-twice"),
        **{name: (rebuilt(plain, parts), code) for name, (code, parts) in PARTS.items()},
    }

    found = {name: refusal_of(body) for name, (body, _code) in whole.items()}

    assert found == {name: code for name, (_body, code) in whole.items()}


def refusal_of(body: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        reading.read(body)
    return refused.value.reason.code


@pytest.mark.any_database
def test_days_are_told_from_texts_where_there_is_no_doubt(app: Flask) -> None:
    ways = (
        "2026-11-16",
        "16.11.2026",
        "16.11.2026 г.",
        "16/11/2026",
        "11/16/2026",
        "16 ноября 2026 года",
        "16 листопада 2026 р.",
    )
    doubtful = ("01/02/2026", "16.11.26", "31.02.2026", "скоро", "2026", "16 нояб 2026")

    found = {text: day_of(text) for text in (*ways, "November 16, 2026", "05/05/2026", *doubtful)}

    known = dict.fromkeys((*ways, "November 16, 2026"), date(2026, 11, 16))
    assert found == {**known, "05/05/2026": date(2026, 5, 5), **dict.fromkeys(doubtful)}


def test_a_sheet_is_its_own_person_s_for_a_day(house: House, visit: Visit, clock: MovingClock) -> None:
    sheet = put_sheet(house.official, house.owed[0])
    official, colleague, page = visit(house.official), visit(house.colleague), f"/answers/sheets/{sheet.id}"

    others = [colleague.get(page), colleague.send(f"{page}/confirm", {}), colleague.get(f"{page}/refused.xlsx")]
    clock.move_by(hours=25)
    late = [official.get(page), official.send(f"{page}/confirm", {}), official.send(f"{page}/drop", {})]
    jobs.purge_sheets()

    assert [answer.status_code for answer in (*others, *late)] == [404] * 6
    assert "what is sent waits a day for your word" in late[0].text
    assert (drafts(), db.session.scalar(select(func.count()).select_from(AnswerSheet))) == ({}, 0)


def test_what_is_no_workbook_or_too_large_is_refused_on_the_page_itself(app: Flask, house: House, visit: Visit) -> None:
    official, most = visit(house.official), app.extensions["veche.settings"].UPLOAD_MOST_BYTES
    bodies = {
        "nothing": b"",
        "text": b"id;outcome",
        "large": b"PK\x03\x04" + b"0" * most,
        "larger": b"0" * (most + 300_000),
    }

    found = {name: send(official, body) for name, body in bodies.items()}

    assert found == {"nothing": (422, ""), "text": (422, ""), "large": (413, ""), "larger": (413, "")}
    assert db.session.scalar(select(func.count()).select_from(AnswerSheet)) == 0


def test_an_owner_takes_the_workbook_of_all_departments_and_writes_no_answer(house: House, visit: Visit) -> None:
    make_owed(make_idea(house.campaign, outcome=Fate.SHORTLISTED), house.other)
    put_answer(house.owed[0], house.colleague, State.SUBMITTED)
    owner = visit(house.owner)

    grid = taken(owner, "ugra")
    back = owner.send("/answers/sheets", {"sheet": (io.BytesIO(written(grid)), "x.xlsx")})

    departments = [row[column_of(grid, "department")] for row in grid[2:]]
    assert departments == ["Департамент здравоохранения"] * 4 + ["Департамент дорог"]
    assert back.status_code == 403


def test_drafts_that_lack_nothing_are_signed_together_by_a_word_of_their_own(
    house: House, visit: Visit, clock: MovingClock
) -> None:
    sound, spoken, lacking, changed, _none = house.owed
    for owed, reasons in (
        (sound, REASONS),
        (spoken, REASONS),
        (changed, REASONS),
        (lacking, "Мой телефон 8 912 345-67-89, звоните."),
    ):
        put_answer(owed, house.official, State.DRAFT, reasons=reasons, letter_number="", letter_on=None)
    official = visit(house.official)
    looked = official.get("/answers/ready").text
    picks = {"pick": [f"{one.id}.1" for one in (sound, changed, lacking)]}

    without = official.send("/answers/ready", picks, page="/answers/ready").status_code
    with step():
        words = AnswerWords(Outcome.ACCEPTED, REASONS + " Дополнено.", signer="А. Б.", post="директор")
        answering.save(actor_of(house.colleague), changed.id, words, present.now(), version=1)
    official.send("/answers/ready", {**picks, "agreed": "y"}, page="/answers/ready")

    assert (looked.count('name="pick"'), without) == (3, 422)
    assert drafts().keys() == {spoken.id, changed.id, lacking.id}
    states = db.session.scalars(select(OwedAnswer.state).where(OwedAnswer.id == sound.id)).one()
    assert states == OwedState.ANSWERED


def test_of_long_drafts_a_page_has_fewer_and_the_next_one_follows(house: House, visit: Visit) -> None:
    for owed in house.owed:
        put_answer(
            owed, house.official, State.DRAFT, reasons="Деньги выделены. " * 588, letter_number="", letter_on=None
        )
    official = visit(house.official)

    first = official.get("/answers/ready").text
    further = re.search(r'href="(/answers/ready\?after=[^"]+)"', first)
    assert further is not None
    second = official.get(further[1]).text
    refused = official.send(further[1], {"pick": f"{house.owed[4].id}.1"}, page=further[1])

    assert [page.count('name="pick"') for page in (first, second, refused.text)] == [3, 2, 2]
    assert (refused.status_code, f"pick-{house.owed[4].id}" in second, "after=" in second) == (422, True, True)


def test_signed_together_they_wait_for_the_second_signature_where_it_is_needed(house: House, visit: Visit) -> None:
    make_terms(house.campaign, needs_second=True)
    draft = put_answer(house.owed[0], house.official, State.DRAFT, letter_number="", letter_on=None)

    visit(house.official).send(
        "/answers/ready", {"pick": f"{house.owed[0].id}.1", "agreed": "y"}, page="/answers/ready"
    )

    db.session.rollback()
    assert db.session.get_one(Contribution, draft.id).state == State.SUBMITTED


def test_the_command_writes_the_workbook_of_a_department(app: Flask, house: House, tmp_path: Path) -> None:
    runner, file = app.test_cli_runner(), tmp_path / "owed.xlsx"

    done = runner.invoke(args=["answers", "sheet", "ugra", "--office", house.office.name, "--output", str(file)])
    wrong = runner.invoke(args=["answers", "sheet", "nowhere", "--output", str(file)])

    assert (done.exit_code, wrong.exit_code, len(grid_of(file.read_bytes()))) == (0, 1, 7)
