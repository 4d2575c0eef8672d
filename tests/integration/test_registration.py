"""Signing up: the letter, the button, and nothing that tells who has an account."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts import consents, links
from app.accounts.models import Account, Consent
from app.accounts.personal import jobs
from app.foundation import clock as clocks
from app.foundation.db import db
from tests.factories.people import make_account, make_territory
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor
from tests.support.statements import counted

PASSWORD = "три слова подряд"
ANNA = {
    "given_name": "Анна",
    "family_name": "Кравец",
    "email": "anna@example.org",
    "password": PASSWORD,
    "territory_id": "",
    "consent": "y",
    "next": "",
}
Visit = Callable[..., Visitor]
Run = Callable[[], None]


def register(visitor: Visitor, **over: Any) -> TestResponse:
    return visitor.send("/account/register", {**ANNA, **over}, page="/account/register")


def account_of(email: str = "anna@example.org") -> Account | None:
    db.session.rollback()
    return db.session.scalar(select(Account).where(Account.email_key == email))


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/account/").status_code == 200


def test_a_newcomer_is_kept_unconfirmed_and_gets_a_letter(app: Flask, visit: Visit, run_jobs: Run) -> None:
    place_id = make_territory().id

    response = register(visit(), territory_id=str(place_id))
    run_jobs()

    account = account_of()
    assert (response.status_code, response.location) == (303, "/account/letter-sent")
    assert (account.public_name, account.territory_id, account.email_confirmed_at) == ("Анна К.", place_id, None)
    assert [(letter.to, letter.subject) for letter in letters()] == [("anna@example.org", "Confirm your e-mail: Veche")]


def test_the_password_is_kept_as_an_argon2id_hash(app: Flask, visit: Visit) -> None:
    register(visit())

    assert account_of().password_hash.startswith("$argon2id$")


def test_consent_is_kept_with_its_version_language_and_time(app: Flask, visit: Visit, clock: MovingClock) -> None:
    register(visit())

    kept = db.session.scalars(select(Consent)).one()
    assert (kept.text_name, kept.version, kept.language, kept.given_at, kept.withdrawn_at) == (
        "personal-data",
        "1.1",
        "en",
        clock.now(),
        None,
    )


def test_the_box_of_consent_is_not_ticked_beforehand(visit: Visit) -> None:
    page = visit().get("/account/register").get_data(as_text=True)

    (box,) = re.findall(r'<input[^>]*name="consent"[^>]*>', page)
    assert ('type="checkbox"' in box, "checked" in box) == (True, False)


def test_without_consent_there_is_no_account(app: Flask, visit: Visit) -> None:
    fields = {name: value for name, value in ANNA.items() if name != "consent"}

    response = visit().send("/account/register", fields, page="/account/register")

    assert (response.status_code, account_of()) == (422, None)
    assert "Without this consent we may not keep your account" in response.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_text_of_consent_is_a_page_for_everyone(client: FlaskClient, language: str) -> None:
    response = client.get("/account/consents/personal-data", headers={"Accept-Language": language})

    assert (response.status_code, response.headers["Cache-Control"], "Set-Cookie" in response.headers) == (
        200,
        "public, no-cache",
        False,
    )


def test_every_version_of_every_consent_has_its_text(client: FlaskClient) -> None:
    pages = [(name, "1") for name in consents.TEXTS]

    statuses = [client.get(f"/account/consents/{name}?version={version}").status_code for name, version in pages]

    assert statuses == [200] * len(pages)


@pytest.mark.parametrize("path", ["/account/consents/nothing", "/account/consents/personal-data?version=7"])
def test_a_consent_that_does_not_exist_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_opening_the_link_confirms_nothing(app: Flask, visit: Visit, run_jobs: Run) -> None:
    register(visit())
    run_jobs()
    link = letters()[0].link("/account/confirm/")

    response = visit().get(link)

    assert (response.status_code, account_of().email_confirmed_at) == (200, None)
    main = response.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]
    assert main.count("<button") == 1


def test_the_button_confirms_and_signs_in_where_one_registered(
    app: Flask, visit: Visit, run_jobs: Run, clock: MovingClock
) -> None:
    visitor = visit()
    register(visitor, next="/campaigns/ugra/ideas/new")
    run_jobs()
    link = letters()[0].link("/account/confirm/")

    response = visitor.send(link, page=link)

    assert (response.status_code, response.location) == (303, "/campaigns/ugra/ideas/new")
    assert account_of().email_confirmed_at == clock.now()
    assert is_signed_in(visitor)


def test_on_another_device_the_password_is_asked_for(app: Flask, visit: Visit, run_jobs: Run) -> None:
    register(visit(), next="/campaigns/ugra/ideas/new")
    run_jobs()
    link, elsewhere = letters()[0].link("/account/confirm/"), visit()

    response = elsewhere.send(link, page=link)

    assert response.location == "/account/sign-in?next=/campaigns/ugra/ideas/new&confirmed=1"
    assert account_of().email_confirmed_at is not None
    assert not is_signed_in(elsewhere)


def test_the_button_pressed_twice_confirms_once_and_does_no_harm(app: Flask, visit: Visit, run_jobs: Run) -> None:
    visitor = visit()
    register(visitor)
    run_jobs()
    link = letters()[0].link("/account/confirm/")
    token = visitor.token(link)

    first = visitor.client.post(link, data={"csrf_token": token})
    second = visitor.send(link, page="/account/")

    assert [(r.status_code, r.location) for r in (first, second)] == [(303, "/account/")] * 2


def test_a_used_link_signs_nobody_in(app: Flask, visit: Visit, run_jobs: Run) -> None:
    visitor, thief = visit(), visit()
    register(visitor)
    run_jobs()
    link = letters()[0].link("/account/confirm/")
    visitor.send(link, page=link)

    response = thief.send(link)

    assert (response.status_code, is_signed_in(thief)) == (303, False)
    assert "confirmed already" in thief.get(link).get_data(as_text=True)


@pytest.mark.parametrize("word", ["x", "a.b.c", "И", "W10.aaaa.bbbb", "." * 500])
def test_a_wrong_link_offers_a_new_letter(client: FlaskClient, visit: Visit, word: str) -> None:
    shown = client.get(f"/account/confirm/{word}")
    pressed = visit().send(f"/account/confirm/{word}")

    assert [shown.status_code, pressed.status_code] == [410, 410]


def test_a_link_works_for_three_days(app: Flask, visit: Visit, run_jobs: Run, clock: MovingClock) -> None:
    register(visit())
    run_jobs()
    link = letters()[0].link("/account/confirm/")

    clock.move_by(days=3)
    in_time = visit().get(link).status_code
    clock.move_by(seconds=1)
    late = visit().get(link).status_code

    assert (in_time, late) == (200, 410)


def test_a_link_for_one_purpose_serves_no_other(app: Flask, client: FlaskClient) -> None:
    account = make_account(email_confirmed_at=None)

    statuses = [
        client.get(f"/account/confirm/{links.reset(account)}").status_code,
        client.get(f"/account/reset/{links.confirmation(account, '')}").status_code,
    ]

    assert statuses == [410, 410]


def test_a_known_address_gets_the_same_answer_and_its_owner_a_letter(app: Flask, visit: Visit, run_jobs: Run) -> None:
    make_account("anna@example.org", "Анна", "Первая")

    known, unknown = register(visit()), register(visit(), email="nobody@example.org")
    run_jobs()

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert known.get_data() == unknown.get_data()
    assert [len(r.headers.getlist("Set-Cookie")) for r in (known, unknown)] == [1, 1]
    assert sorted((letter.to, letter.subject) for letter in letters()) == [
        ("anna@example.org", "You have an account already: Veche"),
        ("nobody@example.org", "Confirm your e-mail: Veche"),
    ]


def test_a_known_address_costs_as_much_as_an_unknown_one_and_leaves_nothing(app: Flask, visit: Visit) -> None:
    make_account("anna@example.org")

    def cost(email: str) -> list[str]:
        visitor = visit()
        with counted() as statements:
            register(visitor, email=email)
        return [" ".join(one.split()[:3]) for one in statements.texts]

    unknown, known = cost("nina@example.org"), cost("anna@example.org")

    kept = [db.session.scalar(select(func.count()).select_from(table)) for table in (Account, Consent)]
    assert abs(len(known) - len(unknown)) <= 2
    assert [one for one in known if one.startswith("INSERT")] == [one for one in unknown if one.startswith("INSERT")]
    assert kept == [2, 1]


def test_a_known_account_is_not_changed_by_who_registers_again(app: Flask, visit: Visit) -> None:
    make_account("anna@example.org", "Анна", "Первая", password_hash="kept")

    register(visit(), given_name="Мэллори")

    account = account_of()
    assert (account.given_name, account.password_hash, account.session_epoch) == ("Анна", "kept", 0)


def test_another_spelling_of_an_address_is_the_same_address(app: Flask, visit: Visit) -> None:
    register(visit(), email="Anna@Example.ORG")
    register(visit(), email=" anna@EXAMPLE.org ")

    assert db.session.scalar(select(func.count()).select_from(Account)) == 1


def test_many_who_register_one_address_at_once_make_one_account(app: Flask, visit: Visit) -> None:
    visitors = [visit() for _ in range(6)]
    tokens = [visitor.token("/account/register") for visitor in visitors]
    ready = threading.Barrier(6)
    db.session.rollback()

    def send(number: int) -> int:
        ready.wait()
        fields = {**ANNA, "csrf_token": tokens[number]}
        return visitors[number].client.post("/account/register", data=fields).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(send, range(6)))

    assert db.session.scalar(select(func.count()).select_from(Account)) == 1
    assert sorted(statuses) == [303] * 3 + [429] * 3


def test_who_registers_again_before_confirming_makes_earlier_letters_void(
    app: Flask, visit: Visit, run_jobs: Run
) -> None:
    register(visit(), given_name="Мэллори")
    run_jobs()
    old = letters()[0].link("/account/confirm/")

    register(visit())
    run_jobs()

    assert visit().get(old).status_code == 410
    assert account_of().given_name == "Анна"


def test_who_registered_first_is_not_signed_in_by_the_letter_of_the_second(
    app: Flask, visit: Visit, run_jobs: Run
) -> None:
    first, second = visit(), visit()
    register(first)
    register(second, password="совсем другой пароль")
    run_jobs()
    link = letters()[-1].link("/account/confirm/")

    response = first.send(link, page=link)

    assert (response.status_code, is_signed_in(first)) == (422, False)
    assert account_of().email_confirmed_at is None


def test_the_password_of_somebody_else_never_counts_for_the_owner_of_an_address(
    app: Flask, visit: Visit, run_jobs: Run
) -> None:
    owner, mallory = visit(), visit()
    register(owner)
    register(mallory, given_name="Мэллори", password="пароль Мэллори 7")
    run_jobs()
    link = letters()[-1].link("/account/confirm/")

    shown = owner.get(link).get_data(as_text=True)
    fields = {"given_name": "Анна", "family_name": "Кравец", "password": "мой новый пароль 3"}
    without = owner.send(link, fields, page=link)
    claimed = owner.send(link, {**fields, "consent": "y"}, page=link)

    signed = {"email": "anna@example.org", "password": "пароль Мэллори 7"}
    assert ("Мэллори" in shown, without.status_code, claimed.status_code, is_signed_in(owner)) == (
        False,
        422,
        303,
        True,
    )
    assert mallory.send("/account/sign-in", signed, page="/account/sign-in").status_code == 422
    assert account_of().public_name == "Анна К."


def test_who_signed_up_last_confirms_with_one_button_where_they_signed_up(
    app: Flask, visit: Visit, run_jobs: Run
) -> None:
    register(visit())
    owner = visit()
    register(owner)
    run_jobs()
    link = letters()[-1].link("/account/confirm/")

    assert (owner.send(link, page=link).status_code, is_signed_in(owner)) == (303, True)


def test_whoever_mends_a_slip_gets_the_address_that_somebody_had_taken_and_never_shown(
    app: Flask, visit: Visit, run_jobs: Run
) -> None:
    register(visit(), given_name="Мэллори")
    squatter = account_of().id
    owner = visit()
    register(owner, email="anna@examlpe.org")
    owner.send("/account/letter-sent", {"email": "anna@example.org"}, page="/account/confirm")
    run_jobs()

    link = letters()[-1].link("/account/confirm/")
    confirmed = owner.send(link, page=link)

    assert (confirmed.status_code, is_signed_in(owner), letters()[-1].to) == (303, True, "anna@example.org")
    assert (account_of().given_name, account_of().id != squatter) == ("Анна", True)


def test_the_term_of_an_address_that_waits_begins_anew_with_each_who_signs_up(
    app: Flask, visit: Visit, clock: MovingClock
) -> None:
    register(visit())
    clock.move_by(days=13)
    register(visit())
    clock.move_by(days=2)

    jobs.remove_unconfirmed()

    assert account_of() is not None
    clock.move_by(days=13)
    jobs.remove_unconfirmed()
    assert account_of() is None


@pytest.mark.parametrize(
    ("email", "key", "to"),
    [
        ("Иван@Пошта.УКР", "иван@xn--80a1acn3a.xn--j1amh", "Иван@пошта.укр"),
        ("User@Почта.РФ", "user@xn--80a1acny.xn--p1ai", "User@xn--80a1acny.xn--p1ai"),
    ],
)
def test_cyrillic_addresses_are_addresses(
    app: Flask, visit: Visit, run_jobs: Run, email: str, key: str, to: str
) -> None:
    response = register(visit(), email=email)
    run_jobs()

    assert response.status_code == 303
    assert account_of(key).email == email
    assert [letter.to for letter in letters()] == [to]


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "anna"}, "This does not look like an e-mail address"),
        ({"email": "anna@localhost"}, "This does not look like an e-mail address"),
        ({"email": "a" * 100_000 + "@example.org"}, "At most 254 characters fit here. Take away 99758."),
        ({"email": "anna@example.org\r\nBcc: all@example.org"}, "This does not look like an e-mail address"),
        ({"given_name": ""}, "Fill this in."),
        ({"given_name": "\x00\u202e\u200b\u200b"}, "Fill this in."),
        ({"family_name": "К" * 61}, "At most 60 characters fit here. Take away 1."),
        ({"given_name": "Win at http://evil.example"}, "Write it with letters, spaces and hyphens."),
        ({"given_name": "evil.example"}, "Write it with letters, spaces and hyphens."),
        ({"password": "short"}, "Make it at least 8 characters long."),
        ({"password": "п" * 201}, "At most 200 characters fit here."),
        ({"password": "п" * 100_000}, "At most 200 characters fit here."),
        ({"password": "Password123"}, "Many people use this password"),
        ({"password": "Йцукен123"}, "Many people use this password"),
        ({"password": "aaaaaaaa"}, "Many people use this password"),
        ({"password": "abcdefghij"}, "Many people use this password"),
        ({"password": "anna@example.org"}, "A password that is the e-mail address is easily guessed."),
        ({"email": "annakravets@example.org", "password": "annakravets"}, "A password that is the e-mail address"),
        ({"territory_id": "99"}, "Choose one of the list."),
        ({"territory_id": "9" * 40}, "Choose one of the list."),
        ({"territory_id": "<script>"}, "Choose one of the list."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    app: Flask, visit: Visit, fields: dict[str, str], sentence: str
) -> None:
    response = register(visit(), **fields)

    assert response.status_code == 422
    assert sentence in response.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(Account)) == 0


@pytest.mark.parametrize("name", ["Жан-Клод", "О'Коннор", "Нур-Султан Абишулы", "Ян А.", "Ї", "Анна Мария"])
def test_names_of_all_kinds_are_names(app: Flask, visit: Visit, name: str) -> None:
    assert register(visit(), given_name=name).status_code == 303


def test_what_was_typed_stays_but_for_the_password(visit: Visit) -> None:
    page = register(visit(), email="nonsense").get_data(as_text=True)

    assert 'value="Анна"' in page
    assert 'value="nonsense"' in page
    assert PASSWORD not in page


def test_a_file_of_a_megabyte_is_refused_politely(visit: Visit) -> None:
    response = register(visit(), given_name="ы" * 700_000)

    assert response.status_code == 413
    assert "larger than we can take" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example"]
)
def test_nobody_is_led_out_of_the_site(app: Flask, visit: Visit, run_jobs: Run, address: str) -> None:
    visitor = visit()
    register(visitor, next=address)
    run_jobs()
    link = letters()[0].link("/account/confirm/")

    assert visitor.send(link, page=link).location == "/account/"


def test_a_form_without_its_token_is_kept_but_for_the_password(app: Flask, client: FlaskClient) -> None:
    response = client.post("/account/register", data=ANNA)

    page = response.get_data(as_text=True)
    assert (response.status_code, account_of()) == (400, None)
    assert 'value="anna@example.org"' in page
    assert PASSWORD not in page


@pytest.mark.parametrize("cookie", ["", "broken", "eyJh.b.c", "\x7f" * 50, "A" * 4000])
def test_a_broken_cookie_is_no_cookie(client: FlaskClient, cookie: str) -> None:
    client.set_cookie("veche", cookie)

    assert client.get("/account/register").status_code == 200


def test_pages_of_forms_are_kept_by_nobody(client: FlaskClient) -> None:
    paths = ["register", "sign-in", "forgotten", "confirm"]

    kept = [client.get(f"/account/{path}").headers["Cache-Control"] for path in paths]

    assert kept == ["private, no-store"] * len(paths)


def test_the_letter_speaks_the_language_of_the_form(app: Flask, visit: Visit, run_jobs: Run) -> None:
    register(Visitor(app, language="uk"))
    run_jobs()

    assert account_of().language == "uk"
    assert len(letters()) == 1


def test_the_letter_is_sent_again_where_it_is_owed(app: Flask, visit: Visit, run_jobs: Run) -> None:
    make_account("waiting@example.org", email_confirmed_at=None)
    make_account("done@example.org")

    answers = [
        visit().send("/account/confirm", {"email": email}, page="/account/confirm")
        for email in ("waiting@example.org", "done@example.org", "nobody@example.org")
    ]
    run_jobs()

    assert {(r.status_code, r.location) for r in answers} == {(303, "/account/letter-sent")}
    assert [letter.to for letter in letters()] == ["waiting@example.org"]


def test_letters_to_one_address_are_not_poured_out(app: Flask, visit: Visit, run_jobs: Run) -> None:
    answers = [register(visit()) for _ in range(4)]
    run_jobs()

    assert [r.status_code for r in answers] == [303, 303, 303, 429]
    assert 0 < int(answers[3].headers["Retry-After"]) <= 7200
    assert 'value="Анна"' in answers[3].get_data(as_text=True)
    assert len(letters()) == 3


def test_a_job_run_twice_is_one_letter(app: Flask) -> None:
    account_id = make_account(email_confirmed_at=None).id
    job = app.extensions["veche.jobs"]["accounts.send_confirmation"].run

    for _ in range(2):
        job(account_id=account_id, letter="same", next_address="")

    assert len(letters()) == 1


def test_an_ended_account_is_told_nothing(app: Flask, visit: Visit, run_jobs: Run) -> None:
    make_account("anna@example.org", ended_at=clocks.now())

    response = register(visit())
    run_jobs()

    assert (response.status_code, letters()) == (303, [])
