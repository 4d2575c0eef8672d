"""Topics through their pages: opened, proposed, read in one's language, edited, closed, put in order."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind, State, Version
from campaigns.contributions.web.warnings import found_in, word_for
from campaigns.discussion.models import Question, Topic, TopicText
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.services.models import Service
from moderation.models import Case
from tests.factories.campaigns import make_campaign
from tests.factories.discussion import A_TOPIC, HOW, make_conclusion, make_topic, translate
from tests.factories.people import give_role, make_account
from tests.factories.services import make_service
from tests.support.clocks import MovingClock
from tests.support.hostile import live_in
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
TOPICS = "/campaigns/ugra/topics/"
QUESTION = {
    "question-1-text": "Насколько удобно?",
    "question-1-kind": "scale",
    "question-1-options": "совсем неудобно\nочень удобно",
    "question-2-text": "На каком шаге вы остановились?",
    "question-2-kind": "choice",
    "question-2-options": "Вход\nВыбор врача\nВсё получилось",
}


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def facilitator(campaign: Campaign) -> Account:
    return give_role(make_account("leads@example.org"), Role.FACILITATOR, campaign)


def topics() -> list[Topic]:
    db.session.rollback()
    return list(db.session.scalars(select(Topic).order_by(Topic.id)))


def state_of(topic: Topic) -> State:
    db.session.rollback()
    return db.session.get_one(Contribution, topic.id).state


def log() -> list[str]:
    return [act for act in db.session.scalars(select(Entry.act).order_by(Entry.id)) if act.startswith("topic.")]


def page(topic: Topic) -> str:
    return f"{TOPICS}{topic.id}"


def test_a_facilitator_opens_a_topic_with_closed_questions_and_everyone_reads_it(
    visit: Visit, facilitator: Account
) -> None:
    service = make_service("Запись к врачу")

    sent = visit(facilitator).send(TOPICS, {**A_TOPIC, **QUESTION, "service_id": str(service.id), "takes_stands": "y"})

    (topic,) = topics()
    asked = db.session.scalars(select(Question).order_by(Question.position)).all()
    read = visit().get(page(topic)).text
    assert (sent.status_code, sent.location) == (303, page(topic))
    assert [(one.kind.value, one.text, one.options) for one in asked] == [
        ("scale", "Насколько удобно?", ["совсем неудобно", "очень удобно"]),
        ("choice", "На каком шаге вы остановились?", ["Вход", "Выбор врача", "Всё получилось"]),
    ]
    assert [words in read for words in (*A_TOPIC.values(), "Запись к врачу", f"/services/{service.id}")] == [True] * 4
    assert (state_of(topic), log(), topic.takes_stands) == (State.PUBLISHED, ["topic.open"], True)


def test_a_form_that_is_sent_twice_opens_one_topic(visit: Visit, facilitator: Account) -> None:
    visitor = visit(facilitator)

    places = [visitor.send(TOPICS, {**A_TOPIC, **QUESTION}).location for _ in range(2)]

    (topic,) = topics()
    assert places == [page(topic)] * 2
    assert db.session.scalar(select(func.count()).select_from(Question)) == 2


def test_a_topic_with_a_phone_in_it_waits_for_a_moderator(visit: Visit, facilitator: Account) -> None:
    said = {"background": "Звоните мне: +7 912 345-67-89."}

    sent = visit(facilitator).send(TOPICS, {**A_TOPIC, **said, "checked": word_for(found_in(said))})

    (topic,) = topics()
    assert (sent.status_code, state_of(topic), visit().get(page(topic)).status_code) == (303, State.SUBMITTED, 404)
    assert visit(facilitator).get(page(topic)).status_code == 200


def test_a_resident_proposes_a_topic_and_a_moderator_publishes_it(
    visit: Visit, campaign: Campaign, facilitator: Account
) -> None:
    resident, moderator = make_account(), give_role(make_account(), Role.MODERATOR, campaign)

    # Questions and languages are for those who lead: who sends them all the same has sent nothing.
    visit(resident).send(TOPICS, {**A_TOPIC, **QUESTION, "uk-title": "Чи зручно?"})
    (topic,) = topics()
    before = visit().get(page(topic)).status_code, page(topic) in visit(resident).get(TOPICS).text
    case = db.session.scalars(select(Case).where(Case.contribution_id == topic.id)).one()
    seen = {"version": str(case.version), "text_version": str(db.session.get_one(Contribution, topic.id).version)}
    published = visit(moderator).send(f"/moderation/cases/{case.id}/publish", seen).status_code

    assert (before, published, state_of(topic)) == ((404, True), 303, State.PUBLISHED)
    assert visit().get(page(topic)).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Question)) == 0
    assert db.session.scalar(select(func.count()).select_from(TopicText)) == 0


def test_a_topic_that_waits_is_on_the_page_of_the_one_who_proposed_it(visit: Visit, campaign: Campaign) -> None:
    resident = make_account()
    topic = make_topic(campaign, resident, State.SUBMITTED)

    own = visit(resident).get("/account/").text

    assert ("My topics" in own, page(topic) in own, "Waiting for a check" in own) == (True, True, True)
    assert "My topics" not in visit(make_account()).get("/account/").text


@pytest.mark.parametrize("kind", [PhaseKind.IDEAS, PhaseKind.VOTING])
def test_words_that_come_after_the_discussion_stay_on_the_page(
    visit: Visit, facilitator: Account, clock: MovingClock, kind: PhaseKind
) -> None:
    resident = visit(make_account())
    token = {who: visitor.token(f"{TOPICS}new") for who, visitor in (("r", resident), ("f", visit(facilitator)))}
    clock.move_by(days=30)
    leading = visit(facilitator)

    answers = [
        resident.client.post(TOPICS, data={**A_TOPIC, "csrf_token": token["r"]}),
        leading.send(TOPICS, {**A_TOPIC, **QUESTION}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert [A_TOPIC["background"] in answer.text for answer in answers] == [True, True]
    assert ["The time for discussing is over" in answer.text for answer in answers] == [True, True]
    assert QUESTION["question-2-text"] in answers[1].text
    assert topics() == []
    assert "No topics are taken now" in resident.get(f"{TOPICS}new").text


def test_a_guest_is_sent_to_the_sign_in_and_back(visit: Visit, campaign: Campaign) -> None:
    guest = visit()

    answer = guest.get(f"{TOPICS}new")

    assert (answer.status_code, answer.location) == (303, "/account/sign-in?next=/campaigns/ugra/topics/new")
    assert guest.send(TOPICS, A_TOPIC).status_code == 403


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Fill this in."),
        ({"title": "A" * 201}, "Take away 1."),
        ({"background": "Ы" * 100_000}, "At most 5000 characters fit here."),
        (
            {"question-1-text": "Как?", "question-1-kind": "choice", "question-1-options": "Одно"},
            "two to seven answers",
        ),
        (
            {"question-1-text": "Как?", "question-1-kind": "scale", "question-1-options": "Одно"},
            "A scale takes two lines",
        ),
        ({"question-1-text": "", "question-1-kind": "scale", "question-1-options": "Одно\nДва"}, "Write the question."),
        (
            {"question-1-text": "Как?", "question-1-kind": "choice", "question-1-options": "Да\nда\nДа"},
            "Two of the answers are the same.",
        ),
        ({"uk-background": "Запис"}, "Write the question in this language, too."),
    ],
)
def test_what_is_amiss_is_said_and_the_words_stay(
    visit: Visit, facilitator: Account, fields: dict[str, str], sentence: str
) -> None:
    answer = visit(facilitator).send(TOPICS, {**A_TOPIC, **fields})

    assert (answer.status_code, sentence in answer.text, topics()) == (422, True, [])
    assert [value[:150] in answer.text for value in fields.values()] == [True] * len(fields)


def test_nul_and_what_reverses_text_are_gone_and_nothing_runs(visit: Visit, facilitator: Account) -> None:
    bad = "Удобно\x00 ли \u202eэто <script>alert(1)</script>?"

    visit(facilitator).send(TOPICS, {"title": bad, "background": bad})

    (topic,) = topics()
    assert topic.title == "Удобно ли это <script>alert(1)</script>?"
    assert live_in(visit().get(page(topic)).text) == []


def test_a_topic_is_read_in_ones_language_and_what_is_not_given_in_it_is_marked(
    app: Flask, visit: Visit, campaign: Campaign
) -> None:
    topic = make_topic(campaign)
    translate(topic, "uk", "Чи зручно записатися до лікаря?", "Запис відкривається о сьомій.")

    pages = {code: Visitor(app, None, code) for code in ("ru", "uk", "en")}
    read = {code: visitor.get(page(topic)).text for code, visitor in pages.items()}
    listed = {code: visitor.get(TOPICS).text for code, visitor in pages.items()}

    title = {"ru": A_TOPIC["title"], "uk": "Чи зручно записатися до лікаря?", "en": A_TOPIC["title"]}
    assert [title[code] in read[code] and title[code] in listed[code] for code in title] == [True] * 3
    tag = '<span lang="ru"><span class="tag neutral">Русский</span></span>'
    marked = {code: (tag in read[code], tag in listed[code]) for code in title}
    assert marked == {"ru": (False, False), "uk": (False, False), "en": (True, True)}


def test_a_facilitator_edits_a_public_topic_and_its_history_is_kept(
    visit: Visit, campaign: Campaign, facilitator: Account
) -> None:
    topic = make_topic(campaign)
    visitor = visit(facilitator)
    fields = {
        **A_TOPIC,
        "title": "Удобно ли записаться к врачу сейчас?",
        "version": "1",
        "en-title": "Is it convenient?",
    }

    sent = [visitor.send(f"{page(topic)}/edit", fields).status_code for _ in range(2)]

    db.session.rollback()
    kept = db.session.scalars(select(Version).order_by(Version.number)).all()
    assert sent == [303, 303]
    assert [one.fields["title"] for one in kept] == [A_TOPIC["title"], fields["title"]]
    assert db.session.get_one(TopicText, (topic.id, "en")).title == "Is it convenient?"
    assert db.session.get_one(Topic, topic.id).takes_stands is False


def test_two_who_edit_at_once_do_not_write_over_each_other(
    visit: Visit, campaign: Campaign, facilitator: Account
) -> None:
    topic, other = make_topic(campaign), give_role(make_account(), Role.OWNER, campaign)
    first = {**A_TOPIC, "title": "Первая правка вопроса", "version": "1"}
    second = {**A_TOPIC, "title": "Вторая правка вопроса", "version": "1"}

    visit(facilitator).send(f"{page(topic)}/edit", first)
    late = visit(other).send(f"{page(topic)}/edit", second)

    assert (late.status_code, "Вторая правка вопроса" in late.text) == (409, True)
    assert topics()[0].title == "Первая правка вопроса"


def test_who_proposed_a_topic_mends_it_until_it_is_published(visit: Visit, campaign: Campaign) -> None:
    author = make_account()
    waiting, returned = (make_topic(campaign, author, state) for state in (State.SUBMITTED, State.RETURNED))
    visitor = visit(author)

    for topic in (waiting, returned):
        fields = {**A_TOPIC, "title": "Другой вопрос о записи", "version": "1"}
        assert visitor.send(f"{page(topic)}/edit", fields).status_code == 303

    assert {topic.title for topic in topics()} == {"Другой вопрос о записи"}
    assert [state_of(topic) for topic in (waiting, returned)] == [State.SUBMITTED, State.SUBMITTED]


def test_who_proposed_a_topic_does_not_change_it_once_it_is_public(visit: Visit, campaign: Campaign) -> None:
    author = make_account()
    topic = make_topic(campaign, author)
    visitor = visit(author)

    answer = visitor.send(f"{page(topic)}/edit", {**A_TOPIC, "title": "Совсем другой вопрос", "version": "1"})

    assert (answer.status_code, "Совсем другой вопрос" in answer.text) == (409, True)
    assert topics()[0].title == A_TOPIC["title"]


def test_a_closed_topic_takes_nothing_until_it_is_open_again(
    visit: Visit, campaign: Campaign, facilitator: Account
) -> None:
    topic, resident = make_topic(campaign, asked=[HOW]), visit(make_account())
    visitor = visit(facilitator)

    closed = [visitor.send(f"{page(topic)}/close").status_code for _ in range(2)]
    refused = resident.send(f"{page(topic)}/answers", {"answer-1": "4"})
    comment = resident.send(f"/threads/{topic.id}/comments", {"body": "Так оно и есть."})
    visitor.send(f"{page(topic)}/reopen")
    taken = resident.send(f"{page(topic)}/answers", {"answer-1": "4"})

    assert (closed, refused.status_code, comment.status_code, taken.status_code) == ([303, 303], 409, 409, 303)
    assert "This topic is closed" in refused.text
    assert "Так оно и есть." in comment.text
    assert log() == ["topic.close", "topic.reopen"]


def test_a_topic_with_a_conclusion_stays_closed(visit: Visit, campaign: Campaign, facilitator: Account) -> None:
    topic = make_topic(campaign)
    make_conclusion(topic)

    answer = visit(facilitator).send(f"{page(topic)}/reopen")

    assert (answer.status_code, topics()[0].closed_at is not None) == (409, True)


def test_topics_stand_in_the_order_that_their_facilitator_gives(
    visit: Visit, campaign: Campaign, facilitator: Account
) -> None:
    made = [make_topic(campaign, title=f"Тема {number}") for number in range(1, 5)]
    visitor = visit(facilitator)

    def order() -> list[str]:
        text = visit().get(TOPICS).text
        return sorted((topic.title for topic in made), key=text.index)

    visitor.send(f"{page(made[3])}/place", {"place": "1"})
    first = order()
    visitor.send(f"{page(made[3])}/place", {"place": "3"})
    visitor.send(f"{page(made[0])}/place", {"place": "900"})

    assert first == ["Тема 4", "Тема 1", "Тема 2", "Тема 3"]
    assert order() == ["Тема 2", "Тема 4", "Тема 3", "Тема 1"]
    assert visitor.send(f"{page(made[0])}/place", {"place": "0"}).status_code == 422


def test_many_topics_are_paged_by_key(visit: Visit, campaign: Campaign) -> None:
    made = [make_topic(campaign, title=f"Тема №{number}.") for number in range(45)]
    guest, path, seen, pages = visit(), TOPICS, list[str](), 0

    while path:
        text = guest.get(path).text
        seen += [topic.title for topic in made if topic.title in text]
        pages, following = pages + 1, text.partition('rel="next" href="')[2].partition('"')[0]
        path = following.replace("&amp;", "&")

    assert (seen, pages) == ([topic.title for topic in made], 3)


def test_a_campaign_tells_of_its_discussion(visit: Visit, campaign: Campaign) -> None:
    make_topic(campaign, title="Удобен ли дневник?")
    guest = visit()

    overview = guest.get("/campaigns/ugra/").text

    assert 'href="/campaigns/ugra/topics/">Discussion <span class="count">1</span>' in " ".join(overview.split())
    assert ("What is being discussed" in overview, "Удобен ли дневник?" in overview) == (True, True)
    assert "<dt>topic</dt><dd>1</dd>" in overview


def test_a_campaign_without_a_discussion_has_no_tab_for_it(app: Flask, visit: Visit) -> None:
    make_campaign("quiet", windows=[(PhaseKind.IDEAS, -10, 10)])
    make_campaign("silent", windows=[(PhaseKind.DISCUSSION, -10, -1), (PhaseKind.IDEAS, -1, 10)])
    make_campaign("ahead", windows=[(PhaseKind.DISCUSSION, 1, 9), (PhaseKind.IDEAS, 9, 10)])

    has_tab = [
        f"/campaigns/{slug}/topics/" in visit().get(f"/campaigns/{slug}/").text for slug in ("quiet", "silent", "ahead")
    ]

    assert has_tab == [False, False, True]


def test_before_the_ideas_the_button_of_a_campaign_leads_to_its_discussion(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("talk", windows=[(PhaseKind.DISCUSSION, -1, 10), (PhaseKind.IDEAS, 10, 20)])
    make_topic(campaign)

    overview = visit().get("/campaigns/talk/").text

    panel = overview.partition('class="now-panel"')[2].partition("</section>")[0]
    assert 'href="/campaigns/talk/topics/"' in panel


def test_a_topic_is_followed_and_the_way_leads_back_to_it(visit: Visit, campaign: Campaign) -> None:
    topic, resident = make_topic(campaign), visit(make_account())

    sent = resident.send(f"/contributions/{topic.id}/follow", {"next": page(topic)}, page=page(topic))

    assert (sent.status_code, sent.location) == (303, page(topic))
    assert "You follow this" in resident.get(page(topic)).text
    own = resident.get("/account/").text
    assert ("Topics you follow" in own, page(topic) in own) == (True, True)


def test_the_topic_of_another_campaign_is_not_at_this_address(visit: Visit, campaign: Campaign) -> None:
    topic = make_topic(make_campaign("other"))

    statuses = [
        visit().get(f"{TOPICS}{topic.id}").status_code,
        visit().get(f"/campaigns/other/topics/{topic.id}").status_code,
    ]

    assert statuses == [404, 200]


def test_a_topic_that_is_hidden_says_nothing_anywhere(visit: Visit, campaign: Campaign) -> None:
    service, word = make_service(), "канарейка"
    states = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.REJECTED, State.HIDDEN, State.WITHDRAWN)
    hidden = [
        make_topic(campaign, make_account(), state, f"Тема {word}", word, service_id=service.id) for state in states
    ]
    secret = make_topic(campaign, title="Открытая тема", service_id=service.id)
    make_conclusion(secret, f"Беда {word}", body=f"Итог {word}", state=State.HIDDEN, service=service)
    guest = visit()

    paths = [
        "/",
        "/campaigns/ugra/",
        TOPICS,
        page(secret),
        "/campaigns/ugra/problems",
        "/services/",
        f"/services/{service.id}",
    ]
    texts = {path: guest.get(path).text for path in paths}

    assert {path: text.lower().count(word) for path, text in texts.items()} == dict.fromkeys(paths, 0)
    assert {guest.get(page(topic)).status_code for topic in hidden} == {404}
    assert "1 topic" in " ".join(texts["/services/"].split()) or "topic" in texts[f"/services/{service.id}"]
    assert "Открытая тема" in texts[f"/services/{service.id}"]


def test_a_topic_is_a_contribution_of_its_kind(visit: Visit, facilitator: Account) -> None:
    visit(facilitator).send(TOPICS, A_TOPIC)

    common = db.session.scalars(select(Contribution)).one()

    assert (common.kind, common.author_id, common.language) == (Kind.TOPIC, facilitator.id, "ru")


def spent(visitor: Visitor, *paths: str) -> dict[str, int]:
    found: dict[str, Any] = {}
    for path in paths:
        db.session.remove()
        with counted() as sent:
            assert visitor.get(path).status_code == 200
        found[path] = len(sent)
    return found


def test_pages_cost_as_many_statements_with_two_hundred_topics(visit: Visit, campaign: Campaign) -> None:
    service = make_service()
    first = make_topic(campaign, asked=[HOW], service_id=service.id)
    make_conclusion(make_topic(campaign, service_id=service.id), "Беда", service=service)
    guest, resident = visit(), visit(make_account())
    number = service.id
    paths = [TOPICS, page(first), "/campaigns/ugra/", "/campaigns/ugra/problems", f"/services/{number}", "/services/"]
    few = {who: spent(visitor, *paths) for who, visitor in (("guest", guest), ("resident", resident))}

    campaign = db.session.scalars(select(Campaign).where(Campaign.slug == "ugra")).one()
    for _ in range(100):
        make_topic(campaign, asked=[HOW], service_id=number)
        make_conclusion(make_topic(campaign, service_id=number), "Ещё беда", service=db.session.get(Service, number))
    many = {who: spent(visitor, *paths) for who, visitor in (("guest", guest), ("resident", resident))}

    assert many == few


def test_who_proposed_a_topic_reads_why_it_came_back_and_how_to_mend_it(visit: Visit, campaign: Campaign) -> None:
    author = make_account()
    topic = make_topic(campaign, author, State.RETURNED)

    text = visit(author).get(page(topic)).text

    assert ("В тексте остался номер телефона." in text, f'href="{page(topic)}/edit"' in text) == (True, True)


def test_a_moderator_finds_the_way_to_the_check_of_a_topic(visit: Visit, campaign: Campaign) -> None:
    moderator = visit(give_role(make_account(), Role.MODERATOR, campaign))
    topic = make_topic(campaign, make_account())

    moderator.send(f"/moderation/contributions/{topic.id}/review", page=page(topic))

    text = moderator.get(page(topic)).text
    assert ("Open the check" in text, "For moderators" in visit(make_account()).get(page(topic)).text) == (True, False)


def test_a_facilitator_finds_the_discussion_on_their_page(visit: Visit, facilitator: Account) -> None:
    assert f'href="{TOPICS}"' in visit(facilitator).get("/account/").text
