"""Topics, comments, conclusions and news are found as ideas are, follow what becomes of them, and drown no idea."""

import re

import pytest
from flask import Flask

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Audience, Campaign
from moderation.models import Decision
from search import engines
from search.domain import upkeep
from search.engine import Facet, Shelf
from search.queries.results import find
from search.queries.wanted import Wanted
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import restrict
from tests.factories.people import give_role, make_account
from tests.factories.texts import put_comment, put_conclusion, put_news, put_one, put_topic
from tests.support.statements import counted

OTHERS = (Kind.TOPIC, Kind.COMMENT, Kind.CONCLUSION, Kind.NEWS, Kind.CONTEST)
HIDDEN = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN, State.HIDDEN, State.REJECTED)


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def idea(campaign: Campaign) -> Idea:
    return make_idea(campaign, title="Мост через Обь")


def found(text: str, kind: Kind | None = None) -> list[int]:
    upkeep.drain()
    db.session.rollback()
    return [line.hit.id for line in find(of(text, kind)).lines]


def of(text: str, kind: Kind | None) -> Wanted:
    return Wanted(text, {Facet.KIND: kind.value} if kind else {})


def page(client, **fields):
    upkeep.drain()
    db.session.remove()
    return client.get("/search", query_string=fields).get_data(as_text=True)


@pytest.mark.parametrize("kind", OTHERS)
def test_each_kind_is_found_by_other_forms_of_its_words(campaign, idea, kind):
    text = put_one(kind, campaign, None, State.PUBLISHED, "Электронные очереди в поликлиниках", idea)
    upkeep.rebuild()

    ids = found("электронная очередь")

    assert ids == [text.id]


def test_questions_and_problems_are_found_too(campaign):
    topic = put_topic(campaign, question="Удобна ли аптека?")
    conclusion = put_conclusion(topic, problem="Нет банкоматов.")
    upkeep.rebuild()

    assert (found("аптеки"), found("банкомат")) == ([topic.id], [conclusion.id])


def test_a_hit_leads_to_the_page_of_its_kind(campaign, idea, client):
    topic = put_topic(campaign, title="Сова на крыше")
    put_conclusion(topic, body="Сова улетела.")
    topic_id, comment_id = topic.id, put_comment(idea, body="Видел сову у моста.").id
    upkeep.rebuild()

    body = page(client, q="сова")

    cards = re.findall(r'<h3><a href="([^"]+)">(.*?)</a></h3>', body)
    assert sorted(cards) == sorted(
        [
            (f"/campaigns/ugra/topics/{topic_id}", "<mark>Сова</mark> на крыше"),
            (f"/campaigns/ugra/topics/{topic_id}", "<mark>Сова</mark> на крыше"),
            (f"/comments/{comment_id}", "Мост через Обь"),
        ]
    )
    assert [tag in body for tag in (">Topic<", ">Conclusion<", ">Comment<")] == [True] * 3
    assert ("3 texts found" in body, "Видел <mark>сову</mark> у моста." in body) == (True, True)


def test_kinds_are_links_with_their_numbers_and_narrow_the_search(campaign, idea, client):
    put_topic(campaign, title="Сова на крыше")
    comments = {put_comment(idea, body=f"Видел сову {n} раз.").id for n in range(3)}
    upkeep.rebuild()

    whole, narrow = page(client, q="сова"), page(client, q="сова", kind="comment")

    assert 'kind=comment">comments <span class="count">3</span>' in whole
    assert 'kind=topic">topics <span class="count">1</span>' in whole
    assert ("3 comments found" in narrow, "Сова на крыше" in narrow) == (True, False)
    assert set(found("сова", kind=Kind.COMMENT)) == comments


@pytest.mark.parametrize("kind", ["", "poem", "<script>", "comment' OR 1=1"])
def test_a_kind_that_makes_no_sense_is_passed_over(campaign, client, kind):
    put_topic(campaign, title="Сова на крыше")
    upkeep.rebuild()

    assert "1 topic found" in page(client, q="сова", kind=kind)


# Nothing hidden is found


@pytest.mark.parametrize("kind", OTHERS)
def test_nothing_hidden_of_any_kind_is_found(campaign, idea, kind):
    secret = [make_campaign("planned", launched=False), make_campaign("club", audience=Audience.INVITED)]
    planted = [put_one(kind, campaign, make_account(), state, "Канарейка", idea).id for state in HIDDEN]
    planted += [put_one(kind, at, None, State.PUBLISHED, "Канарейка", make_idea(at)).id for at in secret]
    upkeep.rebuild()

    assert (found("канарейка"), engines.of(Shelf.PUBLIC).status().ids & set(planted)) == ([], set())


@pytest.mark.parametrize("kind", OTHERS)
def test_a_text_is_found_once_published_and_never_again_once_withdrawn(campaign, idea, kind):
    upkeep.rebuild()
    text = put_one(kind, campaign, None, State.SUBMITTED, "Канарейка", idea)
    seen = []

    for verb in (states.publish, states.withdraw):
        with step():
            verb(db.session.get_one(Contribution, text.id), clock.now())
        at_once = [line.hit.id for line in find("канарейка").lines]
        seen.append((at_once, found("канарейка")))

    assert seen == [([], [text.id]), ([], [])]


def test_a_hidden_comment_is_gone_before_the_index_knows(idea):
    comment = put_comment(idea, body="Канарейка поёт.")
    upkeep.rebuild()
    moderator = give_role(make_account(), "moderator")

    restrict(comment, Decision.HIDE, moderator)

    db.session.rollback()
    assert find("канарейка").total == 0


def test_what_hangs_on_a_hidden_text_is_not_found(campaign, idea):
    topic = put_topic(campaign, title="Тема")
    under_idea = put_comment(idea, body="Канарейка первая.")
    answer = put_comment(idea, body="Канарейка вторая.", parent=under_idea)
    under_topic, conclusion = put_comment(topic, body="Канарейка третья."), put_conclusion(topic, body="Канарейка.")
    upkeep.rebuild()
    before = set(found("канарейка"))
    moderator = give_role(make_account(), "moderator")

    for text in (idea, topic):
        restrict(text, Decision.HIDE, moderator, ground="rude")
    db.session.rollback()
    at_once = find("канарейка").total
    after = found("канарейка")
    for text in (idea, topic):
        with step():
            states.publish(db.session.get_one(Contribution, text.id), clock.now())

    whole = {under_idea.id, answer.id, under_topic.id, conclusion.id}
    assert (before, at_once, after, set(found("канарейка"))) == (whole, 0, [], whole)


# Comments drown no idea


def test_an_idea_stands_before_comments_that_answer_as_well(campaign, idea):
    wanted = make_idea(campaign, title="Ночной автобус", problem="После смены не уехать.", proposal="Пустить автобус.")
    for n in range(60):
        put_comment(idea, body=f"Автобус! Ночной автобус нужен, {n}.")
    upkeep.rebuild()

    assert found("ночной автобус")[0] == wanted.id


def test_comments_change_nothing_in_the_order_of_ideas(campaign, idea):
    for n in range(12):
        make_idea(campaign, title=f"Автобус {n}", problem="Снег. " * n, proposal="Ночью не уехать. " * (12 - n))
    upkeep.rebuild()
    before = [(line.hit.id, line.hit.score) for line in find(of("ночной автобус снег", Kind.IDEA)).lines]
    for n in range(40):
        put_comment(idea, body=f"Снег и автобус {n}")
    upkeep.rebuild()

    after = [(line.hit.id, line.hit.score) for line in find(of("ночной автобус снег", Kind.IDEA)).lines]

    assert [id for id, _ in after] == [id for id, _ in before]


def test_a_page_costs_the_same_with_more_kinds(campaign, idea, client):
    upkeep.rebuild()
    costs = []
    for words in ("Сова первая", "Сова вторая"):
        for kind in OTHERS:
            put_one(kind, campaign, None, State.PUBLISHED, words, idea)
        upkeep.drain()
        with counted() as sent:
            assert client.get("/search?q=сова").status_code == 200
        costs.append(len(sent))

    assert costs[0] == costs[1]


def test_a_rebuilt_index_holds_all_kinds_and_nothing_else(campaign, idea):
    texts = [put_one(kind, campaign, None, State.PUBLISHED, "Сова", idea) for kind in OTHERS]
    put_news(campaign, None, State.SUBMITTED)
    upkeep.rebuild()

    kept = engines.of(Shelf.PUBLIC).status().ids

    assert {text.id for text in texts} <= kept
    assert upkeep.compare() == 0
