"""Somebody signs up from a busy network: with a script the browser does a sum by itself, without one the letter comes later."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.foundation.db import db
from app.guards import newcomers
from tests.journeys.conftest import PHONE, Reader, Sit

ANNA = {"given_name": "Анна", "family_name": "Кравец", "password": "три слова подряд"}


@pytest.fixture(autouse=True)
def busy(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many sign up from here that a small sum is asked for."""
    monkeypatch.setattr(newcomers, "QUIET", -1)
    monkeypatch.setattr(newcomers, "EASIEST", 12)


def sign_up(reader: Reader, email: str) -> Reader:
    reader.open("/account/register").fill(**ANNA, email=email)
    reader.page.locator("main [name=consent]").check()
    return reader.press("Register").reads("We have sent a letter")


def test_a_browser_does_its_sum_and_a_slip_is_mended_with_one_tap(app: Flask, sit: Sit) -> None:
    reader = sign_up(sit(width=PHONE), "anna@gmial.com")

    reader.does_not_see("many people are signing up")
    reader.press("Send it to anna@gmail.com").reads("It goes to anna@gmail.com.")

    db.session.rollback()
    assert list(db.session.scalars(select(Account.email))) == ["anna@gmail.com"]


def test_without_a_script_everybody_gets_in_and_waits_for_the_letter(app: Flask, sit: Sit) -> None:
    sign_up(sit(scripts=False), "anna@example.org").reads("It arrives in about 10 minutes")

    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Account)) == 1
