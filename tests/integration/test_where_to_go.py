"""Whoever may not do something yet, and can mend it themselves, reads why and finds the button that leads there: on the page, before
they have typed anything."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import consents, passwords
from app.accounts.identity.levels import Level
from app.accounts.personal import consenting
from app.foundation import clock as told
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.site.models import SiteSettings, TextVersion
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import PASSWORD, make_account
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]


def set_up(**over: object) -> Campaign:
    campaign = make_campaign()
    with step():
        for name, value in over.items():
            setattr(campaign, name, value)
    return campaign


def test_on_an_idea_the_way_to_say_ones_age_stands_beside_the_reason(visit: Visit) -> None:
    idea = make_idea(set_up(least_age=14))

    page = visit(make_account()).get(f"/ideas/{idea.id}").text

    assert f"/account/data/age?next=/ideas/{idea.id}&amp;years=14" in page
    assert page.count("/account/data/age") == 2


def test_on_an_idea_the_way_to_the_new_words_of_the_consent_stands_beside_the_reason(
    app: Flask, clock: MovingClock
) -> None:
    account, idea = make_account(password_hash=passwords.hash_of(PASSWORD)), make_idea(make_campaign())
    with step():
        consenting.agree(account, consents.PERSONAL_DATA, "en", told.now() - timedelta(days=1))
        db.session.add(
            TextVersion(
                name="consent", number=2, language="en", title="Consent", body="Other.", why="", written_at=told.now()
            )
        )
        kept = db.session.scalar(select(SiteSettings)) or SiteSettings(
            id=1, version=0, chosen={}, changed_at=told.now()
        )
        kept.version += 1
        db.session.add(kept)
    clock.move_by(minutes=1)
    browser = Visitor(app)
    browser.send("/account/sign-in", {"email": account.email, "password": PASSWORD}, page="/account/sign-in")

    page = browser.get(f"/ideas/{idea.id}").text

    assert page.count(f"/account/consent?next=/ideas/{idea.id}") == 2


@pytest.mark.parametrize(
    ("over", "way"),
    [
        ({"least_age": 16}, "/account/data/age"),
        ({"levels": {Act.SUBMIT_IDEA.value: Level.PERSON.value}}, "/account/identity"),
    ],
)
def test_who_writes_an_idea_reads_beforehand_what_is_asked_for(visit: Visit, over: dict[str, object], way: str) -> None:
    campaign = set_up(**over)

    asked = visit(make_account()).get(f"/campaigns/{campaign.slug}/ideas/new").text
    guest = visit().get(f"/campaigns/{campaign.slug}/ideas/new").text

    assert (way in asked, way in guest, 'name="problem"' in asked) == (True, False, True)


def test_nothing_is_asked_for_where_nothing_is_set(visit: Visit) -> None:
    campaign = make_campaign()

    page = visit(make_account()).get(f"/campaigns/{campaign.slug}/ideas/new").text

    assert ("/account/identity" in page, "/account/data/age" in page) == (False, False)
