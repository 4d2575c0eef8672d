"""Who moderates finds everything that was sent where they moderate, in every state, and nothing beyond."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.plan.models import Audience, Campaign
from search.domain import upkeep
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.ideas import make_idea_in
from tests.factories.people import give_role, make_account
from tests.factories.texts import put_one
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
SENT = tuple(state for state in State if state != State.DRAFT)
LINK = re.compile(r'<h3 lang="[^"]*"><a href="([^"]+)">')
COUNT = re.compile(r'href="[^"]*[?;](\w+)=([^"&]+)"[^>]*>[^<]+<span class="count">(\d+)</span>')


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", title="Югра")


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.MODERATOR, campaign)


def looked(visitor: Visitor, query: str) -> str:
    answer = visitor.get(f"/moderation/search?{query}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    return str(answer.get_data(as_text=True))


def test_every_state_and_kind_is_found_with_its_state_and_no_draft(
    campaign: Campaign, moderator: Account, visit: Visit
) -> None:
    author, idea = make_account(), make_idea(campaign)
    ids = {state: make_idea_in(state, campaign, author, title="Канарейка").id for state in State}
    texts = [
        put_one(kind, campaign, author, State.HIDDEN, "Канарейка", idea).id
        for kind in (Kind.TOPIC, Kind.COMMENT, Kind.CONCLUSION, Kind.NEWS)
    ]
    upkeep.rebuild()

    page = looked(visit(moderator), "q=канарейки")
    narrow = looked(visit(moderator), "q=канарейки&status=hidden&kind=idea")

    found = set(LINK.findall(page))
    assert found >= {f"/ideas/{ids[state]}" for state in SENT}
    assert (f"/ideas/{ids[State.DRAFT]}" in found, len(found)) == (False, len(SENT) + len(texts))
    assert [word in page for word in (">Returned to mend<", ">Not published<", ">Withdrawn<")] == [True] * 3
    assert ("status", "hidden", "5") in COUNT.findall(page)
    assert LINK.findall(narrow) == [f"/ideas/{ids[State.HIDDEN]}"]
    assert {visit(moderator).get(link).status_code for link in found} == {200}


def test_nothing_of_other_campaigns_is_found_counted_or_named(
    campaign: Campaign, moderator: Account, visit: Visit
) -> None:
    others = [make_campaign("club", title="Клуб", audience=Audience.INVITED), make_campaign("open", title="Открытый")]
    here = make_idea(campaign, title="Канарейка здесь").id
    away = [make_idea_in(state, other, title="Канарейка там").id for other in others for state in SENT]
    upkeep.rebuild()

    page = looked(visit(moderator), "q=канарейка")
    asked_for = looked(visit(moderator), f"q=канарейка&campaign={others[0].id}")
    everywhere = looked(visit(give_role(make_account(), Role.MODERATOR)), "q=канарейка")

    assert (LINK.findall(page), COUNT.findall(page)) == ([f"/ideas/{here}"], [])
    assert ("1 text found" in page, "Клуб" in page, "Открытый" in page) == (True, False, False)
    assert (LINK.findall(asked_for), "Nothing was found" in asked_for, "Клуб" in asked_for) == ([], True, False)
    assert f"{len(away) + 1} texts found" in everywhere
    assert {one for one in COUNT.findall(everywhere) if one[0] == "campaign"} == {
        ("campaign", str(other.id), str(times)) for other, times in [(campaign, 1), *((one, 7) for one in others)]
    }


def test_what_moved_on_after_the_index_read_it_is_subtracted_until_it_is_read_again(
    campaign: Campaign, moderator: Account, visit: Visit
) -> None:
    moved = make_idea_in(State.SUBMITTED, campaign, title="Канарейка").id
    upkeep.rebuild()
    with step():
        states.publish(db.session.get_one(Contribution, moved), clock.now())

    at_once = looked(visit(moderator), "q=канарейка&status=submitted")
    upkeep.drain()
    db.session.rollback()
    later = [looked(visit(moderator), f"q=канарейка&status={state}") for state in ("submitted", "published")]

    assert [LINK.findall(page) for page in (at_once, *later)] == [[], [], [f"/ideas/{moved}"]]


def test_a_case_that_waits_is_a_link_away(campaign: Campaign, moderator: Account, visit: Visit) -> None:
    case = make_case(make_idea_in(State.SUBMITTED, campaign, title="Канарейка"))
    number = case.id
    upkeep.rebuild()

    page, queue = looked(visit(moderator), "q=канарейка"), visit(moderator).get("/moderation/").get_data(as_text=True)

    assert f'<a href="/moderation/cases/{number}">Waits: open its case' in page
    assert '<a href="/moderation/search" data-key="/">' in queue


def test_without_an_index_the_page_says_so(campaign: Campaign, moderator: Account, visit: Visit) -> None:
    assert "Search is being prepared anew" in looked(visit(moderator), "q=канарейка")


@pytest.mark.parametrize("query", ["", "q=%00", "q=***&kind=x&status=draft", "campaign=9e9&language=zz", "page=-4&q=а"])
def test_what_makes_no_sense_is_passed_over(campaign: Campaign, moderator: Account, visit: Visit, query: str) -> None:
    make_idea(campaign, title="Канарейка")
    upkeep.rebuild()

    assert "Search everything that was sent" in looked(visit(moderator), query)
