"""People follow campaigns and ideas, and stop."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.sessions import actor_of
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.domain import follows
from campaigns.contributions.models import Follow, State
from campaigns.contributions.queries.follows import followed_by, followed_campaigns
from campaigns.plan.models import Audience, Campaign
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.support.clocks import NOON
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
PAGE = "/campaigns/ugra/"


def kept() -> list[tuple[int, int | None, int | None]]:
    db.session.rollback()
    return [
        (f.account_id, f.campaign_id, f.contribution_id) for f in db.session.scalars(select(Follow).order_by(Follow.id))
    ]


def test_a_person_follows_a_campaign_and_the_button_says_so(app, visit: Visit):
    campaign, anna = make_campaign("ugra"), make_account()
    browser = visit(anna)

    response = browser.send(PAGE + "follow", page=PAGE)

    page = browser.get(PAGE).get_data(as_text=True)
    assert (response.status_code, response.headers["Location"]) == (303, PAGE)
    assert kept() == [(anna.id, campaign.id, None)]
    assert ("You follow this" in page, PAGE + "unfollow" in page, f'"{PAGE}follow"' in page) == (True, True, False)


def test_following_twice_is_following_once(app, visit: Visit):
    campaign, anna = make_campaign("ugra"), make_account()
    browser = visit(anna)

    answers = [browser.send(PAGE + "follow", page=PAGE).status_code for _ in range(2)]

    assert (answers, kept()) == ([303, 303], [(anna.id, campaign.id, None)])


def test_a_person_stops_following_and_nobody_else_does(app, visit: Visit):
    campaign, anna, boris = make_campaign("ugra"), make_account(), make_account()
    for person in (anna, boris):
        visit(person).send(PAGE + "follow", page=PAGE)

    answers = [visit(anna).send(PAGE + "unfollow", page=PAGE).status_code for _ in range(2)]

    assert (answers, kept()) == ([303, 303], [(boris.id, campaign.id, None)])


def test_a_person_follows_an_idea_and_stops(app, visit: Visit):
    make_campaign("ugra")
    anna, idea = make_account(), make_idea(make_campaign())
    browser, address = visit(anna), f"/contributions/{idea.id}"

    browser.send(address + "/follow", page=PAGE)
    followed = kept()
    stopped = browser.send(address + "/unfollow", page=PAGE)

    assert (followed, kept()) == ([(anna.id, None, idea.id)], [])
    assert stopped.headers["Location"] == f"/ideas/{idea.id}"


def test_one_comes_back_to_the_page_one_came_from_and_nowhere_else(app, visit: Visit):
    make_campaign("ugra")
    browser = visit(make_account())

    places = [
        browser.send(PAGE + "follow", {"next": address}, page=PAGE).headers["Location"]
        for address in ("/campaigns/ugra/rules", "//elsewhere.example/", "https://elsewhere.example/")
    ]

    assert places == ["/campaigns/ugra/rules", PAGE, PAGE]


@pytest.mark.parametrize("path", ["/campaigns/ugra/follow", "/campaigns/ugra/unfollow"])
def test_a_guest_is_asked_to_sign_in(app, visit: Visit, path):
    make_campaign("ugra")

    response = visit().send(path, page="/account/sign-in")

    assert (response.status_code, "Sign in" in response.get_data(as_text=True), kept()) == (403, True, [])


@pytest.mark.parametrize("over", [{"launched": False}, {"audience": Audience.INVITED}])
def test_what_one_may_not_see_one_cannot_follow(app, visit: Visit, over):
    make_campaign("ugra")
    hidden = make_campaign("hidden", **over)
    idea = make_idea(hidden)
    browser = visit(make_account())

    answers = [
        browser.send(path, page=PAGE).status_code
        for path in ("/campaigns/hidden/follow", "/campaigns/nowhere/follow", f"/contributions/{idea.id}/follow")
    ]

    assert (answers, kept()) == ([404, 404, 404], [])


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.WITHDRAWN])
def test_the_text_of_another_that_is_not_public_cannot_be_followed(app, visit: Visit, state):
    campaign = make_campaign("ugra")
    idea = make_idea(campaign, make_account(), state)

    answer = visit(make_account()).send(f"/contributions/{idea.id}/follow", page=PAGE)

    assert (answer.status_code, kept()) == (404, [])


@pytest.mark.parametrize("number", ["0", "999999", "9" * 18, "9" * 40, "-1", "x"])
def test_a_text_that_does_not_exist_is_missing(app, visit: Visit, number):
    make_campaign("ugra")

    assert visit(make_account()).send(f"/contributions/{number}/follow", page=PAGE).status_code == 404


def test_a_page_of_ideas_asks_once_what_is_followed(app):
    anna = make_account()
    campaign = make_campaign()
    one, other = make_idea(campaign), make_idea(campaign)
    with step():
        db.session.add(Follow(account_id=anna.id, contribution_id=one.id, since=NOON))

    assert followed_by(actor_of(anna), [one.id, other.id]) == {one.id}


def test_ones_own_page_lists_followed_projects_newest_first(app: Flask):
    anna = make_account()
    for day, slug in enumerate(("first", "second")):
        campaign = make_campaign(slug, title=slug.title())
        with step():
            follows.follow_campaign(campaign, actor=actor_of(anna), now=NOON + timedelta(days=day))

    with app.test_request_context():
        section = followed_campaigns(anna.id)

    assert section is not None
    assert [(item.label, item.url) for item in section.items] == [
        ("Second", "/campaigns/second/"),
        ("First", "/campaigns/first/"),
    ]


@pytest.mark.torture
def test_two_tabs_at_once_follow_once(app: Flask):
    campaign, anna = make_campaign(), make_account()
    ids, gate, faults = (campaign.id, anna.id), threading.Barrier(2), []

    def press() -> None:
        with app.app_context():
            try:
                gate.wait()
                with step():
                    actor = actor_of(db.session.get_one(Account, ids[1]))
                    follows.follow_campaign(db.session.get_one(Campaign, ids[0]), actor=actor, now=NOON)
            except Exception as error:  # what a thread raises would be lost
                faults.append(error)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (faults, kept()) == ([], [(ids[1], ids[0], None)])
