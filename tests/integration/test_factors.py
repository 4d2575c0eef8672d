"""The second step of a sign-in: codes of an app, codes on paper, roles that want them."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import passwords
from app.accounts.factors.domain import codes
from app.accounts.factors.models import BackupCode, CodeFactor, SignIn
from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit import chain
from app.audit.models import Entry
from app.foundation import clock as clocks
from app.foundation.db import db
from app.foundation.unit_of_work import step
from tests.factories.invitations import make_invitation
from tests.factories.people import PASSWORD, give_role, make_account
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

EMAIL = "anna@example.org"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Visit = Callable[..., Visitor]


@pytest.fixture
def anna(app: Flask) -> Account:
    account = make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD))
    db.session.refresh(account)
    return account


def set_up(account: Account, secret: str = SECRET) -> list[str]:
    """An app is set up for the account; gives its codes on paper."""
    with step():
        codes.keep(account.id, secret, 0, clocks.now())
        return codes.make_backup_codes(account.id, clocks.now())


def code_now(secret: str = SECRET, seconds: int = 0) -> str:
    return pyotp.TOTP(secret).at(clocks.now() + timedelta(seconds=seconds))


def come_in(visitor: Visitor, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> TestResponse:
    return visitor.send("/account/sign-in", {"email": email, "password": password, **fields})


def second(visitor: Visitor, code: str, **fields: str) -> TestResponse:
    return visitor.send("/account/sign-in/second", {"code": code, **fields})


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/account/").status_code == 200


# Setting up


def shown_secret(page: str) -> str:
    found = re.search(r"<code translate=\"no\">([A-Z2-7 ]+)</code>", page)
    assert found
    return found[1].replace(" ", "")


def test_an_app_is_set_up_by_its_first_code_and_codes_on_paper_are_shown_once(
    anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    visitor, number = visit(anna), anna.id
    page = visitor.get("/account/factors/code").text
    secret = shown_secret(page)
    kept = re.search(r'name="kept"[^>]*value="([^"]+)"', page)
    assert kept

    answer = visitor.send("/account/factors/code", {"kept": kept[1], "code": code_now(secret)})
    run_jobs()

    paper = re.findall(r"<li><code>([2-9a-z]{5}-[2-9a-z]{5})</code>", answer.text)
    row = db.session.scalars(select(CodeFactor)).one()
    assert (answer.status_code, len(paper), row.account_id) == (200, 10, number)
    assert "otpauth://totp/Veche:anna%40example.org?secret=" in page
    assert db.session.scalars(select(SignIn.is_strong)).all() == [True]
    assert [letter.subject for letter in letters()] == ["Your sign-in has changed: Veche"]
    assert [code in visitor.get("/account/factors").text for code in paper] == [False] * 10


def test_a_dump_of_the_database_gives_no_secret_and_no_code(anna: Account, app: Flask) -> None:
    paper = set_up(anna)

    rows = [*db.session.scalars(select(CodeFactor)), *db.session.scalars(select(BackupCode))]
    dumped = " ".join(str(vars(row)) for row in rows)

    assert [word in dumped for word in (SECRET, *paper, *(code.replace("-", "") for code in paper))] == [False] * 21


def test_a_secret_in_the_row_of_somebody_else_opens_nothing(anna: Account, visit: Visit) -> None:
    set_up(anna)
    nina = make_account("nina@example.org", password_hash=passwords.hash_of(PASSWORD))
    number = nina.id
    set_up(nina, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    with step():
        rows = {row.account_id: row for row in db.session.scalars(select(CodeFactor))}
        rows[number].secret = rows[anna.id].secret
    visitor = visit()
    come_in(visitor, "nina@example.org")

    assert second(visitor, code_now()).status_code == 422


@pytest.mark.parametrize("code", ["000000", "", "12345", "1234567", "٣٣٣٣٣٣", "абвгде"])
def test_a_first_code_that_does_not_fit_sets_nothing_up(anna: Account, visit: Visit, code: str) -> None:
    visitor = visit(anna)
    kept = re.search(r'name="kept"[^>]*value="([^"]+)"', visitor.get("/account/factors/code").text)
    assert kept

    answer = visitor.send("/account/factors/code", {"kept": kept[1], "code": code})

    assert (answer.status_code, db.session.scalars(select(CodeFactor)).all()) == (422, [])


def test_the_secret_of_another_person_s_page_sets_nothing_up(anna: Account, visit: Visit) -> None:
    nina = visit(make_account("nina@example.org"))
    page = nina.get("/account/factors/code").text
    kept = re.search(r'name="kept"[^>]*value="([^"]+)"', page)
    assert kept

    answer = visit(anna).send("/account/factors/code", {"kept": kept[1], "code": code_now(shown_secret(page))})

    assert (answer.status_code, db.session.scalars(select(CodeFactor)).all()) == (303, [])


# Signing in


def test_the_password_alone_is_half_the_way(anna: Account, visit: Visit) -> None:
    set_up(anna)
    visitor = visit()

    answer = come_in(visitor, next="/account/profile")

    assert (answer.status_code, answer.location) == (303, "/account/sign-in/second?next=/account/profile")
    assert is_signed_in(visitor) is False
    assert visitor.get("/account/sign-in/second").status_code == 200


def test_the_code_of_the_app_leads_to_where_the_person_wanted_to_go(anna: Account, visit: Visit) -> None:
    set_up(anna)
    visitor = visit()
    come_in(visitor)

    answer = second(visitor, code_now(), next="/account/profile")

    assert (answer.status_code, answer.location, is_signed_in(visitor)) == (303, "/account/profile", True)
    assert db.session.scalars(select(SignIn.is_strong)).all() == [True]


@pytest.mark.parametrize(("seconds", "status"), [(-30, 303), (30, 303), (-90, 422), (90, 422)])
def test_the_code_before_and_the_one_after_are_taken_no_others(
    anna: Account, visit: Visit, seconds: int, status: int
) -> None:
    set_up(anna)
    visitor = visit()
    come_in(visitor)

    assert second(visitor, code_now(seconds=seconds)).status_code == status


def test_a_code_is_taken_once_and_none_before_it_after_it(anna: Account, visit: Visit) -> None:
    set_up(anna)
    present, before = code_now(), code_now(seconds=-30)
    statuses = []

    for code in (present, present, before):
        visitor = visit()
        come_in(visitor)
        statuses.append(second(visitor, code).status_code)

    assert statuses == [303, 422, 422]


def test_a_code_that_is_typed_twice_is_told_to_its_owner(
    anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    set_up(anna)
    code = code_now()

    for _ in range(2):
        visitor = visit()
        come_in(visitor)
        second(visitor, code)
    run_jobs()

    assert ["had been used" in letter.text for letter in letters()] == [True]
    assert db.session.scalars(select(Entry.act)).all() == ["factor.code-twice"]


def test_five_wrong_codes_make_the_right_one_wait_wherever_it_comes_from(
    anna: Account, visit: Visit, clock: MovingClock
) -> None:
    set_up(anna)
    visitor = visit()
    come_in(visitor)
    statuses = [second(visitor, "000000").status_code for _ in range(5)]
    other = visit()
    come_in(other)

    waits = other.send("/account/sign-in/second", {"code": code_now()}, environ_base={"REMOTE_ADDR": "203.0.113.7"})
    clock.move_by(minutes=31)
    come_in(other)

    assert (statuses, waits.status_code) == ([422] * 5, 429)
    assert second(other, code_now()).status_code == 303


def test_a_code_on_paper_works_once(anna: Account, visit: Visit) -> None:
    paper = set_up(anna)[3]
    statuses = []

    for code in (paper.upper().replace("-", " "), paper):
        visitor = visit()
        come_in(visitor)
        statuses.append(second(visitor, code).status_code)

    assert statuses == [303, 422]


def test_codes_on_paper_of_others_open_nothing(anna: Account, visit: Visit) -> None:
    set_up(anna)
    paper = set_up(make_account("nina@example.org"))
    visitor = visit()
    come_in(visitor)

    assert second(visitor, paper[0]).status_code == 422


def test_the_second_step_waits_ten_minutes(anna: Account, visit: Visit, clock: MovingClock) -> None:
    set_up(anna)
    visitor = visit()
    come_in(visitor)

    clock.move_by(minutes=10)
    answer = second(visitor, code_now())

    assert (answer.status_code, answer.location, is_signed_in(visitor)) == (303, "/account/sign-in", False)


def test_a_password_that_changes_meanwhile_ends_what_was_half_way(anna: Account, visit: Visit) -> None:
    set_up(anna)
    visitor = visit()
    come_in(visitor)
    with step():
        db.session.get_one(Account, anna.id).session_epoch += 1

    assert (second(visitor, code_now()).location, is_signed_in(visitor)) == ("/account/sign-in", False)


def test_a_letter_of_a_new_password_does_not_go_round_the_second_step(
    anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    set_up(anna)
    visitor = visit()
    visitor.send("/account/forgotten", {"email": EMAIL}, page="/account/forgotten")
    run_jobs()
    link = letters()[0].link("/account/reset/")

    answer = visitor.send(link, {"password": "новый крепкий пароль"}, page=link)

    assert (answer.location, is_signed_in(visitor)) == ("/account/sign-in/second?next=/account/", False)


def test_who_gives_up_half_way_is_nobody(anna: Account, visit: Visit) -> None:
    set_up(anna)
    visitor = visit()
    come_in(visitor)

    visitor.send("/account/sign-in/give-up")

    assert second(visitor, code_now()).location == "/account/sign-in"


def test_another_secret_key_makes_codes_worthless_and_breaks_nothing(
    anna: Account, visit: Visit, settings: Callable[..., None]
) -> None:
    set_up(anna)
    settings(SECRET_KEY="another one")
    visitor = visit()
    come_in(visitor)

    assert second(visitor, code_now()).status_code == 422


def test_what_is_taken_away_is_asked_for_no_more(anna: Account, visit: Visit, run_jobs: Callable[[], None]) -> None:
    set_up(anna)

    visit(anna).send("/account/factors/code/remove")
    run_jobs()

    assert (come_in(visit()).location, db.session.scalars(select(BackupCode)).all()) == ("/account/", [])
    assert [letter.subject for letter in letters()] == ["Your sign-in has changed: Veche"]


# Roles that want it


@pytest.fixture
def boss(anna: Account, settings: Callable[..., None]) -> Account:
    settings(FACTOR_ROLES=("administrator",), FACTOR_GRACE_DAYS=14)
    return give_role(anna, Role.ADMINISTRATOR)


def test_who_has_such_a_role_is_led_to_add_one_and_may_do_it_later(
    boss: Account, visit: Visit, clock: MovingClock
) -> None:
    visitor = visit()

    answer = come_in(visitor, next="/admin/people/")
    page = visitor.get(answer.location).text

    assert urlsplit(answer.location).path == "/account/factors"
    assert parse_qs(urlsplit(answer.location).query) == {"next": ["/admin/people/"]}
    assert ("18\xa0November" in page, 'href="/admin/people/"' in page) == (True, True)
    assert visitor.get("/admin/people/").status_code == 200


def test_who_gets_such_a_role_by_coming_in_is_led_there_at_once(
    anna: Account, settings: Callable[..., None], visit: Visit
) -> None:
    settings(FACTOR_ROLES=("administrator",), FACTOR_GRACE_DAYS=14)
    make_invitation(give_role(make_account(), Role.ADMINISTRATOR), EMAIL)
    visitor = visit()

    answer = come_in(visitor)

    assert urlsplit(answer.location).path == "/account/factors"
    assert visitor.get("/admin/").status_code == 200


def test_who_gets_such_a_role_by_confirming_the_address_is_led_there_at_once(
    app: Flask, settings: Callable[..., None], visit: Visit, run_jobs: Callable[[], None]
) -> None:
    settings(FACTOR_ROLES=("administrator",), FACTOR_GRACE_DAYS=14)
    make_invitation(give_role(make_account(), Role.ADMINISTRATOR), "new@example.org")
    visitor = visit()
    own = {"given_name": "Нина", "family_name": "Кравец", "email": "new@example.org", "password": PASSWORD}
    visitor.send("/account/register", {**own, "territory_id": "", "consent": "y"}, page="/account/register")
    run_jobs()
    link = next(letter for letter in letters() if letter.to == "new@example.org").link("/account/confirm/")

    answer = visitor.send(link, page=link)

    assert urlsplit(answer.location).path == "/account/factors"


def test_after_the_term_the_role_rests_until_a_second_step_was_shown(
    boss: Account, visit: Visit, clock: MovingClock
) -> None:
    clock.move_by(days=14)
    weak, number = visit(boss), boss.id
    refused = weak.get("/admin/people/")

    set_up(db.session.get_one(Account, number))
    strong = visit()
    come_in(strong)
    second(strong, code_now())

    assert (refused.status_code, "Your role rests" in refused.text) == (403, True)
    assert [visitor.get("/admin/people/").status_code for visitor in (weak, strong)] == [403, 200]


def test_adding_one_wakes_the_role_at_once(boss: Account, visit: Visit, clock: MovingClock) -> None:
    clock.move_by(days=30)
    visitor = visit()
    come_in(visitor)
    page = visitor.get("/account/factors/code").text
    kept = re.search(r'name="kept"[^>]*value="([^"]+)"', page)
    assert kept

    visitor.send("/account/factors/code", {"kept": kept[1], "code": code_now(shown_secret(page))})

    assert visitor.get("/admin/people/").status_code == 200


def test_people_of_the_demonstration_need_none(
    anna: Account, visit: Visit, clock: MovingClock, settings: Callable[..., None]
) -> None:
    settings(FACTOR_ROLES=("administrator",))
    with step():
        db.session.get_one(Account, anna.id).is_demo = True
    visitor = visit(give_role(anna, Role.ADMINISTRATOR))

    clock.move_by(days=30)

    assert visitor.get("/admin/people/").status_code == 200


def test_whoever_has_such_a_role_signs_in_anew_after_twelve_hours(
    boss: Account, visit: Visit, clock: MovingClock
) -> None:
    visitor, resident = visit(boss), visit(make_account())

    clock.move_by(hours=12)

    assert (is_signed_in(visitor), is_signed_in(resident)) == (False, True)


def test_factors_that_come_and_go_stand_in_the_platform_s_log(anna: Account, visit: Visit) -> None:
    set_up(anna)

    visit(anna).send("/account/factors/paper")
    visit(anna).send("/account/factors/code/remove")

    acts = db.session.scalars(select(Entry.act).order_by(Entry.id)).all()
    assert acts == ["factor.paper-made", "factor.code-removed"]
    assert [list(chain.faults(kept)) for kept in chain.all_chains()] == [[]]
