"""Signing in by a provider: who it says comes in, and nobody else."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts import emails
from app.accounts.identity import keys, openid
from app.accounts.identity import providers as known
from app.accounts.identity.levels import Level
from app.accounts.identity.models import Answer, Identity, Link
from app.accounts.models import Account
from app.accounts.personal.models import ErasureRequest
from app.foundation.db import db
from app.foundation.unit_of_work import step
from tests.factories.people import make_account, make_territory
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.provider import KEY, OTHER_KEY, Provider, provider
from tests.support.servers import free_port

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
    "a letter that is none for a name": lie(sub="person-\ud800"),
    "a list for an issuer": lie(iss=["https://elsewhere.example"]),
    "words for an end": lie(exp="tomorrow"),
    "a set of words for whom": lie(aud={"veche": True}),
    "made long before": lie(exp=1_000_000_000, iat=999_999_000),
}


@pytest.mark.any_database
@pytest.mark.parametrize("what", LIES)
def test_a_lie_of_the_provider_lets_nobody_in(guest: Visitor, state: Provider, what: str) -> None:
    state.lie = LIES[what]
    state.userinfo = {**ANNA, "sub": "person-\ud800"} if "letter" in what else None

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


def b64(words: bytes) -> str:
    return base64.urlsafe_b64encode(words).decode().rstrip("=")


def by_hand(header: dict[str, Any], seal: Callable[[bytes], bytes]) -> Callable[[dict[str, Any]], str]:
    """A token whose head says what it likes, sealed so."""

    def spell(said: dict[str, Any]) -> str:
        body = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(said).encode())}"
        return f"{body}.{b64(seal(body.encode()))}"

    return spell


def by_word(secret: bytes) -> Callable[[bytes], bytes]:
    return lambda body: hmac.new(secret, body, hashlib.sha256).digest()


FORGED = {
    "unsigned": by_hand({"alg": "none"}, lambda _body: b""),
    "unsigned, in other letters": by_hand({"alg": "None", "kid": "one"}, lambda _body: b""),
    "signed with the secret of the client": by_hand({"alg": "HS256", "kid": "one"}, by_word(b"a secret")),
    "signed with the public key as a word": by_hand({"alg": "HS256", "kid": "one"}, by_word(KEY.as_pem(private=False))),
    "signed with nothing": by_hand({"alg": "RS256", "kid": "one"}, lambda _body: b""),
    "with a key of its own in its head": by_hand(
        {"alg": "RS256", "kid": "one", "jwk": OTHER_KEY.as_dict(private=False)}, lambda _body: b"1" * 256
    ),
    "with a key elsewhere": by_hand(
        {"alg": "RS256", "kid": "two", "jku": "https://elsewhere.example/keys"}, lambda _body: b"1" * 256
    ),
    "no token": lambda _said: "no token",
    "three dots": lambda _said: "..",
    "nothing": lambda _said: "",
}


@pytest.mark.any_database
@pytest.mark.parametrize("how", FORGED)
def test_a_token_that_the_provider_has_not_signed_lets_nobody_in(guest: Visitor, state: Provider, how: str) -> None:
    state.spell = FORGED[how]

    response = come_in(guest, state)

    assert (response.status_code, is_in(guest), db.session.scalar(select(func.count(Account.id)))) == (502, False, 0)


@pytest.mark.any_database
@pytest.mark.parametrize("slow", ["openid-configuration", "keys", "token", "userinfo"])
def test_a_provider_that_is_slow_is_not_waited_for(
    guest: Visitor, state: Provider, slow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.claims, state.userinfo = {"sub": "person-1"}, dict(ANNA)
    address = state.send_back(away(guest)) if slow != "openid-configuration" else "/account/openid/state"
    openid.kept.clear()
    monkeypatch.setattr(openid, "SECONDS", 0.2)
    state.slow = slow

    response = guest.get(address)

    assert (response.status_code, is_in(guest)) == (502, False)
    assert "does not answer now" in response.get_data(as_text=True)


@pytest.mark.any_database
def test_a_provider_that_nobody_runs_any_more_is_a_clear_page(app: Flask, guest: Visitor, state: Provider) -> None:
    told = app.extensions["veche.providers"]["state"]
    app.extensions["veche.providers"] = {"state": replace(told, issuer=f"http://127.0.0.1:{free_port()}")}

    response = guest.get("/account/openid/state")

    assert (response.status_code, "does not answer now" in response.get_data(as_text=True)) == (502, True)


@pytest.mark.any_database
@pytest.mark.parametrize("code", ["used", "of another", "\0", "x" * 5000, "<b>"])
def test_a_code_that_is_used_too_old_or_made_up_lets_nobody_in(guest: Visitor, state: Provider, code: str) -> None:
    begun = state.send_back(away(guest), code=code)
    state.asked.clear()

    response = guest.get(begun)

    assert (response.status_code, is_in(guest)) == (502, False)
    assert "nobody was let in" in response.get_data(as_text=True)


@pytest.mark.any_database
def test_a_code_of_another_browser_lets_nobody_in(app: Flask, guest: Visitor, state: Provider) -> None:
    """A thief has the code of somebody else and puts it into a sign-in of their own: the verifier does not fit."""
    stolen = parse_qs(urlsplit(state.send_back(away(guest))).query)["code"][0]
    thief = Visitor(app)

    response = thief.get(state.send_back(away(thief), code=stolen))

    assert (response.status_code, is_in(thief)) == (502, False)


@pytest.mark.any_database
def test_words_of_a_refusal_are_not_repeated(guest: Visitor, state: Provider) -> None:
    bad = "<script>alert(1)</script>"
    begun = state.send_back(away(guest), error="access_denied", error_description=bad, error_uri="javascript:alert(1)")

    response = guest.get(begun)

    page = response.get_data(as_text=True)
    assert (response.status_code, is_in(guest)) == (403, False)
    assert ("alert(1)" in page, "alert(1)" in unescape(page)) == (False, False)


LONG = "a" * 60 + "@" + ".".join(["b" * 60] * 5) + ".example"
UNFIT = {
    "none": None,
    "empty": "",
    "absurdly long": LONG,
    "thousands of letters": "a" * 4_000 + "@example.org",
    "no address": "anna",
    "two": "anna@example.org, boris@example.org",
    "a line more": "anna@example.org\r\nBcc: everybody@example.org",
    "markup": "<script>@example.org",
    "nothing before the sign": "@example.org",
    "a host that is none": "anna@-.-",
    "a sign that is no letter": "anna\ud800@example.org",
    "a zero": "anna\0@example.org",
    "a number": 7,
    "a list": ["anna@example.org"],
}


@pytest.mark.parametrize("email", UNFIT)
def test_an_address_that_is_none_is_not_kept(guest: Visitor, state: Provider, email: str) -> None:
    state.claims = {**ANNA, "email": UNFIT[email]}

    come_in(guest, state)
    page = guest.get("/account/newcomer")
    account = register(guest, state)

    assert (page.status_code, "told us no e-mail" in page.get_data(as_text=True)) == (200, True)
    assert (account.email, account.email_key.startswith("number:"), is_in(guest)) == ("", True, True)


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes", ["true"]])
def test_only_a_plain_yes_says_that_an_address_is_theirs(guest: Visitor, state: Provider, verified: Any) -> None:
    other = make_account(email="anna@example.org")
    state.claims = {**ANNA, "email_verified": verified}

    account = register(guest, state)

    assert (account.id != other.id, account.email, is_in(guest)) == (True, "", True)


def test_an_address_that_is_cyrillic_on_both_sides_is_theirs(app: Flask, guest: Visitor, state: Provider) -> None:
    state.claims = {**ANNA, "email": "иван@почта.рф"}
    come_in(guest, state)
    page = guest.get("/account/newcomer").get_data(as_text=True)

    guest.send("/account/newcomer", FORM)

    account = db.session.scalars(select(Account)).one()
    assert "иван@почта.рф" in page
    assert (account.email, account.email_key) == ("иван@почта.рф", emails.key_of("ИВАН@xn--80a1acny.xn--p1ai"))
    assert (is_in(guest), "иван@почта.рф" in guest.get("/account/").get_data(as_text=True)) == (True, True)


ODD = {
    "a sign that is no letter": "Анна\ud800",
    "a zero": "Ан\0на",
    "lines": "Анна\r\nSet-Cookie: a=b",
    "very long": "А" * 500,
    "markup": "<img src=x onerror=alert(1)>",
    "a number": 7,
    "a set": {"first": "Анна"},
}


@pytest.mark.parametrize("where", ["given_name", "family_name", "address"])
@pytest.mark.parametrize("name", ODD)
def test_odd_names_and_places_break_nothing(guest: Visitor, state: Provider, name: str, where: str) -> None:
    state.claims = {**ANNA, where: {"locality": ODD[name]} if where == "address" else ODD[name]}

    come_in(guest, state)
    page = guest.get("/account/newcomer")
    guest.send("/account/newcomer", FORM)

    assert (page.status_code, "<img src=x" in page.get_data(as_text=True), is_in(guest)) == (200, False, True)


@pytest.mark.parametrize("number", ["112\ud800", "112\0", "1" * 4_000, ""])
def test_an_odd_number_breaks_nothing(guest: Visitor, state: Provider, number: str) -> None:
    state.claims = {**ANNA, "snils": number}

    register(guest, state)

    assert is_in(guest)


def test_another_address_at_the_second_sign_in_changes_nothing(app: Flask, guest: Visitor, state: Provider) -> None:
    account = register(guest, state)
    other = make_account(email="boris@example.org")
    found = []
    for email in ("anna@new.example.org", "boris@example.org", "no address", None):
        state.claims = {**ANNA, "email": email}
        again = Visitor(app)
        come_in(again, state)
        found.append(is_in(again) and "boris@example.org" not in again.get("/account/").get_data(as_text=True))

    assert found == [True] * 4
    kept = db.session.get_one(Account, account.id, populate_existing=True)
    assert (kept.email, db.session.scalar(select(func.count(Account.id)))) == ("anna@example.org", 2)
    assert set(db.session.scalars(select(Link.account_id))) == {account.id}
    assert other.email == "boris@example.org"


# Showing once more who it is


def grave(visitor: Visitor) -> Any:
    return visitor.get("/account/data/leave")


def again(visitor: Visitor, server: Provider, page: Any = None) -> Any:
    """Goes to the provider from the page that asks who it is, and comes back."""
    page = page or visitor.get(grave(visitor).location)
    link = re.search(r'href="(/account/openid/state\?again=[^"]*)"', page.get_data(as_text=True))
    assert link
    address = visitor.get(unescape(link[1])).location
    asked = parse_qs(urlsplit(address).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    return visitor.get(server.send_back(address))


def test_who_came_by_a_provider_shows_there_once_more_who_it_is(
    guest: Visitor, state: Provider, clock: MovingClock
) -> None:
    register(guest, state)
    clock.move_by(minutes=16)

    asked = grave(guest)
    back = again(guest, state)

    assert (asked.status_code, asked.location) == (303, "/account/again?next=/account/data/leave")
    assert (back.status_code, back.location, grave(guest).status_code) == (303, "/account/data/leave", 200)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("when", "holds"),
    [
        (None, False),
        ("now", False),
        (True, False),
        (-3600, False),
        (-61, False),
        (-30, True),
        (30, True),
        (3600, False),
    ],
)
def test_a_provider_that_has_asked_nothing_shows_nothing(
    guest: Visitor, state: Provider, clock: MovingClock, when: Any, holds: bool
) -> None:
    register(guest, state)
    clock.move_by(minutes=16)
    is_moment = isinstance(when, int) and not isinstance(when, bool)
    state.lie = lie(auth_time=int(clock.now().timestamp()) + when if is_moment else when)

    back = again(guest, state)

    assert (back.status_code, grave(guest).status_code) == ((303, 200) if holds else (502, 303))
    assert holds or "It was not shown that it is you" in back.get_data(as_text=True)
    assert is_in(guest)


def test_somebody_else_at_the_provider_shows_nothing(
    app: Flask, guest: Visitor, state: Provider, clock: MovingClock
) -> None:
    register(guest, state)
    for number, sub in (("112-233-445 95", "person-1"), ("2", "person-2")):
        state.claims = {**ANNA, "sub": sub, "snils": number, "email": f"{sub}@example.org"}
        register(Visitor(app), state)
    clock.move_by(minutes=16)

    back = again(guest, state)

    assert (back.status_code, grave(guest).status_code, is_in(guest)) == (403, 303, True)
    assert "somebody else" in back.get_data(as_text=True)


@pytest.mark.any_database
def test_who_stops_at_the_provider_has_shown_nothing_and_stays_signed_in(
    guest: Visitor, state: Provider, clock: MovingClock
) -> None:
    register(guest, state)
    clock.move_by(minutes=16)
    address = guest.get("/account/openid/state?again=y&next=/account/data/leave").location

    back = guest.get(state.send_back(address, error="login_required"))

    page = back.get_data(as_text=True)
    assert (back.status_code, grave(guest).status_code, is_in(guest)) == (403, 303, True)
    assert ("It was not shown that it is you" in page, "Nobody was signed in" in page) == (True, False)


@pytest.mark.any_database
def test_a_provider_that_does_not_sign_the_person_in_shows_nothing_of_them(
    visit: Callable[[Account], Visitor], guest: Visitor, state: Provider, clock: MovingClock
) -> None:
    visitor = visit(make_account(password_hash="has one"))
    clock.move_by(minutes=16)

    page = visitor.get(grave(visitor).location).get_data(as_text=True)

    assert ("/account/openid/state" in page, 'name="password"' in page) == (False, True)
    assert visitor.get("/account/openid/state?again=y").status_code == 404
    assert guest.get("/account/openid/state?again=y").location.startswith("/account/sign-in?next=")


def test_a_form_that_was_sent_waits_in_its_window_until_it_is_shown_in_another_who_it_is(
    guest: Visitor, state: Provider, clock: MovingClock
) -> None:
    account = register(guest, state)
    clock.move_by(minutes=16)
    led = guest.send("/account/data/leave", {"texts": "stubs", "understood": "y"})
    page = guest.send(led.location, {"texts": "stubs", "understood": "y"})
    kept = {"again": "sent", "kept.texts": "stubs", "kept.understood": "y", "next": "/account/data/leave"}

    too_early = guest.send("/account/again", kept)
    shown = again(guest, state, page)
    told = guest.get(shown.location).get_data(as_text=True)
    offered = guest.send("/account/again", kept).get_data(as_text=True)

    assert (led.status_code, page.status_code, 'target="_blank"' in page.get_data(as_text=True)) == (307, 200, True)
    assert (too_early.status_code, "Nothing has shown yet" in too_early.get_data(as_text=True)) == (422, True)
    assert (shown.location, "Close this window" in told) == ("/account/again?shown=y", True)
    assert ('action="/account/data/leave"' in offered, 'value="stubs"' in offered) == (True, True)
    assert guest.send("/account/data/leave", {"texts": "stubs", "understood": "y"}).status_code == 303
    assert db.session.get_one(ErasureRequest, account.id).texts == "stubs"
