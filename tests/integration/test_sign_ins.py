"""Where people are signed in, ending it, showing once more who one is, and what others try with it."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import passwords
from app.accounts.factors import devices
from app.accounts.factors import jobs as factor_jobs
from app.accounts.factors.domain import codes
from app.accounts.factors.models import SignIn
from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation import clock as clocks
from app.foundation.db import db
from app.foundation.unit_of_work import step
from tests.factories.people import PASSWORD, give_role, make_account
from tests.factories.tokens import make_token
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

# The verbs behind these pages are tried on both databases elsewhere.
pytestmark = pytest.mark.any_database

EMAIL, OTHER = "anna@example.org", "новый крепкий пароль"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
YANDEX = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 YaBrowser/25.1 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"
Visit = Callable[..., Visitor]


@pytest.fixture
def anna(app: Flask) -> Account:
    account = make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD))
    db.session.refresh(account)
    return account


def come_in(visitor: Visitor, agent: str = FIREFOX, network: str = "127.0.0.1", password: str = PASSWORD) -> Visitor:
    visitor.client.environ_base |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": network}
    visitor.send("/account/sign-in", {"email": EMAIL, "password": password})
    return visitor


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/account/").status_code == 200


def listed(visitor: Visitor) -> list[str]:
    rows = re.findall(
        r"<b>(.*?)</b>.*?<span class=\"meta\">(.*?)</span>", visitor.get("/account/sign-ins").text, re.DOTALL
    )
    return [" ".join(f"{name}: {meta.rsplit('·', 1)[-1]}".split()) for name, meta in rows]


# Rows


def test_each_browser_is_told_in_plain_words_and_its_network_without_an_address(anna: Account, visit: Visit) -> None:
    come_in(visit(), YANDEX, "203.0.113.7")
    here = come_in(visit(), IPHONE, "198.51.100.4")

    assert listed(here) == [
        "Safari on iPhone: the network that you are in now",
        "Yandex Browser on Windows: another network",
    ]


def test_no_address_of_a_network_and_no_secret_is_kept(anna: Account, visit: Visit) -> None:
    visitor = come_in(visit(), network="203.0.113.7")
    with visitor.client.session_transaction() as session:
        secret = session["_user_id"].split(".")[2]

    (row,) = db.session.scalars(select(SignIn)).all()
    kept = " ".join(map(str, vars(row).values()))

    assert ("203.0" in kept, secret in kept, len(row.network)) == (False, False, devices.LETTERS)


def test_one_is_ended_and_the_others_stay(anna: Account, visit: Visit) -> None:
    here, there, third = come_in(visit()), come_in(visit()), come_in(visit())
    numbers = db.session.scalars(select(SignIn.id).order_by(SignIn.id)).all()

    answer = here.send(f"/account/sign-ins/{numbers[1]}/end", page="/account/sign-ins")

    assert answer.status_code == 303
    assert [is_signed_in(browser) for browser in (here, there, third)] == [True, False, True]


def test_all_but_this_one_are_ended(anna: Account, visit: Visit) -> None:
    here, there = come_in(visit()), come_in(visit())

    here.send("/account/sign-ins/end-others", page="/account/sign-ins")

    assert [is_signed_in(browser) for browser in (here, there)] == [True, False]


def test_programs_go_on_where_sign_ins_end_and_are_ended_where_that_is_asked_for(
    app: Flask, anna: Account, visit: Visit
) -> None:
    here, there = come_in(visit()), come_in(visit())
    words = [make_token(anna), make_token(anna), make_token(make_account("nina@example.org"))]

    def holds() -> list[int]:
        headers = [{"Authorization": f"Bearer {word}"} for word in words]
        return [app.test_client().get("/api/v1/me", headers=one).status_code for one in headers]

    told = here.get("/account/sign-ins").text
    here.send("/account/sign-ins/end-others", page="/account/sign-ins")
    before = holds()
    here.send("/account/sign-ins/end-others", {"programs": "all"}, page="/account/sign-ins")

    assert "2 programs act in your name by tokens" in told
    assert (before, holds()) == ([200, 200, 200], [401, 401, 200])
    assert [is_signed_in(browser) for browser in (here, there)] == [True, False]
    here.get("/account/")
    assert "in your name by" not in here.get("/account/sign-ins").text


def test_nobody_ends_the_sign_in_of_another_person(anna: Account, visit: Visit) -> None:
    hers = come_in(visit())
    number = db.session.scalars(select(SignIn.id)).one()

    answer = visit(make_account()).send(f"/account/sign-ins/{number}/end")

    assert (answer.status_code, is_signed_in(hers)) == (404, True)


def test_a_cookie_that_was_copied_before_the_sign_out_opens_nothing(anna: Account, visit: Visit) -> None:
    visitor, thief = come_in(visit()), visit()
    cookie = visitor.client.get_cookie("veche")
    assert cookie
    thief.client.set_cookie("veche", cookie.value)
    before = is_signed_in(thief)

    visitor.send("/account/sign-out")

    assert (before, is_signed_in(thief)) == (True, False)


def test_a_cookie_with_the_secret_of_another_s_row_opens_nothing(anna: Account, visit: Visit) -> None:
    other = make_account()
    visitor = visit(other)
    with visitor.client.session_transaction() as session:
        secret = session["_user_id"].split(".")[2]
        session["_user_id"] = f"{anna.id}.{anna.session_epoch}.{secret}"

    assert is_signed_in(visitor) is False


def test_a_session_that_somebody_prepared_is_not_the_one_that_is_signed_in(anna: Account, visit: Visit) -> None:
    thief, victim = visit(), visit()
    thief.get("/account/sign-in")
    prepared = thief.client.get_cookie("veche")
    assert prepared
    victim.client.set_cookie("veche", prepared.value)

    come_in(victim)

    after = victim.client.get_cookie("veche")
    assert after
    assert (after.value == prepared.value, is_signed_in(victim), is_signed_in(thief)) == (False, True, False)


def test_a_sign_in_is_over_after_thirty_days_however_often_it_was_used(
    anna: Account, visit: Visit, clock: MovingClock, settings: Callable[..., None]
) -> None:
    settings(SESSION_DAYS=30)
    visitor = come_in(visit())
    seen = []

    for _ in range(4):
        clock.move_by(days=7.5)
        seen.append(is_signed_in(visitor))
    factor_jobs.forget_old()

    assert (seen, db.session.scalars(select(SignIn)).all()) == ([True, True, True, False], [])


def test_that_somebody_was_seen_is_noted_once_an_hour_and_nothing_else_by_a_page(
    anna: Account, visit: Visit, clock: MovingClock
) -> None:
    visitor, seen = come_in(visit()), []

    for minutes in (59, 1, 30):
        clock.move_by(minutes=minutes)
        visitor.get("/account/")
        db.session.rollback()
        seen.append(clock.now() - db.session.scalars(select(SignIn.seen_at)).one())

    assert [int(ago.total_seconds() // 60) for ago in seen] == [59, 0, 30]


def test_a_new_password_ends_all_sign_ins_and_the_one_here_begins_anew(anna: Account, visit: Visit) -> None:
    here, there = come_in(visit()), come_in(visit())
    old = here.client.get_cookie("veche")
    assert old
    here.send("/account/password", {"current_password": PASSWORD, "password": OTHER}, page="/account/password")
    thief = visit()
    thief.client.set_cookie("veche", old.value)

    assert [is_signed_in(browser) for browser in (here, there, thief)] == [True, False, False]
    assert len(db.session.scalars(select(SignIn)).all()) == 1


@pytest.mark.parametrize(("address", "secure"), [("https://veche.example.org", True), ("http://localhost", False)])
def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(
    app: Flask, anna: Account, visit: Visit, address: str, secure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", address.startswith("https:"))
    visitor = visit()

    answer = visitor.send("/account/sign-in", {"email": EMAIL, "password": PASSWORD})

    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("veche=")]
    flags = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= flags
    assert ("Secure" in flags, any(flag.startswith("Domain") for flag in flags)) == (secure, False)


# What others learn


def test_a_wrong_password_does_not_tell_that_there_is_a_second_step(anna: Account, visit: Visit) -> None:
    with step():
        codes.keep(anna.id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0, clocks.now())
    plain = make_account("nina@example.org", password_hash=passwords.hash_of(PASSWORD)).email

    answers = [visit().send("/account/sign-in", {"email": email, "password": "wrong one"}) for email in (EMAIL, plain)]

    pages = {re.sub(r'(value|data-options)="[^"]*"', "", answer.text) for answer in answers}
    assert ([answer.status_code for answer in answers], len(pages)) == ([422, 422], 1)


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}])
def test_links_in_letters_never_follow_the_host_that_was_asked_for(
    anna: Account, visit: Visit, run_jobs: Callable[[], None], headers: dict[str, str]
) -> None:
    visitor = visit()

    visitor.send("/account/forgotten", {"email": EMAIL}, headers=headers)
    run_jobs()

    assert ["evil.example" in letter.text for letter in letters()] in ([], [False])


@pytest.mark.parametrize("page", ["/account/sign-in/second", "/account/again", "/account/factors"])
@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_page_of_the_sign_in_leads_out_of_the_site(anna: Account, visit: Visit, page: str, address: str) -> None:
    with step():
        codes.keep(anna.id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0, clocks.now())
    visitor = come_in(visit()) if page.endswith("second") else visit(anna)

    answer = visitor.get(page, query_string={"next": address})

    led = re.findall(r'(?:href|action|value)="([^"]*)"', answer.text)
    assert (answer.status_code, address in map(html.unescape, led)) == (200, False)


# Showing once more who one is


@pytest.fixture
def boss(anna: Account) -> Account:
    return give_role(anna, Role.ADMINISTRATOR)


def test_a_grave_act_within_the_quarter_of_an_hour_asks_nothing(boss: Account, visit: Visit) -> None:
    person = make_account().id

    visit(boss).send(f"/admin/people/{person}/roles", {"role": "administrator", "place": "platform"})

    assert len(db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == person)).all()) == 1


def test_later_it_asks_who_it_is_and_sends_what_was_typed_once_that_was_shown(
    boss: Account, visit: Visit, clock: MovingClock
) -> None:
    person = make_account().id
    address, visitor = f"/admin/people/{person}/roles", visit(boss)
    token = visitor.token(f"/admin/people/{person}")
    fields = {"role": "administrator", "place": "platform", "csrf_token": token}
    clock.move_by(minutes=15)

    led = visitor.client.post(address, data=fields)
    asked = visitor.client.post(led.location, data=fields)
    kept = dict(re.findall(r'name="(kept\.\w+|again|next)"[^>]*value="([^"]*)"', asked.text))
    wrong = visitor.send("/account/again", {**kept, "password": "wrong one"})
    shown = visitor.send("/account/again", {**kept, "password": PASSWORD})
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
    before = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == person)).all()
    done = visitor.client.post(address, data=again)

    assert (led.status_code, led.location) == (307, f"/account/again?next={address}")
    assert [answer.status_code for answer in (asked, wrong, shown, done)] == [200, 422, 200, 303]
    assert ("This is not your present password" in wrong.text, "The e-mail and the password" in wrong.text) == (
        True,
        False,
    )
    assert (before, f'action="{address}"' in shown.text) == ([], True)
    assert len(db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == person)).all()) == 1


def test_a_page_that_asks_leads_back_to_where_the_person_was_going(
    anna: Account, visit: Visit, clock: MovingClock
) -> None:
    visitor = visit(anna)
    clock.move_by(minutes=15)

    led = visitor.get("/account/email")
    back = visitor.send("/account/again", {"again": "asked", "password": PASSWORD, "next": "/account/email"})

    assert (led.status_code, led.location) == (303, "/account/again?next=/account/email")
    assert (back.location, visitor.get("/account/email").status_code) == ("/account/email", 200)


def test_whoever_has_a_second_step_shows_it_too(anna: Account, visit: Visit, clock: MovingClock) -> None:
    with step():
        paper = codes.make_backup_codes(anna.id, clocks.now())
        codes.keep(anna.id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0, clocks.now())
    visitor, fields = visit(anna), {"again": "asked", "password": PASSWORD, "next": "/account/email"}
    clock.move_by(minutes=15)

    answers = [visitor.send("/account/again", {**fields, "code": code}).status_code for code in ("", paper[0])]

    assert answers == [422, 303]


def test_secrets_that_were_typed_are_not_kept_in_the_page_that_asks(
    anna: Account, visit: Visit, clock: MovingClock
) -> None:
    visitor = visit(anna)
    clock.move_by(minutes=15)

    page = visitor.send("/account/again?next=/account/email", {"email": "new@example.org", "password": "a secret"}).text

    assert ("new@example.org" in page, "a secret" in page) == (True, False)


def test_the_password_is_not_guessed_on_the_page_that_asks(anna: Account, visit: Visit, clock: MovingClock) -> None:
    visitor = visit(anna)
    clock.move_by(minutes=20)

    statuses = [
        visitor.send("/account/again", {"again": "asked", "password": f"wrong {n}"}).status_code for n in range(6)
    ]

    assert statuses == [422] * 5 + [429]


def test_whoever_has_neither_password_nor_factor_is_told_to_sign_in_anew(
    app: Flask, visit: Visit, clock: MovingClock
) -> None:
    visitor = visit(make_account())
    clock.move_by(minutes=20)

    page = visitor.get("/account/again")
    sent = visitor.send("/account/again", {"again": "asked", "password": ""})

    assert ("You have no password here" in page.text, sent.status_code) == (True, 422)
