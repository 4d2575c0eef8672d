"""A lost second step is taken away by two administrators; another e-mail wants both mailboxes."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.accounts import passwords
from app.accounts.factors import jobs as factor_jobs
from app.accounts.factors import queries as factors
from app.accounts.factors.domain import codes
from app.accounts.factors.models import EmailChange, Recovery, SignIn
from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation import clock as clocks
from app.foundation.db import db
from app.foundation.unit_of_work import step
from tests.factories.people import PASSWORD, give_role, make_account
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

EMAIL, NEW = "anna@example.org", "anna.new@example.org"
Visit = Callable[..., Visitor]


@pytest.fixture
def anna(app: Flask) -> Account:
    """A person with an app who has lost it."""
    account = make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD))
    with step():
        codes.keep(account.id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0, clocks.now())
    return account


@pytest.fixture
def bosses(app: Flask) -> list[Account]:
    return [give_role(make_account(f"boss{n}@example.org"), Role.ADMINISTRATOR) for n in (1, 2)]


def propose(visit: Visit, boss: Account, anna: Account) -> int:
    return visit(boss).send(f"/admin/people/{anna.id}/recovery", {"words": "Перезвонили по номеру."}).status_code


def confirm(visit: Visit, boss: Account, anna: Account) -> int:
    return visit(boss).send(f"/admin/people/{anna.id}/recovery/confirm").status_code


def has_factors(number: int) -> bool:
    db.session.rollback()
    return factors.has_any(number)


def test_two_administrators_take_it_away_after_the_delay(
    anna: Account, bosses: list[Account], visit: Visit, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    number, hers = anna.id, visit(anna)

    statuses = [propose(visit, bosses[0], anna), confirm(visit, bosses[1], anna)]
    clock.move_by(hours=23, minutes=59)
    factor_jobs.recover_due()
    early = has_factors(number)
    clock.move_by(minutes=1)
    factor_jobs.recover_due()
    run_jobs()

    assert (statuses, early, has_factors(number)) == ([303, 303], True, False)
    assert hers.get("/account/").status_code == 303
    assert [letter.to for letter in letters()] == [EMAIL] * 3
    acts = db.session.execute(select(Entry.act, Entry.thing_id).order_by(Entry.id)).all()
    assert [tuple(row) for row in acts] == [
        ("recovery.propose", number),
        ("recovery.confirm", number),
        ("recovery.done", number),
    ]


def test_one_administrator_alone_takes_nothing_away(
    anna: Account, bosses: list[Account], visit: Visit, clock: MovingClock
) -> None:
    number = anna.id
    propose(visit, bosses[0], anna)

    status = confirm(visit, bosses[0], anna)
    clock.move_by(days=9)
    factor_jobs.recover_due()

    assert (status, has_factors(number)) == (403, True)


def test_nobody_proposes_or_confirms_it_for_themselves(bosses: list[Account], anna: Account, visit: Visit) -> None:
    with step():
        codes.keep(bosses[0].id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0, clocks.now())

    own = propose(visit, bosses[0], bosses[0])
    propose(visit, bosses[1], bosses[0])

    assert (own, confirm(visit, bosses[0], bosses[0])) == (403, 403)


def test_the_database_itself_refuses_a_recovery_by_one(bosses: list[Account], anna: Account, visit: Visit) -> None:
    propose(visit, bosses[0], anna)
    number = bosses[0].id

    for change in (f"confirmed_by = {number}", "done_at = proposed_at"):
        with pytest.raises(IntegrityError), step():
            db.session.execute(text(f"UPDATE recoveries SET {change}"))


def test_the_person_stops_it_by_the_letter(
    anna: Account, bosses: list[Account], visit: Visit, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    number = anna.id
    propose(visit, bosses[0], anna)
    confirm(visit, bosses[1], anna)
    run_jobs()
    link = letters()[0].link("/account/recovery/")
    guest = visit()

    opened, stopped = guest.get(link), guest.send(link, page=link)
    clock.move_by(days=2)
    factor_jobs.recover_due()

    assert [answer.status_code for answer in (opened, stopped, guest.get(link))] == [200, 303, 410]
    assert has_factors(number) is True


def test_an_administrator_stops_it(anna: Account, bosses: list[Account], visit: Visit) -> None:
    propose(visit, bosses[0], anna)

    visit(bosses[1]).send(f"/admin/people/{anna.id}/recovery/stop")

    assert confirm(visit, bosses[1], anna) == 404


def test_it_is_proposed_once_and_only_where_there_is_something_to_take(
    anna: Account, bosses: list[Account], visit: Visit
) -> None:
    plain = make_account()

    assert [propose(visit, bosses[n], who) for n, who in ((0, anna), (1, anna), (0, plain))] == [303, 409, 409]


@pytest.mark.parametrize("role", [Role.MODERATOR, None])
def test_others_see_and_do_nothing_of_it(anna: Account, bosses: list[Account], visit: Visit, role: Role | None) -> None:
    other = give_role(make_account(), role) if role else make_account()
    propose(visit, bosses[0], anna)

    statuses = [visit(other).get(f"/admin/people/{anna.id}/recovery").status_code, confirm(visit, other, anna)]

    assert statuses == [403, 403]


def test_where_there_is_one_administrator_a_command_does_it(
    app: Flask, anna: Account, run_jobs: Callable[[], None]
) -> None:
    number = anna.id
    done = app.test_cli_runner().invoke(args=["people", "recover", EMAIL, "--words", "Пришла сама"])
    again = app.test_cli_runner().invoke(args=["people", "recover", EMAIL, "--words", "Пришла сама"])
    run_jobs()

    assert (done.exit_code, again.exit_code, has_factors(number)) == (0, 1, False)
    assert [letter.to for letter in letters()] == [EMAIL]
    assert db.session.scalars(select(Recovery.proposed_by)).all() == [None]


# Another e-mail


def ask(visitor: Visitor, email: str = NEW) -> int:
    return visitor.send("/account/email", {"email": email}).status_code


def links() -> dict[str, str]:
    return {letter.to: letter.link("/account/email/") for letter in letters() if "/account/email/" in letter.text}


def address_of(number: int) -> str:
    db.session.rollback()
    return db.session.get_one(Account, number).email


@pytest.mark.parametrize("order", [(EMAIL, NEW), (NEW, EMAIL)])
def test_the_address_changes_once_both_mailboxes_have_agreed(
    anna: Account, visit: Visit, run_jobs: Callable[[], None], order: tuple[str, str]
) -> None:
    number, here, guest = anna.id, visit(anna), visit()
    ask(here)
    run_jobs()
    found = links()

    guest.send(found[order[0]], page=found[order[0]])
    half = address_of(number)
    guest.send(found[order[1]], page=found[order[1]])
    run_jobs()

    assert (set(found), half, address_of(number)) == ({EMAIL, NEW}, EMAIL, NEW)
    assert here.get("/account/").status_code == 303
    assert (letters()[-1].to, NEW in letters()[-1].text) == (EMAIL, True)
    assert db.session.scalars(select(EmailChange)).all() == []


def test_opening_the_letters_changes_nothing(anna: Account, visit: Visit, run_jobs: Callable[[], None]) -> None:
    number = anna.id
    ask(visit(anna))
    run_jobs()

    statuses = [visit().get(link).status_code for link in links().values()]

    assert (statuses, address_of(number)) == ([200, 200], EMAIL)


def test_an_address_that_is_somebody_s_is_answered_alike_and_its_owner_alone_is_told(
    anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    make_account("nina@example.org")

    status = ask(visit(anna), "nina@example.org")
    run_jobs()

    assert (status, set(links())) == (303, {EMAIL})
    assert sorted(letter.to for letter in letters()) == [EMAIL, "nina@example.org"]


def test_an_address_that_was_taken_meanwhile_stays_its_owner_s(
    anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    number, guest = anna.id, visit()
    ask(visit(anna))
    run_jobs()
    make_account(NEW)
    found = links()

    statuses = [guest.send(found[to], page=found[to]).status_code for to in (EMAIL, NEW)]

    assert (statuses, address_of(number)) == ([200, 409], EMAIL)


@pytest.mark.parametrize("squats", ["before", "meanwhile"])
def test_an_address_that_somebody_took_and_never_showed_is_nobody_s(
    anna: Account, visit: Visit, run_jobs: Callable[[], None], squats: str
) -> None:
    number, guest = anna.id, visit()
    if squats == "before":
        make_account(NEW, email_confirmed_at=None)
    ask(visit(anna))
    run_jobs()
    if squats == "meanwhile":
        make_account(NEW, email_confirmed_at=None)
    found = links()

    statuses = [guest.send(found[to], page=found[to]).status_code for to in (EMAIL, NEW)]

    assert (set(found), statuses, address_of(number)) == ({EMAIL, NEW}, [200, 303], NEW)


def test_letters_of_an_older_wish_and_of_one_given_up_change_nothing(
    anna: Account, visit: Visit, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    visitor = visit(anna)
    ask(visitor, "first@example.org")
    run_jobs()
    older = links()[EMAIL]
    ask(visitor)
    visitor.send("/account/email/drop")

    assert visit().get(older).status_code == 410
    assert db.session.scalars(select(SignIn.id)).all() != []


def test_after_three_days_the_letters_are_too_old(
    anna: Account, visit: Visit, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    ask(visit(anna))
    run_jobs()
    clock.move_by(days=3, seconds=1)

    assert [visit().get(link).status_code for link in links().values()] == [410, 410]


@pytest.mark.parametrize("email", ["", "no address", EMAIL, EMAIL.upper()])
def test_what_is_no_other_address_is_not_asked_about(anna: Account, visit: Visit, email: str) -> None:
    assert ask(visit(anna), email) == 422
