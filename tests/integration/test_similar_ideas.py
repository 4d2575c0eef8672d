"""Ideas that ask for the same: told of while one writes, before one sends, and beside an idea; and never what is hidden."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from app.accounts.models import Account
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from search.domain import upkeep
from search.similar import jobs
from search.similar.models import LikeIdea, LikenedIdea
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.ideas import AN_IDEA, make_idea_in
from tests.factories.people import make_account
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
NEW, SEND, TOLD = (f"/campaigns/ugra/ideas/{end}" for end in ("new", "", "twins"))
TWIN = "Поставить больше урн в городском парке"
MINE = {
    **AN_IDEA,
    "title": "Установить урны для мусора в парке",
    "problem": "В парке негде выбросить мусор, он лежит у скамеек.",
    "proposal": "Поставить урны вдоль дорожек парка.",
}
OTHER = {
    **MINE,
    "title": "Открыть зимний каток у школы",
    "problem": "Детям негде кататься.",
    "proposal": "Залить каток.",
}


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


def bins(campaign: Campaign, state: State = State.PUBLISHED, title: str = TWIN, **over: object) -> Idea:
    words = {"title": title, "problem": "Урн в парке мало, мусор бросают на траву.", "proposal": "Поставить урны."}
    return make_idea_in(state, campaign, **words, **over)


def told(visitor: Visitor, fields: dict[str, str]) -> str:
    answer = visitor.send(TOLD, fields, page=NEW)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return answer.text


def texts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Contribution)) or 0


def test_who_writes_is_told_of_what_may_be_meant(campaign: Campaign, visit: Visit) -> None:
    elsewhere, invited = make_campaign("other", title="Другой проект"), make_campaign("quiet", audience="invited")
    bins(campaign)
    bins(elsewhere, title="Урны для мусора в каждый парк")
    for hidden in (State.SUBMITTED, State.HIDDEN, State.WITHDRAWN):
        bins(campaign, hidden, title=f"Урны в парке: {hidden.value}")
    bins(invited, title="Урны в закрытом парке")
    upkeep.drain()

    guest, person = told(visit(None), MINE), told(visit(make_account()), MINE)

    assert [guest.count(words) for words in (TWIN, "Урны для мусора в каждый парк", "Другой проект")] == [1, 1, 1]
    assert ["Урны в парке:" in guest, "закрытом" in guest, "Урны в парке:" in person] == [False] * 3
    assert guest.index(TWIN) < guest.index("каждый парк")
    assert (told(visit(None), OTHER).strip(), texts()) == ("", 6)


def test_who_sends_is_asked_once_and_nothing_is_lost(campaign: Campaign, visit: Visit) -> None:
    bins(campaign, number=50)
    upkeep.drain()
    visitor = visit(make_account())

    asked = visitor.send(SEND, MINE, page=NEW)
    sent = visitor.send(SEND, {**MINE, "likened": "1"}, page=NEW)
    another = visitor.send(SEND, OTHER, page=NEW)

    assert (asked.status_code, TWIN in asked.text, MINE["problem"] in asked.text) == (422, True, True)
    assert ('name="likened"' in asked.text, 'value="1"' in asked.text.split('name="likened"')[1][:40]) == (True, True)
    assert (sent.status_code, another.status_code, texts()) == (303, 303, 3)


def test_an_idea_that_is_published_stands_beside_its_twins_until_it_is_hidden(campaign: Campaign, visit: Visit) -> None:
    first, second = bins(campaign), bins(campaign, title="Урны в городской парк")
    make_idea(campaign, title="Открыть зимний каток", problem="Детям негде кататься.", proposal="Залить каток.")
    upkeep.drain()

    jobs.liken(second.id)
    shown = visit(None).get(f"/ideas/{first.id}").text
    hide(first)
    after = visit(None).get(f"/ideas/{second.id}").text

    assert ("Урны в городской парк" in shown, "зимний каток" in shown) == (True, False)
    assert (TWIN in after, "Similar ideas" in after) == (False, False)


def test_what_is_alike_is_found_anew_when_an_idea_changes(campaign: Campaign) -> None:
    first, second = bins(campaign), bins(campaign, title="Урны в городской парк")
    upkeep.drain()
    jobs.liken(first.id)
    before = pairs()
    with step():
        first = db.session.get_one(Idea, first.id)
        first.title, first.problem, first.proposal = OTHER["title"], OTHER["problem"], OTHER["proposal"]

    jobs.liken(first.id)

    assert (before, pairs()) == ([(first.id, second.id), (second.id, first.id)], [])


def test_ideas_from_before_are_looked_for_in_turns_and_each_once(campaign: Campaign) -> None:
    first, second = bins(campaign), bins(campaign, title="Урны в городской парк")
    hidden = bins(campaign, State.SUBMITTED, title="Урны в парке, не проверено")
    upkeep.drain()

    jobs.look()
    found, looked = pairs(), db.session.scalars(select(LikenedIdea.idea_id).order_by(LikenedIdea.idea_id)).all()
    with step():
        db.session.execute(delete(LikeIdea))
    jobs.look()

    assert (found, list(looked)) == ([(first.id, second.id), (second.id, first.id)], [first.id, second.id])
    assert (pairs(), hidden.id in looked) == ([], False)


def test_the_form_works_while_the_index_is_being_built(campaign: Campaign, visit: Visit) -> None:
    anna: Account = make_account()

    assert (told(visit(anna), MINE).strip(), visit(anna).send(SEND, MINE, page=NEW).status_code) == ("", 303)


def hide(idea: Idea) -> None:
    """Takes the idea from everyone's sight, as its author does."""
    with step():
        states.withdraw(db.session.get_one(Contribution, idea.id), house_clock.now())


def pairs() -> list[tuple[int, int]]:
    db.session.rollback()
    rows = db.session.execute(select(LikeIdea.idea_id, LikeIdea.other_id).order_by(LikeIdea.idea_id))
    return [(row.idea_id, row.other_id) for row in rows]
