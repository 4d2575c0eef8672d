"""An administrator sets the site up in the browser: names, languages, texts in versions, look, territories, people, mail."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.administration.domain import invitations
from app.foundation import clock as clocks
from app.foundation import letters as house_letters
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.outreach import calls
from app.site import texts
from app.site.models import TextVersion
from app.site.present import Present
from app.territories.models import Territory
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation
from tests.factories.people import give_role, make_account, make_office
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor
from tests.support.statements import counted

# The verbs behind these pages are tried on both databases elsewhere.
pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
NAMES = {
    "name": "Голос Югры",
    "organiser": "Администрация",
    "contacts": "post@example.org",
    "languages": ["ru", "en"],
    "default_language": "ru",
}
RULES = {
    "title": "Rules",
    "body": "## Be kind {#kind}\n\n<script>alert(1)</script>",
    "why": "The first of our own.",
    "over": "1",
}
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32"><script>alert(1)</script><path d="M0 0h9v9z"/></svg>'
)
COMMA = ("name;code;parent\nЮгра;71;\nСургут;71876;71\nСургутский район;71826;71\nФёдоровский;71826406;71826\n").encode(
    "cp1251"
)


@pytest.fixture
def administrator(app: Flask) -> Account:
    return give_role(make_account("chief@example.org"), Role.ADMINISTRATOR)


@pytest.fixture
def desk(administrator: Account, visit: Visit) -> Visitor:
    return visit(administrator)


def read(visitor: Visitor | FlaskClient, path: str) -> str:
    return visitor.get(path).get_data(as_text=True)


def send_file(desk: Visitor, path: str, raw: bytes, name: str = "a.csv") -> TestResponse:
    return desk.send(path, {"file": (io.BytesIO(raw), name)})


def acts(desk: Visitor) -> list[str]:
    rows = db.session.execute(text("SELECT act FROM audit_entries ORDER BY id"))
    return [row.act for row in rows]


# The overview


def test_a_new_administrator_is_told_what_is_missing(desk: Visitor) -> None:
    page = read(desk, "/admin/")

    assert [
        word in page
        for word in ("who runs it, how to reach them", "You are the only administrator", "There is no project yet")
    ] == [
        True,
        True,
        True,
    ]


def test_what_is_done_is_told_as_done(desk: Visitor, visit: Visit) -> None:
    before = read(desk, "/admin/")
    give_role(make_account(), Role.ADMINISTRATOR)
    make_campaign()
    desk.send("/admin/site", NAMES)

    after = read(visit(None), "/") and read(desk, "/admin/")

    assert [page.count(">to do<") for page in (before, after)] == [7, 4]


def test_departments_are_not_set_up_before_somebody_answers_for_them(desk: Visitor) -> None:
    nobody = read(desk, "/admin/")
    office = make_office()
    unanswered = read(desk, "/admin/")
    give_role(make_account(), Role.OFFICIAL, office=office)

    pages = nobody, unanswered, read(desk, "/admin/")

    assert [page.count(">to do<") for page in pages] == [7, 7, 6]
    assert ["/admin/people/invitations?role=official" in page for page in pages] == [False, True, False]


# Names and languages


def test_a_name_stands_on_every_page_and_the_old_one_comes_back(desk: Visitor, visit: Visit) -> None:
    desk.send("/admin/site", NAMES)
    named = read(visit(), "/pages/rules")

    desk.send("/admin/site", {**NAMES, "name": ""})

    assert ["Голос Югры" in page for page in (named, read(visit(), "/pages/rules"))] == [True, False]
    assert "Администрация" in named


def test_a_language_that_is_not_offered_gives_way_to_the_main_one(app: Flask, desk: Visitor) -> None:
    desk.send("/admin/site", NAMES)

    pages = [read(Visitor(app, language=language), "/display") for language in ("uk", "en")]

    assert ['<html lang="ru"' in pages[0], '<html lang="en"' in pages[1], "Українська" in pages[0]] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"languages": []}, "Leave at least one language."),
        ({"default_language": "uk"}, "must be among those that are offered"),
    ],
)
def test_languages_without_a_main_one_are_refused(desk: Visitor, over: dict[str, object], sentence: str) -> None:
    answer = desk.send("/admin/site", {**NAMES, **over})

    assert (answer.status_code, sentence in answer.get_data(as_text=True), acts(desk)) == (422, True, [])


def test_settings_cost_no_page_a_statement(app: Flask, desk: Visitor, client: FlaskClient) -> None:
    desk.send("/admin/site", NAMES)
    client.get("/pages/rules")

    with counted() as sent:
        page = read(client, "/pages/rules")

    assert ("Голос Югры" in page, len(sent)) == (True, 0)


def test_another_process_hears_of_a_change_within_seconds(app: Flask, desk: Visitor, clock: MovingClock) -> None:
    settings, other = app.extensions["veche.settings"], Present()
    before = other.chosen(settings).name
    desk.send("/admin/site", NAMES)

    soon = [other.chosen(settings).name]
    clock.move_by(seconds=3)
    soon.append(other.chosen(settings).name)

    assert [before, *soon] == ["Veche", "Veche", "Голос Югры"]


def test_residents_are_called_by_the_operators_word(app: Flask, desk: Visitor) -> None:
    words = {"ru-1": "югорчанин", "ru-2": "югорчанина", "ru-5": "югорчан", "ru-all": "югорчане"}

    desk.send("/admin/site/residents", words)

    pages = [read(Visitor(app, language=language), "/") for language in ("ru", "en")]
    assert ["Югорчане" in pages[0], "Residents improve public services" in pages[1]] == [True, True]


def test_the_operators_word_stands_where_somebody_asks_residents_and_where_ideas_are_theirs(
    app: Flask, desk: Visitor
) -> None:
    campaign = make_campaign("ugra", organiser="Департамент")
    desk.send(
        "/admin/site/residents",
        {"ru-1": "югорчанин", "ru-2": "югорчанина", "ru-5": "югорчан", "ru-all": "югорчане"},
    )

    def said(language: str) -> list[bool]:
        """Whether the form after five stands on pages, in the letter of invitation, in words to copy."""
        told = calls.call(campaign, language, clocks.now())
        written = house_letters.write("inviting.txt", language, told=told, stop="")[1]
        pages = [read(Visitor(app, language=language), path) for path in ("/campaigns/", "/implementation/")]
        words = [pages[0], pages[1], written, calls.texts(told)[0][2]]
        return [re.search(r"югорчан\b", one) is not None for one in words]

    assert (said("ru"), said("uk")) == ([True] * 4, [False] * 4)


def test_half_of_the_words_are_sent_back(desk: Visitor) -> None:
    answer = desk.send("/admin/site/residents", {"ru-1": "югорчанин"})

    assert (answer.status_code, 'value="югорчанин"' in answer.get_data(as_text=True)) == (422, True)


# Texts


def test_a_text_becomes_a_new_version_and_the_old_ones_stay(desk: Visitor, visit: Visit) -> None:
    desk.send("/admin/texts/rules/en", RULES)
    desk.send("/admin/texts/rules/en", {**RULES, "body": "Be very kind.", "why": "Kinder.", "over": "2"})

    guest = visit()
    pages = [read(guest, path) for path in ("/pages/rules", *(f"/pages/rules/versions/{n}" for n in (3, 2, 1)))]
    assert ["Be very kind." in page for page in pages] == [True, True, False, False]
    assert ['<h2 id="kind">Be kind</h2>' in pages[2], "<script>alert" in pages[2], "Welcome here" in pages[3]] == [
        True,
        False,
        True,
    ]
    assert ["Kinder." in read(guest, "/pages/rules/versions"), guest.get("/pages/rules/versions/4").status_code] == [
        True,
        404,
    ]


def test_who_wrote_a_version_is_known_to_administrators_and_to_the_log(desk: Visitor, visit: Visit) -> None:
    desk.send("/admin/texts/rules/en", RULES)

    assert [
        "Анна Кравец" in read(desk, "/admin/texts/rules/en"),
        "Анна Кравец" in read(visit(), "/pages/rules/versions"),
    ] == [
        True,
        False,
    ]
    assert [
        words in read(desk, "/admin/log") for words in ("A text of the site was written anew", "Rules of the site")
    ] == [True, True]


@pytest.mark.parametrize("change", ["UPDATE site_texts SET body = 'x'", "DELETE FROM site_texts"])
def test_the_database_keeps_every_version_as_it_was(desk: Visitor, change: str) -> None:
    desk.send("/admin/texts/consent/en", RULES)

    with pytest.raises(DBAPIError, match="never change"), step():
        db.session.execute(text(change))


def test_a_preview_keeps_nothing(desk: Visitor) -> None:
    answer = desk.send("/admin/texts/rules/en", {**RULES, "preview": "yes"})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, '<h2 id="kind">Be kind</h2>' in page, acts(desk)) == (200, True, [])


@pytest.mark.parametrize(
    ("over", "status"), [({"over": "1", "body": "Mine."}, 409), ({"over": "2"}, 409), ({"over": "2", "body": " "}, 422)]
)
def test_what_is_overtaken_or_says_nothing_new_is_sent_back_with_its_words(
    desk: Visitor, over: dict[str, str], status: int
) -> None:
    desk.send("/admin/texts/rules/en", RULES)

    answer = desk.send("/admin/texts/rules/en", {**RULES, **over})

    assert (answer.status_code, RULES["why"] in answer.get_data(as_text=True)) == (status, True)
    assert acts(desk) == ["text.write"]


def test_an_untranslated_text_is_shown_in_the_main_language_and_says_so(app: Flask, desk: Visitor) -> None:
    desk.send("/admin/texts/rules/ru", {**RULES, "body": "Будьте добры."})

    page = read(Visitor(app, language="uk"), "/pages/rules")

    assert ["Будьте добры." in page, 'lang="ru"' in page] == [True, True]
    assert (texts.current("rules", "uk").language, texts.current("rules", "uk").version) == ("ru", "2")


def test_a_draft_fills_the_form_and_nothing_else(desk: Visitor) -> None:
    page = read(desk, "/admin/texts/consent/ru?from=draft")

    assert ["152-ФЗ" in page, "This is a draft of the platform" in page, acts(desk)] == [True, True, []]


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_drafts_are_loaded_by_command_and_only_once(app: Flask, language: str) -> None:
    folder = str(Path(app.root_path).parent / "docs" / "legal" / language)
    load = ["site", "texts", "load", "--from", folder, "--json"]

    told = [json.loads(app.test_cli_runner().invoke(args=[*load, *more]).stdout) for more in ([], [], ["--over"])]

    names = ["accessibility", "consent", "data-policy", "full-name-consent", "rules", "terms"]
    assert [one[word] for one, word in zip(told, ("written", "kept", "unchanged"), strict=True)] == [names] * 3
    assert told[0]["gaps"] == names
    assert db.session.scalars(select(TextVersion.language).distinct()).all() == [language]


def test_gaps_in_texts_are_told(app: Flask, desk: Visitor) -> None:
    desk.send("/admin/texts/terms/en", {**RULES, "body": "Kept for [[how long]]."})

    assert "places to fill in" in read(desk, "/admin/texts/")


# Look


def test_a_colour_that_can_be_read_paints_the_pages(desk: Visitor, visit: Visit) -> None:
    desk.send("/admin/look", {"colour": "#7A1F5C"})

    page = read(visit(), "/pages/rules")
    path = page.partition('href="/look/')[2].partition('"')[0]
    style = visit().get(f"/look/{path}")
    assert ("--brand: light-dark(#7a1f5c," in style.get_data(as_text=True), style.content_type) == (
        True,
        "text/css; charset=utf-8",
    )
    assert "immutable" in style.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("colour", "said"), [("#f0b23c", "The nearest that can: #91630b"), ("amber", "six letters or digits")]
)
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(desk: Visitor, colour: str, said: str) -> None:
    answer = desk.send("/admin/look", {"colour": colour})

    assert (answer.status_code, said in answer.get_data(as_text=True), acts(desk)) == (422, True, [])


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (600, 300), "teal").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(("raw", "kind"), [(SVG, "image/svg+xml"), (picture("PNG"), "image/png")])
def test_a_logo_is_drawn_anew_and_served_apart(desk: Visitor, visit: Visit, raw: bytes, kind: str) -> None:
    send_file(desk, "/admin/look/logo", raw, "evil.html")

    page = read(visit(), "/pages/rules")
    path = page.partition('<img src="/look/logo/')[2].partition('"')[0]
    served = visit().get(f"/look/logo/{path}")
    assert (served.content_type, b"script" in served.data, 'width="64"' in page) == (kind, False, True)
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert served.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        picture("JPEG"),
        b"\x89PNG\r\n\x1a\nbroken",
        b"<svg",
    ],
)
def test_what_is_no_logo_is_refused(desk: Visitor, raw: bytes) -> None:
    assert (send_file(desk, "/admin/look/logo", raw).status_code, acts(desk)) == (422, [])


# Territories


def places() -> list[tuple[str | None, str, int]]:
    return [
        (p.code, p.name, p.level)
        for p in db.session.scalars(select(Territory).order_by(Territory.level, Territory.name))
    ]


def rows_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True).partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]


def test_a_file_is_looked_at_before_anything_is_kept(desk: Visitor) -> None:
    answer = send_file(desk, "/admin/territories/file", COMMA)

    page = answer.get_data(as_text=True)
    assert (answer.status_code, "Фёдоровский" in page, "Nothing is kept yet" in page, places()) == (200, True, True, [])


def test_a_file_brings_places_with_their_levels_and_a_second_time_nothing(desk: Visitor) -> None:
    for _time in range(2):
        desk.send("/admin/territories/bring", {"rows": rows_of(send_file(desk, "/admin/territories/file", COMMA))})

    assert places() == [
        ("71", "Югра", 0),
        ("71876", "Сургут", 1),
        ("71826", "Сургутский район", 1),
        ("71826406", "Фёдоровский", 2),
    ]
    assert acts(desk) == ["territory.bring"]
    assert "There is nothing to do" in send_file(desk, "/admin/territories/file", COMMA).get_data(as_text=True)


def test_a_code_keeps_a_place_through_a_new_name_and_nothing_is_removed(desk: Visitor) -> None:
    with step():
        db.session.add_all([Territory(name="Сургут"), Territory(name="Нефтеюганск")])
    known = {place.name: place.id for place in db.session.scalars(select(Territory))}

    for rows in ("code,name,parent\n1,Югра,\n2,сургут,1\n", "code,name,parent\n2,Город Сургут,Югра\n"):
        desk.send(
            "/admin/territories/bring", {"rows": rows_of(send_file(desk, "/admin/territories/file", rows.encode()))}
        )

    assert places() == [("1", "Югра", 0), (None, "Нефтеюганск", 0), ("2", "Город Сургут", 1)] or places() == [
        (None, "Нефтеюганск", 0),
        ("1", "Югра", 0),
        ("2", "Город Сургут", 1),
    ]
    assert db.session.scalar(select(Territory.id).where(Territory.code == "2")) == known["Сургут"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("code,name\n,Югра\n", "the row has no code"),
        ("code,name\n1,\n", "the row has no name"),
        ("code,name\n1,Югра\n1,Сургут\n", "the code 1 stands in the file already"),
        ("code,name\n1,Югра\n2,югра\n", "another row has this name"),
        ("code,name,parent\n1,Югра,9\n", "there is no place with the code or name 9"),
        ("code,name,parent\n1,Югра,2\n2,Сургут,1\n", "in a circle"),
        ("code,name,parent\n1,Югра,1\n", "a place cannot be a part of itself"),
        ("code,name\n1,Урай\n", "another place has this name"),
    ],
)
def test_a_row_that_cannot_be_kept_is_told_with_its_reason(desk: Visitor, rows: str, why: str) -> None:
    with step():
        db.session.add(Territory(name="Урай", code="77"))

    answer = send_file(desk, "/admin/territories/file", rows.encode())

    assert (answer.status_code, why in answer.get_data(as_text=True), len(places())) == (200, True, 1)


def test_no_circle_is_made_by_the_names_of_places_that_are_there(desk: Visitor) -> None:
    with step():
        larger = Territory(name="Югра", code="1")
        db.session.add(larger)
        db.session.flush()
        db.session.add(Territory(name="Сургут", code="2", parent_id=larger.id, level=1))

    for name in ("Сургут", "сургут"):
        answer = send_file(desk, "/admin/territories/file", f"code,name,parent\n1,Югра,{name}\n".encode())
        desk.send("/admin/territories/bring", {"rows": f"row,code,name,parent\n2,1,Югра,{name}\n"})

        assert "in a circle" in answer.get_data(as_text=True)
        assert db.session.scalar(select(Territory.parent_id).where(Territory.code == "1")) is None


@pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe", b"one,two\n1,2\n", b"code,name\n" + b"1,a\n" * 2_001])
def test_what_is_no_list_of_places_is_refused(desk: Visitor, raw: bytes) -> None:
    assert (send_file(desk, "/admin/territories/file", raw).status_code, places()) == (422, [])


def test_the_present_list_can_be_brought_back(desk: Visitor) -> None:
    desk.send("/admin/territories/bring", {"rows": rows_of(send_file(desk, "/admin/territories/file", COMMA))})

    given = desk.get("/admin/territories.csv")

    assert "There is nothing to do" in send_file(desk, "/admin/territories/file", given.data).get_data(as_text=True)


# People


def roles_of(account: Account) -> list[Role]:
    return list(
        db.session.scalars(
            select(RoleGrant.role).where(RoleGrant.account_id == account.id, RoleGrant.ended_at.is_(None))
        )
    )


INVITED = {"email": "new@example.org", "role": "moderator", "place": "platform", "language": "ru"}


def test_whoever_is_invited_gets_a_letter_and_the_role_at_the_first_sign_in(
    desk: Visitor, run_jobs: Callable[[], None]
) -> None:
    desk.send("/admin/people/invitations", INVITED)
    run_jobs()
    newcomer = make_account("new@example.org", email_confirmed_at=None)

    letter = letters()[0]
    assert (letter.to, "new@example.org" in letter.text, roles_of(newcomer)) == ("new@example.org", True, [])
    with step():
        come_in(newcomer)
    unconfirmed = roles_of(newcomer)
    with step():
        db.session.get_one(Account, newcomer.id).email_confirmed_at = newcomer.created_at
        come_in(newcomer)

    assert (unconfirmed, roles_of(newcomer)) == ([], [Role.MODERATOR])


def come_in(account: Account) -> None:
    from_below = db.session.get_one(Account, account.id)
    invitations.welcome(from_below, clocks.now())


def test_somebody_who_is_registered_has_the_role_at_once(desk: Visitor, run_jobs: Callable[[], None]) -> None:
    known = make_account("new@example.org")

    answer = desk.send("/admin/people/invitations", INVITED)

    assert (answer.status_code, roles_of(known), acts(desk)) == (303, [Role.MODERATOR], ["role.give"])


@pytest.mark.parametrize("over", ["taken back", "late"])
def test_an_invitation_that_is_over_gives_nothing(
    administrator: Account, desk: Visitor, clock: MovingClock, over: str
) -> None:
    waiting = make_invitation(administrator, "new@example.org")
    newcomer = make_account("new@example.org")
    if over == "late":
        clock.move_by(days=14)
    else:
        desk.send(f"/admin/people/invitations/{waiting.id}/end")

    with step():
        come_in(newcomer)

    assert roles_of(newcomer) == []


@pytest.mark.parametrize(
    ("over", "status"),
    [
        ({}, 409),
        ({"email": "nobody"}, 422),
        ({"role": "owner"}, 422),
        ({"place": "campaign:99"}, 422),
        ({"role": "king"}, 422),
    ],
)
def test_an_invitation_that_cannot_be_sent_says_why(desk: Visitor, over: dict[str, str], status: int) -> None:
    desk.send("/admin/people/invitations", INVITED)

    assert desk.send("/admin/people/invitations", {**INVITED, **over}).status_code == status


# Mail


def test_a_letter_to_oneself_says_what_happened(desk: Visitor) -> None:
    answer = desk.send("/admin/mail")

    assert ("The letter is kept as a file" in answer.get_data(as_text=True), letters()[0].to) == (
        True,
        "chief@example.org",
    )


def test_a_mail_server_that_does_not_answer_is_told(app: Flask, desk: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = app.extensions["veche.settings"]
    away = type(settings)(**{**vars(settings), "SMTP_URL": "smtp://127.0.0.1:1"})
    monkeypatch.setitem(app.extensions, "veche.settings", away)

    answer = desk.send("/admin/mail")

    assert (answer.status_code, "cannot be reached" in answer.get_data(as_text=True)) == (502, True)


def test_what_was_changed_stands_in_the_log_in_words(desk: Visitor) -> None:
    desk.send("/admin/site", NAMES)
    desk.send("/admin/look", {"colour": "#7a1f5c"})

    page = read(desk, "/admin/log")

    assert [
        words in page for words in ("Names or languages of the site were set", "The main colour was set", "— → #7a1f5c")
    ] == [True] * 3
