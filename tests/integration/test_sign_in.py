"""Signing in and out, passwords, sessions, and patience with attempts."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from werkzeug.test import TestResponse

from app.accounts import browsers, passwords, throttle
from app.accounts.models import Account
from app.accounts.slots import ACCOUNT_SECTIONS, SIGNED_IN, Item, Section
from app.accounts.throttle import Attempt
from app.config import Settings
from app.foundation import queue
from app.foundation.db import db
from app.foundation.errors import TooMany
from app.foundation.unit_of_work import step
from app.guards.counters import Counters, Shared
from tests.factories.people import make_account, make_territory
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import TOKEN, Visitor

PASSWORD = "верный конь 7"
OTHER = "новый крепкий пароль"
EMAIL = "anna@example.org"
Visit = Callable[..., Visitor]


@pytest.fixture
def anna(app: Flask) -> Account:
    account = make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD))
    db.session.refresh(account)
    return account


def sign_in(visitor: Visitor, email: str = EMAIL, password: str = PASSWORD, **over: object) -> TestResponse:
    network = over.pop("network", "127.0.0.1")
    fields = {"email": email, "password": password, **over}
    return visitor.send("/account/sign-in", fields, environ_base={"REMOTE_ADDR": network})


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/account/").status_code == 200


def test_the_right_password_signs_in_for_thirty_days(anna: Account, visit: Visit) -> None:
    visitor = visit()

    response = sign_in(visitor, next="/campaigns/")

    assert (response.status_code, response.location) == (303, "/campaigns/")
    assert is_signed_in(visitor)
    assert visitor.client.get_cookie("veche").expires is not None


@pytest.mark.parametrize("spelling", ["ANNA@example.org", " anna@EXAMPLE.ORG "])
def test_an_address_may_be_spelled_otherwise(anna: Account, visit: Visit, spelling: str) -> None:
    assert sign_in(visit(), spelling).status_code == 303


def test_a_password_may_be_composed_otherwise(app: Flask, visit: Visit) -> None:
    make_account(EMAIL, password_hash=passwords.hash_of("мой город"))

    assert sign_in(visit(), password="мой город").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "wrong password"),
        (EMAIL, PASSWORD + " "),
        (EMAIL, PASSWORD + "\x00"),
        (EMAIL, "п" * 100_000),
        ("nobody@example.org", PASSWORD),
        ("no address at all", PASSWORD),
        ("\x00' OR 1=1 --", PASSWORD),
    ],
)
def test_what_does_not_fit_is_answered_alike(anna: Account, visit: Visit, email: str, password: str) -> None:
    visitor = visit()

    response = sign_in(visitor, email, password)

    assert (response.status_code, is_signed_in(visitor)) == (422, False)
    assert "The e-mail and the password do not fit together." in response.get_data(as_text=True)


def test_the_page_for_an_unknown_address_is_the_page_for_a_known_one(anna: Account, visit: Visit) -> None:
    def page(email: str) -> str:
        text = sign_in(visit(), email, "wrong password").get_data(as_text=True)
        return re.sub(r'(value|data-options)="[^"]*"', "", text)

    assert page(EMAIL) == page("nina@example.org")


def test_an_unknown_address_takes_as_much_work_as_a_known_one(anna: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    verify = passwords.PasswordHasher.verify

    def remember(self: object, hashed: str, password: bytes) -> bool:
        kept.append(hashed.rsplit("$", 2)[0])
        return verify(self, hashed, password)

    monkeypatch.setattr(passwords.PasswordHasher, "verify", remember)
    passwords.fits("wrong password", anna.password_hash)
    passwords.fits("wrong password", "")

    assert kept == ["$argon2id$v=19$m=8,t=1,p=1"] * 2


def test_an_account_without_a_password_is_never_opened_by_one(app: Flask, visit: Visit) -> None:
    make_account(EMAIL, password_hash="")

    assert [sign_in(visit(), password=word).status_code for word in ("nobody's password", "x")] == [422, 422]


def test_who_has_not_confirmed_is_told_so_and_may_ask_for_the_letter(app: Flask, visit: Visit) -> None:
    make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD), email_confirmed_at=None)
    visitor = visit()

    response = sign_in(visitor)

    assert (response.status_code, is_signed_in(visitor)) == (403, False)
    assert 'href="/account/confirm"' in response.get_data(as_text=True)


def test_a_session_of_an_unconfirmed_account_is_none(app: Flask, visit: Visit) -> None:
    assert not is_signed_in(visit(make_account(EMAIL, email_confirmed_at=None)))


def test_an_ended_account_does_not_exist(app: Flask, visit: Visit, clock: MovingClock) -> None:
    account = make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD), ended_at=clock.now())
    visitor = visit(account)

    assert (sign_in(visit()).status_code, is_signed_in(visitor)) == (422, False)


@pytest.mark.parametrize(
    ("network", "headers", "status"),
    [
        ("127.0.0.1", {}, 303),
        ("::1", {}, 303),
        ("::ffff:127.0.0.1", {}, 303),
        ("10.0.0.7", {}, 403),
        ("203.0.113.9", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 403),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}, 403),
    ],
)
def test_demo_people_come_in_from_this_machine_alone(
    app: Flask, visit: Visit, network: str, headers: dict[str, str], status: int
) -> None:
    make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD), is_demo=True)
    visitor, fields = visit(), {"email": EMAIL, "password": PASSWORD}

    response = visitor.send("/account/sign-in", fields, environ_base={"REMOTE_ADDR": network}, headers=headers)

    assert response.status_code == status


def test_nobody_comes_in_as_demo_people_at_a_public_address_whose_proxy_says_nothing(
    app: Flask, visit: Visit, settings: Callable[..., None]
) -> None:
    make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD), is_demo=True)
    settings(PUBLIC_URL="https://ideas.example.org")

    assert sign_in(visit()).status_code == 403


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "/%0d%0aX: y\r\nX: z", "x" * 600]
)
def test_nobody_is_led_out_of_the_site(anna: Account, visit: Visit, address: str) -> None:
    response = sign_in(visit(), next=address)

    assert (response.status_code, response.location) == (303, "/account/")


def test_what_the_session_held_before_is_gone(anna: Account, visit: Visit) -> None:
    visitor = visit()
    with visitor.client.session_transaction() as session:
        session["planted"] = "by somebody"
    before = visitor.token("/account/sign-in")

    sign_in(visitor)

    with visitor.client.session_transaction() as session:
        assert "planted" not in session
    assert visitor.client.post("/account/sign-out", data={"csrf_token": before}).status_code == 400


def test_a_sign_in_tells_the_rooms_above_within_its_write(
    anna: Account, visit: Visit, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setitem(app.extensions, "veche.fillers", {SIGNED_IN: (told.append,)})
    number = anna.id

    sign_in(visit())
    sign_in(visit(), password="wrong password")

    assert told == [number]


def test_signing_out_ends_the_session_here(anna: Account, visit: Visit) -> None:
    visitor = visit()
    sign_in(visitor)

    response = visitor.send("/account/sign-out")

    assert (response.status_code, is_signed_in(visitor)) == (303, False)
    assert visitor.client.get_cookie("veche") is None


def test_signing_out_is_no_link(client: FlaskClient) -> None:
    assert client.get("/account/sign-out").status_code == 405


def test_signing_out_everywhere_ends_all_sessions(anna: Account, visit: Visit) -> None:
    here, elsewhere = visit(), visit()
    sign_in(here)
    sign_in(elsewhere)

    here.send("/account/sign-out-everywhere", page="/account/")

    assert [is_signed_in(here), is_signed_in(elsewhere)] == [False, False]


@pytest.mark.parametrize("word", ["", "1", "1.", "1.7", "x.0", "-1.0", "9" * 30 + ".0", "٣.0", "1.0.0"])
def test_a_session_that_names_nobody_is_a_guest(anna: Account, visit: Visit, word: str) -> None:
    visitor = visit()
    with visitor.client.session_transaction() as session:
        session["_user_id"] = word

    assert visitor.get("/account/").status_code == 303


def test_a_guest_is_sent_to_sign_in_and_comes_back(client: FlaskClient, visit: Visit) -> None:
    looked = client.get("/account/profile?x=1")
    sent = visit().send("/account/profile", {})

    assert (looked.status_code, looked.location) == (303, "/account/sign-in?next=/account/profile?x%3D1")
    assert sent.status_code == 403


def test_a_password_kept_under_older_settings_is_hashed_anew(
    app: Flask, visit: Visit, settings: Callable[..., None]
) -> None:
    number = make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD)).id
    settings(PASSWORD_TIME=2)

    first, second = sign_in(visit()), sign_in(visit())

    db.session.rollback()
    assert (first.status_code, second.status_code) == (303, 303)
    assert "t=2" in db.session.get(Account, number).password_hash


# Patience


def test_the_sixth_failure_from_one_place_waits_and_keeps_the_form(anna: Account, visit: Visit) -> None:
    answers = [sign_in(visit(), password=f"wrong {n}") for n in range(6)]

    assert [r.status_code for r in answers] == [422] * 5 + [429]
    assert 0 < int(answers[5].headers["Retry-After"]) <= 600
    assert f'value="{EMAIL}"' in answers[5].get_data(as_text=True)


def test_while_one_waits_the_right_password_waits_too(anna: Account, visit: Visit) -> None:
    for n in range(5):
        sign_in(visit(), password=f"wrong {n}")

    waits = sign_in(visit())

    assert (waits.status_code, "Send me a letter" in waits.get_data(as_text=True)) == (429, True)


def test_an_unknown_address_waits_like_a_known_one(anna: Account, visit: Visit) -> None:
    statuses = [sign_in(visit(), "nobody@example.org").status_code for _ in range(6)]

    assert statuses == [422] * 5 + [429]


def test_neighbours_in_a_library_are_not_punished(anna: Account, visit: Visit) -> None:
    make_account("nina@example.org", password_hash=passwords.hash_of(OTHER))
    for n in range(6):
        sign_in(visit(), password=f"wrong {n}", network="198.51.100.4")

    response = sign_in(visit(), "nina@example.org", OTHER, network="198.51.100.4")

    assert response.status_code == 303


def test_seventy_people_of_one_network_sign_in_one_after_another(anna: Account, visit: Visit) -> None:
    statuses = {sign_in(visit(), network="198.51.100.4").status_code for _ in range(70)}

    assert statuses == {303}


def test_an_address_tried_from_many_places_is_shut_for_strangers(anna: Account, visit: Visit) -> None:
    statuses = [sign_in(visit(), password="wrong one", network=f"198.51.100.{n}").status_code for n in range(21)]

    right = sign_in(visit(), network="203.0.113.5")

    assert statuses == [422] * 20 + [429]
    assert (right.status_code, 'href="/account/forgotten"' in right.get_data(as_text=True)) == (429, True)


def test_strangers_who_guess_bar_nobody_from_where_they_came_in_before(anna: Account, visit: Visit) -> None:
    mine = visit()
    sign_in(mine)
    mine.send("/account/sign-out")
    for n in range(21):
        sign_in(visit(), password="wrong one", network=f"198.51.100.{n}")

    response = sign_in(mine, network="203.0.113.5")

    assert (response.status_code, is_signed_in(mine)) == (303, True)


def test_a_network_that_was_used_up_bars_nobody_from_where_they_came_in_before(anna: Account, visit: Visit) -> None:
    mine = visit()
    sign_in(mine, network="198.51.100.4")
    for n in range(6):
        sign_in(visit(), password=f"wrong {n}", network="198.51.100.4")
    for n in range(300):
        throttle.count_failure(Attempt(f"person{n}@example.org", "198.51.100.4"))

    assert sign_in(mine, network="198.51.100.4").status_code == 303


def test_from_where_they_came_in_before_nobody_guesses_either(anna: Account, visit: Visit) -> None:
    mine = visit()
    sign_in(mine)

    networks = [f"198.51.100.{n}" for n in range(6)]
    statuses = [sign_in(mine, password="wrong one", network=network).status_code for network in networks]

    assert statuses == [422] * 5 + [429]


@pytest.mark.parametrize("trick", ["of another", "forged", "before a new password"])
def test_only_a_browser_that_signed_in_with_this_password_counts_as_one(
    anna: Account, visit: Visit, run_jobs: Callable[[], None], trick: str
) -> None:
    mine = visit()
    make_account("nina@example.org", password_hash=passwords.hash_of(OTHER))
    sign_in(mine, *(("nina@example.org", OTHER) if trick == "of another" else ()))
    if trick == "forged":
        mine.client.set_cookie(browsers.COOKIE, "W1tdXQ.aaaa.bbbb", path="/account/")
    if trick == "before a new password":
        with step():
            db.session.get(Account, anna.id).session_epoch += 1
    for n in range(20):
        sign_in(visit(), password="wrong one", network=f"198.51.100.{n}")

    assert sign_in(mine, network="203.0.113.5").status_code == 429


def test_a_browser_of_many_keeps_them_apart_however_they_come_in(
    anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    make_account("nina@example.org", password_hash=passwords.hash_of(OTHER))
    shared = visit()
    sign_in(shared)
    shared.send("/account/sign-out")
    shared.send("/account/forgotten", {"email": "nina@example.org"}, page="/account/forgotten")
    run_jobs()
    link = letters()[0].link("/account/reset/")
    shared.send(link, {"password": "ещё один пароль 5"}, page=link)
    shared.send("/account/sign-out")
    for n in range(20):
        sign_in(visit(), password="wrong one", network=f"198.51.100.{n}")

    assert sign_in(shared, network="203.0.113.5").status_code == 303


def test_who_is_shut_out_by_strangers_comes_in_by_letter(
    anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    for n in range(20):
        sign_in(visit(), password="wrong one", network=f"198.51.100.{n}")
    mine = visit()
    mine.send("/account/forgotten", {"email": EMAIL}, page="/account/forgotten")
    run_jobs()
    link = letters()[0].link("/account/reset/")

    mine.send(link, {"password": OTHER}, page=link)
    first = is_signed_in(mine)
    mine.send("/account/sign-out")

    assert (first, sign_in(mine, password=OTHER).status_code) == (True, 303)


def test_a_person_who_is_signed_in_is_not_barred_by_strangers_from_a_new_password(anna: Account, visit: Visit) -> None:
    mine = visit()
    sign_in(mine)
    for n in range(21):
        sign_in(visit(), password="wrong one", network=f"198.51.100.{n}")

    fields = {"current_password": PASSWORD, "password": OTHER}

    assert mine.send("/account/password", fields).status_code == 303


def test_of_one_account_a_hundred_passwords_a_day_are_guessed_however_many_networks(
    anna: Account, visit: Visit, clock: MovingClock
) -> None:
    tried = 0
    for n in range(24 * 12):
        clock.move_by(minutes=5)
        tried += sum(
            sign_in(visit(), password="wrong one", network=f"10.{n // 250}.{n % 250}.{m}").status_code == 422
            for m in range(3)
        )

    assert 90 <= tried <= 200


def test_the_cookie_of_a_browser_is_for_pages_of_accounts_alone_and_names_nobody(anna: Account, visit: Visit) -> None:
    response = sign_in(visit())

    (cookie,) = [one for one in response.headers.getlist("Set-Cookie") if one.startswith(browsers.COOKIE)]
    assert [part in cookie for part in ("HttpOnly", "Path=/account/", "SameSite=Lax")] == [True] * 3
    assert "anna" not in cookie


def test_the_addresses_of_one_ipv6_network_are_one_place(anna: Account, visit: Visit) -> None:
    networks = [f"2001:db8:1:2::{n}" for n in range(1, 7)]

    statuses = [sign_in(visit(), password="wrong one", network=network).status_code for network in networks]

    assert statuses == [422] * 5 + [429]


def test_a_network_that_tries_many_addresses_waits(app: Flask, visit: Visit) -> None:
    for n in range(300):
        throttle.count_failure(Attempt(f"person{n}@example.org", "198.51.100.4"))

    here = sign_in(visit(), "fresh@example.org", network="198.51.100.4")
    elsewhere = sign_in(visit(), "fresh@example.org", network="198.51.100.5")

    assert (here.status_code, elsewhere.status_code) == (429, 422)


def test_the_server_of_counters_learns_no_addresses(app: Flask, anna: Account, visit: Visit) -> None:
    sign_in(visit(), password="wrong one", network="198.51.100.4")

    keys = b" ".join(Redis.from_url(app.extensions["veche.settings"].redis_url).keys("*"))

    assert b"sign-in-here" in keys
    assert (b"anna" in keys, b"198.51" in keys) == (False, False)


def test_without_the_server_of_counters_this_process_counts(
    app: Flask, anna: Account, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = queue.connect("unix:///nowhere/at.sock")
    monkeypatch.setitem(app.extensions, "veche.counters", Counters(nowhere, Shared(nowhere)))

    statuses = [sign_in(visit(), password="wrong one").status_code for _ in range(6)]

    assert statuses == [422] * 5 + [429]


# Passwords


def test_a_forgotten_password_is_set_by_letter_once(
    app: Flask, anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    visitor, elsewhere = visit(), visit()
    sign_in(elsewhere)
    visitor.send("/account/forgotten", {"email": EMAIL}, page="/account/forgotten")
    run_jobs()
    link = letters()[0].link("/account/reset/")

    first = visitor.send(link, {"password": OTHER}, page=link)
    again = visit().get(link)

    assert (first.status_code, first.location, again.status_code) == (303, "/account/", 410)
    assert [is_signed_in(visitor), is_signed_in(elsewhere)] == [True, False]
    assert [sign_in(visit()).status_code, sign_in(visit(), password=OTHER).status_code] == [422, 303]


def test_two_letters_set_one_password(app: Flask, anna: Account, visit: Visit, run_jobs: Callable[[], None]) -> None:
    for _ in range(2):
        visit().send("/account/forgotten", {"email": EMAIL}, page="/account/forgotten")
    run_jobs()
    one, two = (letter.link("/account/reset/") for letter in letters())
    visitor, late = visit(), visit()
    token = late.token(two)
    visitor.send(one, {"password": OTHER}, page=one)

    response = late.client.post(two, data={"csrf_token": token, "password": "третий пароль"})

    assert (response.status_code, sign_in(visit(), password=OTHER).status_code) == (410, 303)


def test_asking_for_a_new_password_tells_nothing(anna: Account, visit: Visit, run_jobs: Callable[[], None]) -> None:
    answers = [
        visit().send("/account/forgotten", {"email": email}, page="/account/forgotten")
        for email in (EMAIL, "nobody@example.org")
    ]
    run_jobs()

    assert [(r.status_code, r.location) for r in answers] == [(303, "/account/letter-sent")] * 2
    assert [letter.to for letter in letters()] == [EMAIL]


def test_letters_of_new_passwords_are_not_poured_out(anna: Account, visit: Visit) -> None:
    for email in (EMAIL, "nobody@example.org"):
        statuses = [
            visit().send("/account/forgotten", {"email": email}, page="/account/forgotten").status_code
            for _ in range(4)
        ]

        assert statuses == [303, 303, 303, 429]


def test_a_letter_of_a_new_password_works_for_two_hours(
    anna: Account, visit: Visit, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    visit().send("/account/forgotten", {"email": EMAIL}, page="/account/forgotten")
    run_jobs()
    link = letters()[0].link("/account/reset/")

    clock.move_by(hours=2, seconds=1)

    assert visit().get(link).status_code == 410


def test_a_letter_of_a_new_password_confirms_the_address(
    app: Flask, visit: Visit, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    number = make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD), email_confirmed_at=None).id
    visitor = visit()
    visitor.send("/account/forgotten", {"email": EMAIL}, page="/account/forgotten")
    run_jobs()
    link = letters()[0].link("/account/reset/")

    visitor.send(link, {"password": OTHER}, page=link)

    db.session.rollback()
    assert (db.session.get(Account, number).email_confirmed_at, is_signed_in(visitor)) == (clock.now(), True)


@pytest.mark.parametrize("password", ["", "short", "password123", EMAIL])
def test_a_weak_new_password_is_not_taken(
    anna: Account, visit: Visit, run_jobs: Callable[[], None], password: str
) -> None:
    visitor = visit()
    visitor.send("/account/forgotten", {"email": EMAIL}, page="/account/forgotten")
    run_jobs()
    link = letters()[0].link("/account/reset/")

    response = visitor.send(link, {"password": password}, page=link)

    assert (response.status_code, sign_in(visit()).status_code) == (422, 303)


def test_a_changed_password_signs_out_elsewhere_and_is_told_by_letter(
    anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    here, elsewhere = visit(), visit()
    sign_in(here)
    sign_in(elsewhere)

    response = here.send(
        "/account/password", {"current_password": PASSWORD, "password": OTHER}, page="/account/password"
    )
    run_jobs()

    assert (response.status_code, is_signed_in(here), is_signed_in(elsewhere)) == (303, True, False)
    assert sign_in(visit(), password=OTHER).status_code == 303
    assert [letter.subject for letter in letters()] == ["Your password has been changed: Veche"]


def test_the_present_password_cannot_be_guessed_from_inside(anna: Account, visit: Visit) -> None:
    visitor = visit(anna)

    statuses = [
        visitor.send(
            "/account/password", {"current_password": f"wrong {n}", "password": OTHER}, page="/account/password"
        ).status_code
        for n in range(6)
    ]

    assert statuses == [422] * 5 + [429]


# One's own page


def test_my_page_shows_what_is_known_of_me(
    anna: Account, visit: Visit, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account("nina@example.org", "Нина", "Чужая")
    given = Section("My ideas", (Item("Лист ожидания", "/ideas/1", "4 November", "published", "done"),))
    fillers = {ACCOUNT_SECTIONS: (lambda _id: given, lambda _id: None)}
    monkeypatch.setitem(app.extensions, "veche.fillers", fillers)

    page = visit(anna).get("/account/").get_data(as_text=True)

    assert [word in page for word in ("Анна Кравец", "Анна К.", EMAIL, "Лист ожидания", "published", "Чужая")] == [
        True
    ] * 5 + [False]


def test_what_i_tell_about_myself_is_kept(anna: Account, visit: Visit) -> None:
    place_id, number = make_territory().id, anna.id
    fields = {"given_name": "Ганна", "family_name": "Кравець", "territory_id": str(place_id), "language": "uk"}

    response = visit(anna).send("/account/profile", fields, page="/account/profile")

    db.session.rollback()
    account = db.session.get(Account, number)
    assert response.status_code == 303
    assert (account.public_name, account.territory_id, account.language) == ("Ганна К.", place_id, "uk")


@pytest.mark.parametrize("fields", [{"language": "xx"}, {"language": ""}, {"territory_id": "7"}, {"given_name": " "}])
def test_what_cannot_be_is_not_kept_of_me(anna: Account, visit: Visit, fields: dict[str, str]) -> None:
    whole = {"given_name": "Анна", "family_name": "Кравец", "territory_id": "", "language": "ru", **fields}

    assert visit(anna).send("/account/profile", whole, page="/account/profile").status_code == 422


def test_a_session_lasts_thirty_days() -> None:
    assert Settings().SESSION_DAYS == 30


def test_attempts_count_before_they_end_so_that_many_at_once_are_few(app: Flask) -> None:
    with app.test_request_context():
        for _ in range(5):
            throttle.require_attempt(Attempt(EMAIL, "198.51.100.4"))

        with pytest.raises(TooMany):
            throttle.require_attempt(Attempt(EMAIL, "198.51.100.4"))


def test_the_right_password_is_forgiven_the_wrong_ones_before(anna: Account, visit: Visit) -> None:
    for n in range(4):
        sign_in(visit(), password=f"wrong {n}")

    statuses = [sign_in(visit()).status_code, *(sign_in(visit(), password=f"wrong {n}").status_code for n in range(5))]

    assert statuses == [303] + [422] * 5


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 303),
        ("127.0.0.1", 303),
        ("[::1]:8000", 303),
        ("veche.localhost", 303),
        ("rebound.example:8000", 403),
        ("localhost.evil.example", 403),
        ("192.168.1.5", 403),
    ],
)
def test_demo_people_come_in_by_a_name_of_this_machine_alone(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch, host: str, status: int
) -> None:
    known = ("rebound.example", "localhost.evil.example", "192.168.1.5")
    settings = replace(app.extensions["veche.settings"], OTHER_HOSTS=known)
    monkeypatch.setitem(app.extensions, "veche.settings", settings)
    make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD), is_demo=True)
    client = visit().client
    page = client.get("/account/sign-in", base_url=f"http://{host}").get_data(as_text=True)
    fields = {"email": EMAIL, "password": PASSWORD, "csrf_token": TOKEN.search(page)[1]}

    response = client.post("/account/sign-in", data=fields, base_url=f"http://{host}")

    assert response.status_code == status
