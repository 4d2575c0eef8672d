"""Passkeys: made, shown as the second step and instead of a password, and what is not taken for one."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import passwords
from app.accounts.factors import attempts
from app.accounts.factors.domain import passkeys
from app.accounts.factors.models import Passkey, SignIn
from app.accounts.models import Account
from app.foundation.db import db
from app.foundation.errors import TooMany
from app.foundation.unit_of_work import step
from tests.factories.people import PASSWORD, make_account
from tests.support.authenticators import Authenticator
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

# The verbs behind these pages are tried on both databases elsewhere.
pytestmark = pytest.mark.any_database

EMAIL = "anna@example.org"
Visit = Callable[..., Visitor]


@pytest.fixture
def anna(app: Flask) -> Account:
    account = make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD))
    db.session.refresh(account)
    return account


@dataclass(frozen=True)
class Asked:
    """What a page asks of the device."""

    options: str
    word: str


def asked_on(visitor: Visitor, path: str) -> Asked:
    page = visitor.get(path).text
    options = re.search(r'data-options="([^"]+)"', page)
    word = re.search(r'name="asked" value="([^"]+)"', page)
    assert options
    assert word
    return Asked(html.unescape(options[1]), word[1])


def make(visitor: Visitor, device: Authenticator, name: str = "Телефон") -> TestResponse:
    asked = asked_on(visitor, "/account/factors/passkey")
    fields = {"asked": asked.word, "credential": device.make(asked.options), "name": name}
    return visitor.send("/account/factors/passkey", fields)


def show(
    visitor: Visitor, device: Authenticator, path: str = "/account/sign-in/passkey", page: str = ""
) -> TestResponse:
    asked = asked_on(visitor, page or "/account/sign-in")
    return visitor.send(path, {"asked": asked.word, "credential": device.show(asked.options)})


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/account/").status_code == 200


@pytest.fixture
def device(anna: Account, visit: Visit) -> Authenticator:
    """A device that holds a passkey of Anna's."""
    device = Authenticator()
    assert make(visit(anna), device).status_code == 200
    return device


def test_a_passkey_is_made_and_comes_with_codes_on_paper(anna: Account, visit: Visit) -> None:
    answer = make(visit(anna), Authenticator())

    (kept,) = db.session.scalars(select(Passkey)).all()
    assert (answer.status_code, kept.name, len(re.findall(r"<li><code>", answer.text))) == (200, "Телефон", 10)


def test_the_question_is_for_a_verified_owner_and_tells_the_device_no_address_of_ours(
    anna: Account, visit: Visit
) -> None:
    options = asked_on(visit(anna), "/account/factors/passkey").options

    assert '"userVerification": "required"' in options
    assert '"residentKey": "required"' in options
    assert '"attestation": "none"' in options


def test_a_passkey_signs_in_without_a_password(anna: Account, device: Authenticator, visit: Visit) -> None:
    visitor = visit()

    answer = show(visitor, device)

    assert (answer.status_code, answer.location, is_signed_in(visitor)) == (303, "/account/", True)
    assert db.session.scalars(select(SignIn.is_strong).order_by(SignIn.id)).all() == [True, True]


def test_a_passkey_is_the_second_step(anna: Account, device: Authenticator, visit: Visit) -> None:
    visitor = visit()
    visitor.send("/account/sign-in", {"email": EMAIL, "password": PASSWORD})

    answer = show(visitor, device, "/account/sign-in/second", "/account/sign-in/second")

    assert (answer.status_code, is_signed_in(visitor)) == (303, True)


def test_the_passkey_of_somebody_else_is_no_second_step(anna: Account, device: Authenticator, visit: Visit) -> None:
    nina = make_account("nina@example.org", password_hash=passwords.hash_of(PASSWORD))
    other = Authenticator(credential=b"another passkey")
    make(visit(nina), other)
    visitor = visit()
    visitor.send("/account/sign-in", {"email": EMAIL, "password": PASSWORD})

    answer = show(visitor, other, "/account/sign-in/second", "/account/sign-in/second")

    assert (answer.status_code, is_signed_in(visitor)) == (422, False)


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "http://localhost.evil.example"},
        {"origin": "https://localhost"},
        {"origin": "http://localhost:81"},
        {"name": "evil.example"},
        {"verifies": False},
        {"_key": Authenticator()._key},
        {"credential": b"nobody's"},
    ],
)
def test_an_answer_that_is_not_of_this_site_or_of_its_owner_opens_nothing(
    anna: Account, device: Authenticator, visit: Visit, bent: dict[str, object]
) -> None:
    visitor = visit()

    answer = show(visitor, replace(device, **bent))  # type: ignore[arg-type]

    assert (answer.status_code, is_signed_in(visitor)) == (422, False)


@pytest.mark.parametrize("bent", [{"origin": "https://evil.example"}, {"name": "evil.example"}, {"verifies": False}])
def test_no_passkey_is_made_elsewhere_or_without_its_owner(
    anna: Account, visit: Visit, bent: dict[str, object]
) -> None:
    answer = make(visit(anna), Authenticator(**bent))  # type: ignore[arg-type]

    assert (answer.status_code, db.session.scalars(select(Passkey)).all()) == (422, [])


@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_is_taken_once(anna: Account, visit: Visit, counts: bool) -> None:
    device = Authenticator(counts=counts)
    make(visit(anna), device)
    visitor, thief = visit(), visit()
    asked = asked_on(visitor, "/account/sign-in")
    fields = {"asked": asked.word, "credential": device.show(asked.options)}

    statuses = [browser.send("/account/sign-in/passkey", fields).status_code for browser in (visitor, thief)]

    assert (statuses, is_signed_in(thief)) == ([303, 422], False)


def test_an_answer_whose_count_was_seen_before_is_of_a_copied_key(
    anna: Account, device: Authenticator, visit: Visit, clock: MovingClock
) -> None:
    device.count = 7
    show(visit(), device)
    clock.move_by(seconds=1)
    copied = replace(device, count=3)

    assert show(visit(), copied).status_code == 422


def test_a_question_is_answered_within_five_minutes(
    anna: Account, device: Authenticator, visit: Visit, clock: MovingClock
) -> None:
    visitor = visit()
    asked = asked_on(visitor, "/account/sign-in")

    clock.move_by(minutes=5, seconds=1)
    answer = visitor.send("/account/sign-in/passkey", {"asked": asked.word, "credential": device.show(asked.options)})

    assert answer.status_code == 422


def test_the_question_of_one_purpose_is_not_answered_for_another(
    anna: Account, device: Authenticator, visit: Visit
) -> None:
    visitor = visit()
    making = asked_on(visit(anna), "/account/factors/passkey")

    answer = visitor.send("/account/sign-in/passkey", {"asked": making.word, "credential": device.show(making.options)})

    assert (answer.status_code, is_signed_in(visitor)) == (422, False)


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"id": 1}', '{"id": "x"}', "{" * 30_000, "\x00"])
def test_what_is_no_answer_is_refused_in_the_same_words(
    anna: Account, device: Authenticator, visit: Visit, credential: str
) -> None:
    visitor = visit()
    asked = asked_on(visitor, "/account/sign-in")

    answer = visitor.send("/account/sign-in/passkey", {"asked": asked.word, "credential": credential})

    assert (answer.status_code, "This passkey was not taken" in answer.text) == (422, True)


def test_the_passkey_of_an_ended_account_opens_nothing(anna: Account, device: Authenticator, visit: Visit) -> None:
    with step():
        db.session.get_one(Account, anna.id).ended_at = anna.created_at

    assert show(visit(), device).status_code == 422


def test_a_passkey_that_was_taken_away_opens_nothing(anna: Account, device: Authenticator, visit: Visit) -> None:
    number = db.session.scalars(select(Passkey.id)).one()

    visit(anna).send(f"/account/factors/passkeys/{number}/remove")

    assert show(visit(), device).status_code == 422


def test_nobody_takes_away_the_passkey_of_others(anna: Account, device: Authenticator, visit: Visit) -> None:
    number = db.session.scalars(select(Passkey.id)).one()

    answer = visit(make_account()).send(f"/account/factors/passkeys/{number}/remove")

    assert (answer.status_code, len(db.session.scalars(select(Passkey)).all())) == (404, 1)


@pytest.mark.parametrize(
    ("address", "place", "possible"),
    [
        ("https://краудюгры.рф", ("xn--80agcw4ads1eya.xn--p1ai", "https://xn--80agcw4ads1eya.xn--p1ai"), True),
        ("https://veche.example.org:8443", ("veche.example.org", "https://veche.example.org:8443"), True),
        ("https://veche.example.org:443/", ("veche.example.org", "https://veche.example.org"), True),
        ("http://veche.example.org", ("veche.example.org", "http://veche.example.org"), False),
        ("http://localhost:8000", ("localhost", "http://localhost:8000"), True),
        ("http://127.0.0.1:8000", ("127.0.0.1", "http://127.0.0.1:8000"), False),
    ],
)
def test_passkeys_are_bound_to_the_public_address_as_browsers_write_it(
    app: Flask, settings: Callable[..., None], address: str, place: tuple[str, str], possible: bool
) -> None:
    settings(PUBLIC_URL=address)

    assert (passkeys.place(), passkeys.are_possible()) == (place, possible)


def test_where_passkeys_are_not_possible_none_are_offered(
    anna: Account, visit: Visit, settings: Callable[..., None]
) -> None:
    settings(PUBLIC_URL="http://127.0.0.1:8000")

    pages = [visit().get("/account/sign-in").text, visit(anna).get("/account/factors/passkey").text]

    assert ["data-passkey" in page for page in pages] == [False, False]


def test_a_passkey_of_a_cyrillic_host(anna: Account, visit: Visit, settings: Callable[..., None]) -> None:
    settings(PUBLIC_URL="https://краудюгры.рф", OTHER_HOSTS=("localhost",))
    name = passkeys.place()[0]
    device = Authenticator(name=name, origin=f"https://{name}")
    make(visit(anna), device)

    assert show(visit(), device).status_code == 303


def test_a_whole_ministry_comes_in_by_passkeys_of_a_morning(app: Flask) -> None:
    with app.test_request_context():
        for _ in range(1_000):
            attempts.spend_passkey("198.51.100.4")
        for n in range(2_000):
            attempts.spend_passkey(f"2001:db8:1:{n % 256:x}::/64")

        with pytest.raises(TooMany):
            for n in range(1_001):
                attempts.spend_passkey(f"2001:db8:1:{n % 256:x}::/64")
