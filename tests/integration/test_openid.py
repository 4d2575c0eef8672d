"""Signing in by a provider: who it says comes in, and nobody else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.identity import keys, openid
from app.accounts.identity import providers as known
from app.accounts.identity.levels import Level
from app.accounts.identity.models import Answer, Identity, Link
from app.accounts.models import Account
from app.foundation.db import db
from app.foundation.unit_of_work import step
from tests.factories.people import make_account, make_territory
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.provider import OTHER_KEY, Provider, provider

ANNA = {
    "sub": "person-1",
    "given_name": "Анна",
    "family_name": "Ковальчук",
    "snils": "112-233-445 95",
    "email": "anna@example.org",
    "email_verified": True,
}
FORM = {"given_name": "Анна", "family_name": "Ковальчук", "consent": "y"}


@pytest.fixture(scope="module")
def server(_clock: MovingClock) -> Iterator[Provider]:
    with provider(lambda: _clock.now().timestamp()) as made:
        yield made


@pytest.fixture
def state(server: Provider, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """A provider that tells who somebody is, by a number of insurance."""
    server.forget()
    server.claims = dict(ANNA)
    settled = known.Provider(
        name="state",
        title="State services",
        issuer=server.issuer,
        client_id="veche",
        client_secret="a secret",
        identifier="snils",
        kind="snils",
        territory="address.locality",
        level=Level.RESIDENT,
    )
    monkeypatch.setitem(app.extensions, "veche.providers", {"state": settled})
    openid.kept.clear()
    return server


@pytest.fixture
def guest(app: Flask) -> Visitor:
    return Visitor(app)


def away(visitor: Visitor, then: str = "") -> str:
    """Where the browser is sent that wants to sign in."""
    response = visitor.get(f"/account/openid/state?next={then}")
    assert response.status_code == 303
    return response.location


def come_in(visitor: Visitor, server: Provider, then: str = "") -> Any:
    return visitor.get(server.send_back(away(visitor, then)))


def register(visitor: Visitor, server: Provider) -> Account:
    come_in(visitor, server)
    visitor.send("/account/newcomer", FORM)
    return db.session.scalars(select(Account).order_by(Account.id.desc())).first()


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/account/").status_code == 200


def test_somebody_new_agrees_and_has_a_verified_account(guest: Visitor, state: Provider) -> None:
    back = come_in(guest, state, "/campaigns/")
    page = guest.get(back.location).get_data(as_text=True)
    done = guest.send("/account/newcomer", FORM)

    account = db.session.scalars(select(Account)).one()
    identity = db.session.scalars(select(Identity)).one()
    assert (back.location, "Ковальчук" in page) == ("/account/newcomer", True)
    assert (done.status_code, done.location, is_in(guest)) == (303, "/campaigns/", True)
    assert (account.email, account.email_confirmed_at is not None, account.password_hash) == (
        "anna@example.org",
        True,
        "",
    )
    assert (identity.key, identity.source) == (keys.of_person("snils", "11223344595"), "state")


def test_without_consent_there_is_no_account(guest: Visitor, state: Provider) -> None:
    come_in(guest, state)

    response = guest.send("/account/newcomer", {**FORM, "consent": ""})

    assert (response.status_code, db.session.scalar(select(func.count(Account.id)))) == (422, 0)


def test_who_comes_again_is_signed_in_to_the_same_account(app: Flask, guest: Visitor, state: Provider) -> None:
    account = register(guest, state)
    again = Visitor(app)

    back = come_in(again, state, "/ideas/7")

    assert (back.status_code, back.location, is_in(again)) == (303, "/ideas/7", True)
    assert db.session.scalars(select(Link.account_id)).all() == [account.id]


def test_the_same_person_by_another_name_of_the_provider_has_one_account(
    app: Flask, guest: Visitor, state: Provider
) -> None:
    account = register(guest, state)
    state.claims = {**ANNA, "sub": "another name", "snils": "11223344595"}
    again = Visitor(app)

    come_in(again, state)

    assert is_in(again)
    assert db.session.scalars(select(Link.account_id)).all() == [account.id, account.id]
    assert db.session.scalars(select(Identity.account_id)).all() == [account.id]


def test_somebody_without_an_address_gets_a_number(guest: Visitor, state: Provider) -> None:
    state.claims = {name: value for name, value in ANNA.items() if not name.startswith("email")}

    account = register(guest, state)

    assert (account.email, account.email_key.startswith("number:"), is_in(guest)) == ("", True, True)


@pytest.mark.any_database
def test_an_address_that_the_provider_does_not_vouch_for_is_not_taken(guest: Visitor, state: Provider) -> None:
    state.claims = {**ANNA, "email_verified": False}

    assert register(guest, state).email == ""


def test_an_address_of_somebody_else_stays_theirs(guest: Visitor, state: Provider) -> None:
    other = make_account(email="anna@example.org")

    account = register(guest, state)

    assert (account.id != other.id, account.email, other.email) == (True, "", "anna@example.org")


def test_a_registration_that_was_never_confirmed_is_taken_over_with_its_password_gone(
    guest: Visitor, state: Provider
) -> None:
    squatter = make_account(email="anna@example.org", email_confirmed_at=None)

    account = register(guest, state)

    assert (account.id, account.password_hash, account.email_confirmed_at is not None) == (squatter.id, "", True)


def test_the_territory_of_a_claim_makes_a_resident(guest: Visitor, state: Provider) -> None:
    town = make_territory("Югорск")
    state.claims = {**ANNA, "address": {"locality": "ЮГОРСК"}}

    register(guest, state)

    assert db.session.scalars(select(Identity.territory_id)).all() == [town.id]


def test_claims_that_only_the_userinfo_tells_are_read_there(guest: Visitor, state: Provider) -> None:
    state.claims, state.userinfo = {"sub": "person-1"}, dict(ANNA)

    register(guest, state)

    assert db.session.scalars(select(Identity.key)).all() == [keys.of_person("snils", "11223344595")]


def test_who_is_signed_in_is_verified(visit: Callable[[Account], Visitor], state: Provider) -> None:
    account = make_account()
    visitor = visit(account)

    back = come_in(visitor, state)

    assert (back.status_code, back.location) == (303, "/account/identity")
    assert db.session.scalars(select(Identity.account_id)).all() == [account.id]
    assert "Your identity was verified" in visitor.get("/account/identity").get_data(as_text=True)


def test_whoever_finds_an_open_computer_adds_no_sign_in_of_their_own(
    visit: Callable[[Account], Visitor], state: Provider, clock: MovingClock
) -> None:
    visitor = visit(make_account(password_hash="has one"))
    clock.move_by(minutes=16)

    asked = visitor.get("/account/openid/state?next=/campaigns/")

    assert (asked.status_code, asked.location) == (303, "/account/again?next=/account/openid/state?next%3D/campaigns/")
    assert db.session.scalar(select(func.count()).select_from(Link)) == 0


def test_a_provider_that_only_signs_in_verifies_nobody(app: Flask, guest: Visitor, state: Provider) -> None:
    plain = known.Provider("state", "A shop", state.issuer, "veche")
    app.extensions["veche.providers"] = {"state": plain}

    register(guest, state)

    assert (is_in(guest), db.session.scalar(select(func.count(Identity.id)))) == (True, 0)


def lie(**claims: Any) -> Callable[[dict[str, Any]], None]:
    def change(said: dict[str, Any]) -> None:
        said.update(claims)
        for name in [name for name, value in claims.items() if value is None]:
            said.pop(name)

    return change


LIES = {
    "another issuer": lie(iss="https://elsewhere.example"),
    "for another client": lie(aud="another"),
    "for others, too, without saying for whom": lie(aud=["veche", "another"], azp="another"),
    "another nonce": lie(nonce="another"),
    "no nonce": lie(nonce=None),
    "nobody": lie(sub=None),
    "an empty name": lie(sub=""),
    "a number for a name": lie(sub=7),
    "too old": lie(exp=1),
    "without an end": lie(exp=None),
    "from the future": lie(nbf=9_999_999_999),
    "for another access token": lie(at_hash="another"),
}


@pytest.mark.any_database
@pytest.mark.parametrize("what", LIES)
def test_a_lie_of_the_provider_lets_nobody_in(guest: Visitor, state: Provider, what: str) -> None:
    state.lie = LIES[what]

    response = come_in(guest, state)

    assert (response.status_code, is_in(guest), db.session.scalar(select(func.count(Account.id)))) == (502, False, 0)
    assert "nobody was let in" in response.get_data(as_text=True)


@pytest.mark.any_database
def test_a_token_that_another_key_signed_lets_nobody_in(guest: Visitor, state: Provider) -> None:
    state.key = OTHER_KEY

    response = come_in(guest, state)

    assert (response.status_code, is_in(guest)) == (502, False)


@pytest.mark.any_database
def test_a_userinfo_of_somebody_else_lets_nobody_in(guest: Visitor, state: Provider) -> None:
    state.claims, state.userinfo = {"sub": "person-1"}, {**ANNA, "sub": "person-2"}

    response = come_in(guest, state)

    assert (response.status_code, is_in(guest)) == (502, False)


@pytest.mark.any_database
@pytest.mark.parametrize("broken", ["openid-configuration", "keys", "token"])
def test_a_provider_that_is_down_is_a_clear_page(guest: Visitor, state: Provider, broken: str) -> None:
    address = state.send_back(away(guest)) if broken != "openid-configuration" else "/account/openid/state"
    openid.kept.clear()
    state.broken = broken

    response = guest.get(address)

    assert (response.status_code, is_in(guest)) == (502, False)
    assert "Nobody was signed in" in response.get_data(as_text=True)


@pytest.mark.any_database
def test_a_provider_that_names_another_issuer_is_not_asked(guest: Visitor, state: Provider, app: Flask) -> None:
    told = app.extensions["veche.providers"]["state"]
    elsewhere = known.Provider(
        "state", "State", "https://elsewhere.example", "veche", discovery=told.discovery_url, level=Level.PERSON
    )
    app.extensions["veche.providers"] = {"state": elsewhere}

    assert guest.get("/account/openid/state").status_code == 502


@pytest.mark.any_database
def test_a_state_of_another_browser_lets_nobody_in(app: Flask, guest: Visitor, state: Provider) -> None:
    begun = state.send_back(away(guest))
    other = Visitor(app)

    response = other.get(begun)

    assert (response.status_code, is_in(other)) == (422, False)
    assert "not begun in this browser" in response.get_data(as_text=True)


@pytest.mark.any_database
@pytest.mark.parametrize("query", ["", "?state=&code=x", "?state=wrong&code=x", "?code=x", "?state=%00%ff&code=%00"])
def test_a_wrong_state_is_a_page(guest: Visitor, state: Provider, query: str) -> None:
    away(guest)

    response = guest.get(f"/account/openid/state/back{query}")

    assert (response.status_code, is_in(guest)) == (422, False)


@pytest.mark.any_database
def test_who_takes_too_long_begins_anew(guest: Visitor, state: Provider, clock: MovingClock) -> None:
    begun = state.send_back(away(guest))
    clock.move_by(minutes=15)

    response = guest.get(begun)

    assert (response.status_code, is_in(guest)) == (422, False)


def test_what_came_back_once_does_not_come_back_twice(app: Flask, guest: Visitor, state: Provider) -> None:
    register(guest, state)
    thief = Visitor(app)
    begun = state.send_back(away(thief))
    cookie = thief.client.get_cookie("veche")
    thief.get(begun)
    thief.client.set_cookie("veche", cookie.value)
    state.asked[begun.partition("code=")[2].partition("&")[0]] = _asked_again(begun, state)

    response = thief.get(begun)

    assert response.status_code in {409, 502}
    assert "Nobody was signed in" in response.get_data(as_text=True)


def _asked_again(begun: str, state: Provider) -> dict[str, Any]:
    return {"code_challenge": "none", "redirect_uri": "http://localhost/account/openid/state/back"}


@pytest.mark.any_database
def test_who_stops_at_the_provider_is_told_so(guest: Visitor, state: Provider) -> None:
    response = guest.get(state.send_back(away(guest), error="access_denied"))

    assert (response.status_code, is_in(guest)) == (403, False)
    assert db.session.scalar(select(func.count(Answer.id))) == 1


@pytest.mark.any_database
def test_nobody_is_led_elsewhere(guest: Visitor, state: Provider) -> None:
    register(guest, state)
    again = Visitor(guest.client.application)

    back = come_in(again, state, "https://evil.example/")

    assert back.location == "/account/"


def test_a_closed_account_stays_closed(app: Flask, guest: Visitor, state: Provider, clock: MovingClock) -> None:
    account = register(guest, state)
    with step():
        db.session.get_one(Account, account.id).ended_at = clock.now()

    again = Visitor(app)
    response = come_in(again, state)

    assert (response.status_code, is_in(again)) == (403, False)


@pytest.mark.any_database
def test_what_a_newcomer_was_told_to_be_goes_within_the_hour(
    app: Flask, guest: Visitor, state: Provider, clock: MovingClock
) -> None:
    come_in(guest, state)
    clock.move_by(minutes=61)
    late = guest.get("/account/newcomer")
    state.claims = {**ANNA, "sub": "person-3", "snils": "1"}

    come_in(Visitor(app), state)

    assert late.status_code == 422
    assert db.session.scalar(select(func.count(Answer.id))) == 1
