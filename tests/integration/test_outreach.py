"""Calling people: posters, words to copy, invitations by letter."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.personal import erasing
from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.outreach import calls, lists, poster
from app.outreach.models import InvitingLetter, Unwanted
from app.outreach.poster import Paper
from campaigns.contributions import states
from campaigns.contributions.models import Contribution
from campaigns.implementation.models import WorkState
from campaigns.plan.models import Audience, Campaign, Invitation
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account, make_office
from tests.factories.works import make_work
from tests.support.letters import letters
from tests.support.people import Visitor

# The verbs behind these pages are tried on both databases elsewhere.
pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
Run = Callable[[], None]
PAGE = "/campaigns/ugra/outreach"
LIST = f"{PAGE}/invitations"


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", title="Запись к врачу", question="Что мешает записаться?", organiser="Департамент")


@pytest.fixture
def owner(campaign: Campaign, visit: Visit) -> Visitor:
    return visit(give_role(make_account("owner@example.org"), Role.OWNER, campaign))


def look(owner: Visitor, addresses: str, **over: object) -> tuple[int, str]:
    answer = owner.send(LIST, {"addresses": addresses, "do": "look", **over})
    return answer.status_code, answer.get_data(as_text=True)


def counted(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt>\s*<dd>([^<]*)</dd>", page))


def invited() -> list[str]:
    return sorted(letter.to for letter in letters())


def test_who_leaves_gets_no_letter_that_waits_and_is_called_by_none_that_is_brought_again(
    app: Flask, campaign: Campaign, owner: Visitor, run_jobs: Run
) -> None:
    look(owner, "anna@example.org\nboris@example.org", do="send", may="y")
    anna = make_account("Anna@Example.org")

    erasing.erase(anna.id, present.now())
    kept = {letter.print: letter.email for letter in db.session.scalars(select(InvitingLetter))}
    look(owner, "anna@example.org", do="send", may="y")
    run_jobs()

    assert kept == {
        lists.print_of("anna@example.org"): None,
        lists.print_of("boris@example.org"): "boris@example.org",
    }
    assert invited() == ["boris@example.org"]


# Posters and words


def test_a_poster_is_one_sheet_with_all_that_is_needed_and_the_same_bytes_twice(
    app: Flask, campaign: Campaign, owner: Visitor
) -> None:
    first, again = (owner.get(f"{PAGE}/poster-a4.pdf") for _ in range(2))

    (sheet,) = PdfReader(io.BytesIO(first.data)).pages
    words = " ".join(sheet.extract_text().split())
    assert first.data == again.data
    assert (first.content_type, round(float(sheet.mediabox.width))) == ("application/pdf", 595)
    for part in ("Запись к врачу", "Что мешает записаться?", "localhost/campaigns/ugra", "Департамент"):
        assert part in words


def test_no_line_of_a_poster_ends_with_a_short_word(
    app: Flask, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context():
        told = calls.call(campaign, "uk", present.now())
    monkeypatch.setattr(poster, "pdf", lambda folder, *_over: (folder / "poster.json").read_bytes())

    laid = json.loads(poster.render(replace(told, title="Сервіси в Югрі — і що в них"), Paper.A4))

    assert laid["title"] == "Сервіси в\u00a0Югрі\u00a0— і\u00a0що\u00a0в\u00a0них"


def test_a_cyrillic_address_is_read_in_letters_and_scanned_as_machines_write_it(
    app: Flask, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context():
        told = calls.call(campaign, "ru", present.now())
    there = calls.Call(
        **{**vars(told), "read": "https://краудюгры.рф/campaigns/ugra/", "link": "https://xn--80a/ugra/"}
    )
    scanned: list[str] = []
    monkeypatch.setattr(poster.segno, "make", lambda text, **_over: scanned.append(text) or _Code())

    made = poster.render(there, Paper.A5)

    assert "краудюгры.рф/campaigns/ugra" in PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert scanned == ["https://xn--80a/ugra/"]


class _Code:
    def save(self, out: io.BytesIO, **_over: object) -> None:
        out.write(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>')


def test_a_long_title_and_strange_words_stay_on_one_sheet(app: Flask, campaign: Campaign) -> None:
    with app.test_request_context():
        told = calls.call(campaign, "uk", present.now())
    strange = "#set page(width: 1cm) *жирно* $x$ \\ @нет <a> " * 20
    steps = [calls.Step("Розкажіть, як це у вас, і прочитайте, що кажуть інші", "з 1 до 15 листопада 2026 включно")] * 3

    made = poster.render(
        calls.Call(**{**vars(told), "title": strange, "question": strange, "organiser": strange, "steps": steps}),
        Paper.A5,
    )

    assert len(PdfReader(io.BytesIO(made)).pages) == 1


def test_the_command_makes_the_poster_of_a_launched_campaign(app: Flask, campaign: Campaign, tmp_path: Path) -> None:
    make_campaign("planned", launched_at=None)
    run = app.test_cli_runner().invoke

    made = run(args=["campaigns", "poster", "ugra", "--output", str(tmp_path / "one.pdf"), "--language", "uk"])
    refused = [
        run(args=["campaigns", "poster", *args, "--output", str(tmp_path / "no.pdf")]).exit_code
        for args in (["planned"], ["nothing"], ["ugra", "--language", "xx"], ["ugra", "--paper", "a3"])
    ]

    assert (made.exit_code, (tmp_path / "one.pdf").read_bytes()[:5]) == (0, b"%PDF-")
    assert (refused, (tmp_path / "no.pdf").exists()) == ([1, 1, 1, 2], False)


def test_words_to_copy_are_plain_and_have_the_address(campaign: Campaign, owner: Visitor) -> None:
    page = owner.get(f"{PAGE}?language=uk").get_data(as_text=True)

    texts = re.findall(r'<textarea id="text-(\w+)"[^>]*lang="uk"[^>]*>([^<]*)</textarea>', page)
    assert [code for code, _text in texts] == ["newspaper", "messenger", "letter", "school"]
    assert all("localhost/campaigns/ugra" in text and "Что мешает записаться?" in text for _code, text in texts)


def test_a_campaign_by_invitation_hangs_on_no_wall(campaign: Campaign, owner: Visitor) -> None:
    with step():
        db.session.get_one(Campaign, campaign.id).audience = Audience.INVITED

    assert owner.get(f"{PAGE}/poster-a4.pdf").status_code == 403
    assert "There is no poster yet" in owner.get(PAGE).get_data(as_text=True)


# Invitations


def test_a_list_is_read_from_any_columns() -> None:
    found = lists.read(
        "Name;E-mail\nAnna K <anna@example.org>\nБорис;boris@example.org;1970\nANNA@example.org\n\nнет адреса\n\t vera@пример.рф ,"
    )

    assert sorted(found.addresses.values()) == ["anna@example.org", "boris@example.org", "vera@пример.рф"]
    assert (found.twice, found.broken) == (1, [(6, "нет адреса")])


def test_who_will_be_written_to_is_shown_before_anything_is_sent(
    app: Flask, campaign: Campaign, owner: Visitor, run_jobs: Run
) -> None:
    make_account("gone@example.org", ended_at=present.now())
    with step():
        db.session.add(Unwanted(print=lists.print_of("never@example.org"), since=present.now()))
    whole = "anna@example.org\nanna@example.org\nnever@example.org\ngone@example.org\nнет\nboris@gmial.com"

    status, page = look(owner, whole)
    by_file = owner.send(
        LIST, {"do": "look", "file": (io.BytesIO("вера;vera@example.org".encode("cp1251")), "list.csv")}
    )
    run_jobs()

    assert (status, list(counted(page).values())) == (200, ["2", "0", "1", "1", "1", "1"])
    assert ("boris@gmial.com → boris@gmail.com" in page, "Send 2 letters" in page) == (True, True)
    assert "vera@example.org" in by_file.get_data(as_text=True)
    assert (invited(), db.session.scalars(select(InvitingLetter)).all()) == ([], [])


def test_each_gets_one_letter_and_the_address_is_forgotten(
    app: Flask, campaign: Campaign, owner: Visitor, run_jobs: Run
) -> None:
    fields = {"addresses": "anna@example.org\nboris@example.org", "do": "send", "may": "y"}

    without_right = owner.send(LIST, {**fields, "may": ""})
    sent = [owner.send(LIST, fields).status_code for _ in range(2)]
    run_jobs()

    kept = db.session.scalars(select(InvitingLetter)).all()
    (letter, _other) = sorted(letters(), key=lambda one: one.to)
    assert (without_right.status_code, sent[0], sent[1]) == (422, 303, 422)
    assert invited() == ["anna@example.org", "boris@example.org"]
    assert [(one.email, one.mailed_at is not None) for one in kept] == [(None, True)] * 2
    assert not any("anna" in one.print for one in kept)
    assert ("Запись к врачу" in letter.subject, "http://localhost/campaigns/ugra/" in letter.text) == (True, True)
    assert "letters.invited" in set(db.session.scalars(select(Entry.act)))


def test_who_wants_no_invitations_gets_none_from_any_campaign(
    app: Flask, campaign: Campaign, owner: Visitor, visit: Visit, run_jobs: Run
) -> None:
    owner.send(LIST, {"addresses": "anna@example.org", "do": "send", "may": "y"})
    run_jobs()
    link = letters()[0].link("/letters/no-invitations/")
    opened = visit().get(link)
    unchanged = db.session.scalars(select(Unwanted)).all()

    pressed = visit().client.post(
        link, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"}
    )
    broken = visit().client.post("/letters/no-invitations/nonsense")
    other = make_campaign("other", audience=Audience.INVITED)
    with step():
        owned = db.session.scalars(select(Account).where(Account.email == "owner@example.org")).one()
        db.session.add(
            Invitation(
                campaign_id=other.id, email="anna@example.org", email_key="anna@example.org", invited_at=present.now()
            )
        )
    give_role(owned, Role.OWNER, db.session.get_one(Campaign, other.id))
    _status, page = look(owner, "anna@example.org\nvera@example.org")
    owner.send("/campaigns/other/outreach/invitations", {"addresses": "vera@example.org", "do": "send", "may": "y"})
    run_jobs()

    assert (opened.status_code, unchanged, pressed.status_code, broken.status_code) == (200, [], 200, 410)
    assert list(counted(page).values())[:3] == ["1", "0", "1"]
    assert invited() == ["anna@example.org", "vera@example.org"]


# What has been done


def test_the_first_page_counts_what_everyone_may_see_and_nothing_else(campaign: Campaign, visit: Visit) -> None:
    office = make_office("Департамент")
    done, hidden, running = (make_idea(campaign) for _ in range(3))
    make_work(done, office, WorkState.DONE)
    make_work(hidden, office, WorkState.DONE)
    make_work(running, office, WorkState.IN_PROGRESS)
    before = counted_in(visit())
    with step():
        states.withdraw(db.session.get_one(Contribution, hidden.id), present.now())

    assert (before, counted_in(visit())) == (["2", "1"], ["1", "1"])


def counted_in(visitor: Visitor) -> list[str]:
    return re.findall(r"<dt><a [^>]*>[^<]*</a></dt><dd>(\d+)</dd>", visitor.get("/").get_data(as_text=True))
