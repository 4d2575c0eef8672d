"""People come in with an identity from elsewhere, or with a sheet from the library."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.identity import openid
from app.accounts.identity.levels import Level
from app.accounts.identity.models import AssistedAct, Identity
from app.accounts.identity.providers import Provider
from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from campaigns.ideas.models import Support
from campaigns.plan.phases import Act
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account, make_office
from tests.journeys.conftest import DESK, PHONE, Reader, Sit
from tests.support.clocks import MovingClock

ANNA = {
    "sub": "anna",
    "given_name": "Анна",
    "family_name": "Ковальчук",
    "email": "anna@example.org",
    "email_verified": True,
    "snils": "112-233-445 95",
}
PHONE_TOO = ("dark", PHONE, "")


def photograph(reader: Reader, name: str) -> None:
    """For eyes, where a folder is named for them."""
    if folder := os.environ.get("VECHE_PICTURES"):
        for width in (PHONE, DESK):
            reader.page.emulate_media(color_scheme="light")
            reader.page.set_viewport_size({"width": width, "height": 800})
            reader.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@pytest.fixture
def issuer() -> Iterator[str]:
    """A provider of OpenID Connect as a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("oidc-provider-mock"))
    arguments = [program, "--port", str(port), "--require-nonce", "true", "--user-claims", json.dumps(ANNA)]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        for _attempt in range(300):
            with suppress(OSError), urlopen(f"{address}/.well-known/openid-configuration") as answer:
                answer.read()
                break
            time.sleep(0.1)
        yield address
        process.terminate()


@pytest.fixture
def state(app: Flask, site: str, issuer: str, clock: MovingClock, monkeypatch: pytest.MonkeyPatch) -> str:
    """The provider is known here, and people come back to this site from it."""
    # The other process has the clock of the machine.
    clock.move_to(datetime.now(UTC))  # noqa: TID251
    settings = app.extensions["veche.settings"]
    monkeypatch.setitem(app.extensions, "veche.settings", replace(settings, PUBLIC_URL=site))
    known = Provider("state", "State services", issuer, "veche", "a secret", identifier="snils", level=Level.PERSON)
    monkeypatch.setitem(app.extensions, "veche.providers", {"state": known})
    openid.kept.clear()
    return issuer


def test_a_resident_signs_in_with_an_identity_and_supports_what_asks_for_it(app: Flask, state: str, sit: Sit) -> None:
    campaign = make_campaign("ugra", levels={Act.SUPPORT.value: Level.PERSON.value})
    idea = make_idea(campaign, title="Запись к врачу без звонка")
    anna = sit(also=[PHONE_TOO])

    anna.open(f"/ideas/{idea.id}").follow("Sign in to support")
    photograph(anna, "sign-in")
    anna.page.get_by_role("link", name="Sign in with State services").click()
    anna.page.get_by_role("button", name="anna").click()
    anna.reads("One more step").look()
    photograph(anna, "newcomer")
    anna.page.locator("[name=consent]").check()
    anna.press("Open my account").reads("Запись к врачу без звонка")
    anna.press("Support this idea").reads("You support this")
    anna.open("/account/identity").reads("Your identity was verified")
    photograph(anna, "who-you-are")

    db.session.rollback()
    account = db.session.scalars(select(Account).where(Account.email == "anna@example.org")).one()
    assert db.session.scalars(select(Support.account_id)).all() == [account.id]
    assert db.session.scalars(select(Identity.account_id)).all() == [account.id]


def test_who_stops_at_the_provider_stays_outside(app: Flask, state: str, sit: Sit) -> None:
    guest = sit()

    guest.open("/account/sign-in")
    guest.page.get_by_role("link", name="Sign in with State services").click()
    guest.page.get_by_role("button", name="Deny").click()

    guest.reads("Nobody was signed in").look()
    photograph(guest, "stopped")
    guest.follow("Sign in another way").reads("Sign in")


def test_a_person_without_an_email_takes_part_with_an_assistant(app: Flask, sit: Sit) -> None:
    campaign = make_campaign("ugra")
    idea = make_idea(campaign, title="Автобус до поликлиники")
    library = make_office("Центральная библиотека")
    olga = sit(
        give_role(make_account(given_name="Ольга", family_name="Лисова"), Role.ASSISTANT, office=library),
        also=[PHONE_TOO],
    )

    olga.open("/assist/").press("Open an account")
    olga.fill(given_name="Мария", family_name="Петрова", consent="подписала на бумаге, папка 3")
    olga.page.locator("[name=has_read]").check()
    photograph(olga, "assist-new")
    olga.press("Open the account").reads("this sheet lets you in")
    photograph(olga, "sheet")
    sheet = olga.page.locator(".sheet").inner_text()
    code, number = re.search(r"\d{4} \d{4} \d{4}", sheet), re.search(r"\d{3}-\d{3}-\d{3}", sheet)
    assert code
    assert number

    olga.page.locator("main .breadcrumbs").get_by_role("link", name="Мария Петрова").click()
    photograph(olga, "assist-person")
    olga.press("They are here: begin")
    olga.open(f"/ideas/{idea.id}").press("Support this idea").reads("You support this")
    photograph(olga, "helping")
    olga.page.get_by_role("button", name="Finish helping").click()
    olga.reads("Help people take part")

    maria = sit(width=PHONE, scripts=False)
    maria.open("/account/sign-in").follow("I have a code from a sheet")
    maria.fill(code=code[0].replace(" ", "")).press("Sign in")
    maria.reads("Choose a password").fill(password="верный конь и телега").press("Set the password")
    maria.reads("Мария Петрова").follow("Help I have had").reads("An idea was supported")
    photograph(maria, "help")
    maria.reads("Ольга Лисова")

    again = sit(width=PHONE)
    again.open("/account/sign-in").fill(email=number[0], password="верный конь и телега").press("Sign in")
    again.reads("My page")
    db.session.rollback()
    account = db.session.scalars(select(Account).where(Account.family_name == "Петрова")).one()
    assert db.session.scalars(select(Support.account_id)).all() == [account.id]
    assert db.session.scalars(select(AssistedAct.act)).all() == ["support"]
