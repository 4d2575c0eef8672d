"""People vote on a phone, change their mind, and keep a confirmation that says nothing of what they chose."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds import jobs as rounds
from campaigns.rounds.ballots.models import Ballot, Option
from campaigns.rounds.models import Round
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.factories.votes import TITLES, make_vote
from tests.journeys.conftest import DESK, PHONE, Reader, Sit
from tests.support.clocks import MovingClock
from tests.support.people import signed_in

VOTE = "/campaigns/ugra/vote"
OTHERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "score": ({"from": 1, "to": 5}, {"rule": "mean", "confidence": "0.95"}),
    "points": ({"points": 10}, {"rule": "most votes", "by": "score"}),
    "ranking": ({"most": 3}, {"rule": "borda"}),
    "choose-one": ({}, {"rule": "most votes"}),
}
DARK = ("dark", DESK, "")


def open_vote(**over: Any) -> Round:
    return make_vote(make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)]), **over)


def photograph(reader: Reader, name: str) -> None:
    """For eyes, where a folder is named for them."""
    if folder := os.environ.get("VECHE_PICTURES"):
        reader.page.emulate_media(color_scheme="light")
        reader.page.set_viewport_size({"width": PHONE, "height": 800})
        reader.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def kept() -> tuple[str, int]:
    """What the one ballot says, in titles, and how often it was cast."""
    db.session.rollback()
    ballot = db.session.scalars(select(Ballot)).one()
    titles = {option.idea_id: option.title for option in db.session.scalars(select(Option))}
    marks = (mark.partition(":") for mark in ballot.marks.split(","))
    return ", ".join(sorted(f"{titles[int(idea_id)]} {value}" for idea_id, _, value in marks)), ballot.casts


def tick(page: Page, title: str) -> None:
    page.locator("label.pick", has_text=title).click()


def mark(page: Page, title: str, label: str) -> None:
    page.locator(".option", has_text=title).get_by_role("radio", name=label, exact=True).check()


def test_approving_on_a_phone_with_a_change(app: Flask, sit: Sit) -> None:
    open_vote()
    reader = sit(make_account(), width=PHONE, also=[DARK]).open("/campaigns/ugra/")

    reader.press("Vote").reads("Choose up to 3 ideas.")
    for title in ("Одна сводка за вечер", "Билеты на катер"):
        tick(reader.page, title)
    reader.reads("Chosen: 2 of 3")
    photograph(reader, "approve-360")
    reader.press("Check and send").reads("It is not sent yet.")
    photograph(reader, "approve-check")
    reader.press("Change").reads("Chosen: 2 of 3")
    tick(reader.page, "Билеты на катер")
    tick(reader.page, "Лёгкая версия портала")
    reader.press("Check and send").press("Send").reads("Your vote is taken").does_not_see("Лёгкая версия портала")
    photograph(reader, "confirmation")
    first = kept()
    reader.follow("To the vote").reads("You have voted on")
    photograph(reader, "approve-again")
    tick(reader.page, "Помощник в библиотеке")
    reader.press("Check and send").press("Send").reads("Your vote is taken")

    assert first == ("Лёгкая версия портала 1, Одна сводка за вечер 1", 1)
    assert kept() == ("Помощник в библиотеке 1", 2)


def test_for_and_against_without_script_with_a_change(app: Flask, sit: Sit) -> None:
    open_vote(ballot={"kind": "for-against"}, counting={"rule": "net"})
    reader = sit(make_account(), width=PHONE, scripts=False).open(VOTE)

    mark(reader.page, "Одна сводка за вечер", "For")
    mark(reader.page, "Билеты на катер", "Against")
    photograph(reader, "for-against-360")
    reader.press("Check and send").reads("It is not sent yet.")
    photograph(reader, "for-against-check")
    reader.press("Change")
    mark(reader.page, "Билеты на катер", "No opinion")
    reader.press("Check and send").press("Send").reads("Control code")

    assert kept() == ("Билеты на катер 0, Одна сводка за вечер 1", 1)


def test_spending_a_budget_on_a_phone_with_a_change(app: Flask, sit: Sit) -> None:
    open_vote(
        ballot={"kind": "budget", "budget": 100_000},
        counting={"rule": "greedy", "by": "votes", "over": "skip", "budget": 100_000},
        winners=None,
        costs=(40_000, 70_000, 30_000, 20_000, 60_000),
    )
    reader = sit(make_account(), width=PHONE, also=[DARK]).open(VOTE)

    tick(reader.page, "Лист ожидания к врачу")
    tick(reader.page, "Билеты на катер")
    reader.reads("Chosen for 100,000. Left: 0")
    tick(reader.page, "Помощник в библиотеке")
    reader.reads("Chosen for 120,000: 20,000 too much")
    photograph(reader, "budget-over-360")
    reader.press("Check and send").reads("Your choice costs 120,000.").look_again()
    photograph(reader, "budget-refused")
    tick(reader.page, "Лист ожидания к врачу")
    reader.press("Check and send").reads("Chosen for 80,000 of 100,000, left: 20,000").press("Send").reads(
        "Control code"
    )

    assert kept() == ("Билеты на катер 1, Помощник в библиотеке 1", 1)


def test_the_other_ballots_keep_nobody_out_on_a_phone(app: Flask, sit: Sit) -> None:
    reader = sit(make_account(), width=PHONE)
    for kind, (ballot, counting) in OTHERS.items():
        campaign = make_campaign(kind, windows=[(PhaseKind.VOTING, -1 / 24, 10)])
        make_vote(campaign, ballot={"kind": kind, **ballot}, counting=counting, titles=TITLES[:3])

        reader.open(f"/campaigns/{kind}/vote")
        photograph(reader, f"{kind}-360")


@pytest.mark.parametrize("locale", ["ru", "uk"])
def test_words_longer_than_english_fit_a_phone_at_the_largest_size(app: Flask, sit: Sit, locale: str) -> None:
    reader = sit(make_account(), width=PHONE, locale=locale, also=[("light", PHONE, "size-200")])
    for kind, (ballot, counting) in {**OTHERS, "for-against": ({}, {"rule": "net"})}.items():
        campaign = make_campaign(kind, windows=[(PhaseKind.VOTING, -1 / 24, 10)])
        make_vote(campaign, ballot={"kind": kind, **ballot}, counting=counting, titles=TITLES[:3])

        reader.open(f"/campaigns/{kind}/vote")


def test_a_guest_chooses_first_and_finds_the_choice_after_signing_in(app: Flask, sit: Sit, site: str) -> None:
    open_vote()
    anna = make_account()
    reader = sit(width=PHONE, also=[DARK]).open(VOTE)

    tick(reader.page, "Одна сводка за вечер")
    photograph(reader, "guest-360")
    reader.press("Sign in to vote")
    asked_for = reader.page.url
    come_in(app, reader, site, anna)
    reader.open(VOTE).reads("Chosen: 1 of 3").press("Check and send").press("Send").reads("Your vote is taken")

    assert "next=/campaigns/ugra/vote" in asked_for
    assert kept() == ("Одна сводка за вечер 1", 1)


def test_an_owner_closes_a_vote_and_a_voter_finds_the_confirmation_after_it(
    app: Flask, sit: Sit, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    vote = open_vote()
    owner = give_role(make_account(), Role.OWNER, db.session.get_one(Campaign, vote.campaign_id))
    voter, owning = sit(make_account(), width=PHONE), sit(owner, scripts=False)
    voter.open(VOTE)
    tick(voter.page, "Одна сводка за вечер")
    code = voter.press("Check and send").press("Send").page.locator(".receipt .code").inner_text()
    closing = owning.open("/campaigns/ugra/results").press("Close the round")

    closing.fill(reason="Голоса собраны, дальше ждать незачем.").press("End it with this minute")
    owning.reads("The round ends at")
    clock.move_by(minutes=1)
    db.session.rollback()
    rounds.close_due()
    run_jobs()
    owning.open("/campaigns/ugra/results").press("Check and sign").press("Sign the result")
    owning.press("Publish the result")
    run_jobs()
    voter.open("/campaigns/ugra/results").reads("1 person voted.")
    voter.press("Find my vote").fill(code=code).press("Look up").reads("Your vote stands in the journal")
    photograph(voter, "found-360")

    voter.reads("What you chose is shown nowhere").does_not_see("Одна сводка за вечер")


def come_in(app: Flask, reader: Reader, site: str, account: Account) -> None:
    """The person signs in, in this same browser."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = serializer.dumps({"_user_id": signed_in(account), "_fresh": True})
    reader.page.context.add_cookies([{"name": "veche", "value": value, "url": site}])
