"""News of a campaign: who writes it, who reads it, what a check holds, what changes leave behind."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Actor, Grant, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, State, Version
from campaigns.contributions.web.warnings import found_in, word_for
from campaigns.news.domain import news
from campaigns.news.models import NewsItem
from campaigns.news.texts import NewsText
from campaigns.plan.models import Audience, Campaign
from moderation.models import Case
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.factories.texts import put_news
from tests.support.clocks import MovingClock
from tests.support.hostile import live_in
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
TEXT = NewsText("Дополнительная неделя", "Идеи принимаются на неделю дольше.")
PERSONAL = NewsText("Звоните", "Все вопросы Анне, её номер +7 912 345-67-89.")
FIELDS = {"title": TEXT.title, "body": TEXT.body}
WORD = "канарейка"


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", organiser="Центр «Открытый округ»")


@pytest.fixture
def owner(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def write(campaign: Campaign, actor: Actor, text: NewsText, clock: MovingClock) -> NewsItem:
    with step():
        return news.post(actor, db.session.get_one(Campaign, campaign.id), text, clock.now())


def state_of(item: NewsItem) -> State:
    return db.session.get_one(Contribution, item.id, populate_existing=True).state


def acts() -> list[str]:
    return [act for act in db.session.scalars(select(Entry.act).order_by(Entry.id)) if act.startswith("news.")]


def page(visitor: Visitor, path: str) -> str:
    return visitor.get(path).get_data(as_text=True)


def test_news_is_public_at_once_and_nobody_has_to_look_at_it(
    campaign: Campaign, owner: Account, clock: MovingClock, visit: Visit
) -> None:
    item = write(campaign, actor_of(owner), TEXT, clock)

    common = db.session.get_one(Contribution, item.id)
    assert (common.state, common.published_at, common.submitted_at, common.language) == (
        State.PUBLISHED,
        clock.now(),
        clock.now(),
        "ru",
    )
    assert (db.session.scalars(select(Case)).all(), acts()) == ([], ["news.post"])
    assert visit().get(f"/news/{item.id}").status_code == 200


def test_what_a_check_holds_waits_for_a_moderator(
    campaign: Campaign, owner: Account, clock: MovingClock, visit: Visit
) -> None:
    item = write(campaign, actor_of(owner), PERSONAL, clock)

    assert (state_of(item), len(db.session.scalars(select(Case)).all())) == (State.SUBMITTED, 1)
    assert (visit().get(f"/news/{item.id}").status_code, visit(owner).get(f"/news/{item.id}").status_code) == (404, 200)
    assert PERSONAL.title not in page(visit(), "/campaigns/ugra/")


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OWNER, Role.FACILITATOR}])
def test_only_those_who_speak_for_the_campaign_write_news(campaign: Campaign, clock: MovingClock, role: Role) -> None:
    actor = Actor(make_account().id, grants=frozenset({Grant(role, campaign.id), Grant(role)}))
    item = put_news(campaign)
    verbs: list[Callable[[], object]] = [
        lambda: news.post(actor, campaign, TEXT, clock.now()),
        lambda: news.edit(actor, item.id, TEXT, clock.now()),
        lambda: news.withdraw(actor, item.id, clock.now()),
    ]

    for verb in verbs:
        with pytest.raises(NotAllowed), step():
            verb()

    assert (state_of(item), acts()) == (State.PUBLISHED, [])


def test_the_owner_of_another_campaign_writes_nothing_here(campaign: Campaign, clock: MovingClock) -> None:
    other = actor_of(give_role(make_account(), Role.OWNER, make_campaign("other")))

    with pytest.raises(NotAllowed), step():
        news.post(other, campaign, TEXT, clock.now())


def test_before_the_launch_there_is_nobody_to_tell(app: Flask, clock: MovingClock) -> None:
    planned = make_campaign("planned", launched=False)

    with pytest.raises(NotAllowed) as refusal, step():
        news.post(SYSTEM, planned, TEXT, clock.now())

    assert refusal.value.reason.code == "phase.not-launched"


@pytest.mark.parametrize("text", [NewsText("", "Слова"), NewsText("Слова", "")])
def test_half_of_a_text_is_no_news(campaign: Campaign, clock: MovingClock, text: NewsText) -> None:
    with pytest.raises(Invalid), step():
        news.post(SYSTEM, campaign, text, clock.now())


def test_a_change_keeps_what_was_said_before(
    campaign: Campaign, owner: Account, clock: MovingClock, visit: Visit
) -> None:
    item = write(campaign, actor_of(owner), TEXT, clock)
    clock.move_by(days=1)
    with step():
        news.edit(actor_of(owner), item.id, NewsText(TEXT.title, "Идеи принимаются на две недели дольше."), clock.now())

    read = page(visit(), f"/news/{item.id}")

    fields = [version.fields["body"] for version in db.session.scalars(select(Version).order_by(Version.number))]
    assert fields == [TEXT.body, "Идеи принимаются на две недели дольше."]
    assert ("<del>неделю</del>" in read, "<ins>две недели</ins>" in read, acts()) == (
        True,
        True,
        ["news.post", "news.edit"],
    )


def test_a_change_that_changes_nothing_leaves_nothing_behind(
    campaign: Campaign, owner: Account, clock: MovingClock
) -> None:
    item = write(campaign, actor_of(owner), TEXT, clock)
    with step():
        news.edit(actor_of(owner), item.id, TEXT, clock.now())

    assert (list(db.session.scalars(select(Version))), acts()) == ([], ["news.post"])


def test_personal_data_do_not_slip_in_by_a_change(campaign: Campaign, owner: Account, visit: Visit) -> None:
    item = put_news(campaign, owner, title=TEXT.title, body=TEXT.body)
    visitor, fields = visit(owner), {**PERSONAL.prose, "checked": word_for(found_in(PERSONAL.prose))}

    answer = visitor.send(f"/news/{item.id}/edit", fields, page=f"/news/{item.id}/edit")

    text = answer.get_data(as_text=True)
    assert (answer.status_code, "write it otherwise" in text, PERSONAL.body in text) == (422, True, True)
    assert db.session.get_one(NewsItem, item.id, populate_existing=True).body == TEXT.body


def test_what_was_returned_is_mended_and_checked_once_more(
    campaign: Campaign, owner: Account, clock: MovingClock
) -> None:
    item = put_news(campaign, owner, State.RETURNED)

    with step():
        news.edit(actor_of(owner), item.id, TEXT, clock.now())

    assert state_of(item) == State.SUBMITTED


def test_news_taken_back_is_read_by_its_team_alone(campaign: Campaign, owner: Account, visit: Visit) -> None:
    item = put_news(campaign, owner)

    answer = visit(owner).send(f"/news/{item.id}/withdraw", page=f"/news/{item.id}/edit")

    statuses = [visit(who).get(f"/news/{item.id}").status_code for who in (None, make_account(), owner)]
    assert (answer.status_code, state_of(item), statuses) == (303, State.WITHDRAWN, [404, 404, 200])


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.HIDDEN, State.REJECTED])
def test_what_is_over_is_not_changed(campaign: Campaign, owner: Account, clock: MovingClock, state: State) -> None:
    item = put_news(campaign, owner, state)

    with pytest.raises(Conflict), step():
        news.edit(actor_of(owner), item.id, TEXT, clock.now())


def test_there_is_no_news_where_there_is_none(app: Flask, clock: MovingClock) -> None:
    with pytest.raises(Missing), step():
        news.withdraw(SYSTEM, 999, clock.now())


def test_a_tab_and_the_latest_two_stand_on_the_campaign_once_there_is_news(
    campaign: Campaign, clock: MovingClock, visit: Visit
) -> None:
    before = page(visit(), "/campaigns/ugra/")
    for number in range(3):
        clock.move_by(hours=1)
        put_news(campaign, title=f"Новость {number}")

    after = page(visit(), "/campaigns/ugra/")

    tab = 'href="/campaigns/ugra/news/"'
    assert (tab in before, tab in after) == (False, True)
    assert re.findall(r"Новость \d", after) == ["Новость 2", "Новость 1"]


def test_those_who_write_news_have_the_tab_before_there_is_any(
    campaign: Campaign, owner: Account, visit: Visit
) -> None:
    facilitator = give_role(make_account(), Role.FACILITATOR, campaign)

    tabs = [
        'href="/campaigns/ugra/news/"' in page(visit(who), "/campaigns/ugra/")
        for who in (owner, facilitator, make_account())
    ]

    assert tabs == [True, True, False]
    assert "Write news" in page(visit(facilitator), "/campaigns/ugra/news/")


def test_news_is_paged_by_key_the_latest_first(campaign: Campaign, clock: MovingClock, visit: Visit) -> None:
    for number in range(45):
        clock.move_by(minutes=number % 2)
        put_news(campaign, title=f"Новость {number:02}")
    guest, seen, path = visit(), list[str](), "/campaigns/ugra/news/"

    while path:
        text = page(guest, path)
        seen += re.findall(r"Новость \d\d", text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        path = following[1] if following else ""

    assert seen == [f"Новость {number:02}" for number in reversed(range(45))]


def test_an_owner_writes_news_on_a_page(campaign: Campaign, owner: Account, visit: Visit) -> None:
    visitor = visit(owner)

    answer = visitor.send("/campaigns/ugra/news/", FIELDS, page="/campaigns/ugra/news/new")
    told = page(visitor, answer.headers["Location"])

    item = db.session.scalars(select(NewsItem)).one()
    assert (answer.status_code, item.title, item.body) == (303, TEXT.title, TEXT.body)
    assert "The news is published." in told


def test_a_form_that_is_not_whole_comes_back(campaign: Campaign, owner: Account, visit: Visit) -> None:
    answer = visit(owner).send("/campaigns/ugra/news/", {"title": "", "body": "Слова"}, page="/campaigns/ugra/news/new")

    text = answer.get_data(as_text=True)
    assert (answer.status_code, "Fill this in." in text, "Слова" in text) == (422, True, True)
    assert db.session.scalars(select(NewsItem)).all() == []


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_a_planted_word_is_found_nowhere(
    campaign: Campaign, visit: Visit, run_jobs: Callable[[], None], who: str
) -> None:
    author = make_account()
    hidden = [
        put_news(campaign, author, state, f"Новость {WORD}", f"Слова {WORD}")
        for state in State
        if state not in {State.PUBLISHED, State.JOINED}
    ]
    closed = [make_campaign("planned", launched=False), make_campaign("invited", audience=Audience.INVITED)]
    hidden += [put_news(one, author, title=f"Новость {WORD}", body=f"Слова {WORD}") for one in closed]
    put_news(campaign, author, title="Видимая новость")
    run_jobs()
    visitor = visit(make_account() if who == "stranger" else None)
    paths = ("/", "/campaigns/ugra/", "/campaigns/ugra/news/", "/search?q=слова", "/services/")

    texts = [page(visitor, path) for path in paths]
    statuses = {visitor.get(f"/news/{item.id}").status_code for item in hidden}
    statuses |= {visitor.get(f"/campaigns/{one.slug}/news/").status_code for one in closed}

    assert ([text.lower().count(WORD) for text in texts], statuses) == ([0] * len(paths), {404})
    assert "Видимая новость" in texts[2]


def test_a_text_of_markup_stays_text(campaign: Campaign, visit: Visit) -> None:
    item = put_news(campaign, title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>\n\n<b>жирно</b>")

    texts = [page(visit(), path) for path in ("/campaigns/ugra/", "/campaigns/ugra/news/", f"/news/{item.id}")]

    assert [live_in(text) for text in texts] == [[], [], []]
