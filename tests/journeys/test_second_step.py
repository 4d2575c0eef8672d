"""A moderator gets a passkey, loses the phone, and gets in all the same; a device made by the browser itself."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import CDPSession

from app.accounts import passwords
from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from tests.factories.people import PASSWORD, give_role, make_account
from tests.journeys.conftest import DESK, PHONE, Reader, Sit
from tests.support.clocks import MovingClock

EMAIL = "anna@example.org"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(app: Flask, site: str) -> Iterator[str]:
    """The address of the site by a name, as passkeys want it."""
    before = app.extensions["veche.settings"]
    address = site.replace("127.0.0.1", "localhost")
    app.extensions["veche.settings"] = replace(before, PUBLIC_URL=address, FACTOR_ROLES=("administrator",))
    yield address
    app.extensions["veche.settings"] = before


@pytest.fixture
def anna(app: Flask) -> Account:
    account = make_account(EMAIL, password_hash=passwords.hash_of(PASSWORD))
    give_role(account, Role.ADMINISTRATOR)
    db.session.refresh(account)
    return account


def with_device(reader: Reader) -> CDPSession:
    """The browser of the reader has a device for passkeys, whose owner is always at it."""
    session = reader.page.context.new_cdp_session(reader.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def come_in(reader: Reader) -> Reader:
    return reader.open("/account/sign-in").fill(email=EMAIL, password=PASSWORD).press("Sign in")


def test_a_passkey_opens_the_door_and_codes_on_paper_do_when_it_is_lost(
    named: str, anna: Account, sit: Sit, clock: MovingClock
) -> None:
    reader = sit(width=PHONE, also=[("dark", DESK, "")])
    reader.site = named
    with_device(reader)

    come_in(reader).reads("Add a second step until").follow("Add a passkey")
    reader.fill(name="Phone").press("Add a passkey").reads("Your codes on paper")
    paper = reader.page.locator(".paper-codes code").first.inner_text()
    reader.press("I have them").open("/account/factors").reads("added on").follow("Where you are signed in")
    reader.reads("Chrome on Linux").reads("with the second step").press("End: Chrome on Linux").reads("Sign in")

    reader.press("Sign in with a passkey")
    reader.page.wait_for_url(f"{named}/account/")
    reader.look().open("/admin/people/").reads("People")
    reader.open("/account/sign-ins").press("End: Chrome on Linux")

    clock.move_by(seconds=1)
    come_in(reader).reads("Second step of the sign-in").press("Show a passkey")
    reader.page.wait_for_url(f"{named}/account/")
    reader.open("/account/sign-ins").press("End: Chrome on Linux")

    elsewhere = sit()
    elsewhere.site = named
    come_in(elsewhere).fill(code=paper).press("Go on").open("/admin/people/").reads("People")


def test_a_device_that_says_no_is_told_and_the_password_still_does(named: str, anna: Account, sit: Sit) -> None:
    reader = sit()
    reader.site = named
    with_device(reader)

    reader.open("/account/sign-in").press("Sign in with a passkey").reads("Your device did not show a passkey")

    come_in(reader).reads("Add a second step until")


def test_without_a_script_there_are_codes_of_an_app(named: str, anna: Account, sit: Sit) -> None:
    reader = sit(scripts=False, width=PHONE)
    reader.site = named

    come_in(reader).does_not_see("Sign in with a passkey").follow("Add a passkey").reads("no script runs here")

    reader.press("Set up an app").reads("Type the code that the app shows now.")
