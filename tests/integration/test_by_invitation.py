"""A campaign by invitation exists for its people alone: a word planted in each of its texts, and every address opened by all kinds
of readers. Only a member reads the word, and nothing public moves."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.digests import jobs as digest_jobs
from app.digests.queries.digests import id_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice
from campaigns.contributions.models import Follow
from campaigns.discussion.models import Problem
from campaigns.plan.models import CampaignText, Rules, TimelineChange
from search.domain import upkeep
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.discussion import HOW, make_conclusion, make_topic
from tests.factories.members import make_closed_campaign, make_member, remove_member
from tests.factories.people import make_account
from tests.factories.rounds import freeze, make_round, publish
from tests.factories.selection import make_expert, make_selection, pick
from tests.factories.services import make_service
from tests.factories.texts import put_comment, put_news
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
WORD = "канарейка"
PUBLIC = (
    "/",
    "/campaigns/",
    "/campaigns/?stage=running",
    "/services/",
    "/services/{service}",
    "/digests/",
    "/campaigns/feed.atom",
    "/search?q=сервис",
)
# What every member reads the word on, by the names of addresses.
READ_BY_MEMBERS = {
    "plan.show_campaign",
    "plan.show_rules",
    "moderation.show_numbers",
    "plan.show_calendar",
    "ideas.list_ideas",
    "ideas.show_idea",
    "ideas.show_history",
    "discussion.list_topics",
    "discussion.show_topic",
    "discussion.show_problems",
    "comments.show_comment",
    "news.list_news",
    "news.show_news",
    "rounds.show_results",
    "rounds.download_csv",
    "selection.show_selection",
    "digests.show_digest",
    "digests.download_json",
    "opendata.show_data",
    "plan.list_campaigns",
    "web.home",
}


class Planted:
    """A campaign by invitation with the word in every text of it, and an open campaign beside it."""

    def __init__(self) -> None:
        self.people: dict[str, Account | None] = {
            "guest": None,
            "stranger": make_account(),
            "removed": make_account(given_name="Бывший"),
            "member": make_account(),
        }
        self.open = make_campaign("open", title="Открытый проект")
        make_idea(self.open, title="Видимая идея")
        self.service = make_service("Электронный дневник", "Оценки")

    def plant(self) -> dict[str, Any]:
        """Plants everything; the values of addresses that lead there."""
        says = f"Слова {WORD} здесь"
        removed, member = self.people["removed"], self.people["member"]
        assert removed
        assert member
        closed = make_closed_campaign(
            "closed", title=says, question=says, purpose=says, organiser=says, winners=1, expert_picks=1
        )
        make_member(closed, member)
        remove_member(closed, removed)
        track = make_track(closed, says)
        texts = {"title": says, "problem": says, "proposal": says, "effect": says, "elsewhere": says}
        choices = {"track_id": track.id, "service_id": self.service.id}
        idea = make_idea(closed, removed, **texts, **choices)
        other = make_idea(closed, make_account(), **texts, **choices)
        support(idea, member)
        topic = make_topic(closed, removed, title=says, background=says, asked=[HOW], service_id=self.service.id)
        make_conclusion(topic, says, body=says, service=self.service)
        comment = put_comment(topic, removed, body=says)
        news = put_news(closed, removed, title=says, body=says)
        self._tell(closed.id, says, (idea.id, topic.id))
        result = publish(freeze(make_round(closed)))
        digest_jobs.take(result.id)
        pick(closed, other, make_expert(closed), f"Причина {WORD} такая и никакая другая")
        make_selection(closed)
        return {
            "slug": "closed",
            "idea_id": idea.id,
            "contribution_id": idea.id,
            "topic_id": topic.id,
            "comment_id": comment.id,
            "news_id": news.id,
            "id": id_of(result.id),
            "number": 1,
            "service_id": self.service.id,
            "problem": db.session.scalars(select(Problem.id)).one(),
        }

    def _tell(self, campaign_id: int, says: str, text_ids: tuple[int, ...]) -> None:
        removed = self.people["removed"]
        assert removed
        now = clock.now()
        with step():
            db.session.add_all(
                [
                    CampaignText(campaign_id=campaign_id, language="en", title=says, question=says, purpose=says),
                    Rules(campaign_id=campaign_id, language="ru", number=1, body=says, since=now),
                    TimelineChange(campaign_id=campaign_id, changed_at=now, reason=says, before=[], after=[]),
                    Follow(account_id=removed.id, campaign_id=campaign_id, since=now),
                    *(Follow(account_id=removed.id, contribution_id=id, since=now) for id in text_ids),
                ]
            )


@pytest.fixture
def planted(app: Flask) -> Planted:
    return Planted()


def addresses(app: Flask, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every address that answers to GET, by its name, leading to what is planted as far as it can."""
    usual = {"filename": "veche.css", "stamp": "0", "name": "rules", "secret": "of-nobody", "word": "of-nobody"}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or set()) and rule.endpoint != "static":
                known = {name: values.get(name, usual.get(name, 1)) for name in rule.arguments}
                yield rule.endpoint, app.url_for(rule.endpoint, **known)


MORE = (
    "/campaigns/closed/ideas/?sort=new",
    "/campaigns/closed/ideas/?sort=support",
    "/campaigns/?stage=running",
    "/campaigns/?stage=finished",
    "/search?q=слова",
    "/search?q=причина",
    "/search?q=дневник",
    "/campaigns/open/ideas/new?problem={problem}&service={service_id}",
)


def with_the_word(app: Flask, visitor: Visitor, values: dict[str, Any]) -> set[str]:
    """The names of addresses on which the visitor reads the word."""
    ways = [*addresses(app, values), *((path, path.format(**values)) for path in MORE)]
    return {
        name
        for name, path in ways
        if WORD in visitor.get(path, follow_redirects=True).data.decode(errors="replace").lower()
    }


@pytest.mark.slow
def test_only_a_member_reads_the_word(app: Flask, planted: Planted, visit: Visit, run_jobs: Callable[[], None]) -> None:
    values = planted.plant()
    visitors = {name: visit(account) for name, account in planted.people.items()}
    run_jobs()
    upkeep.rebuild()

    found = {name: with_the_word(app, visitor, values) for name, visitor in visitors.items()}

    assert {name: found[name] for name in ("guest", "stranger", "removed")} == {
        "guest": set(),
        "stranger": set(),
        "removed": set(),
    }
    assert READ_BY_MEMBERS - found["member"] == set()


@pytest.mark.slow
def test_nothing_that_is_public_moves(app: Flask, planted: Planted, visit: Visit, run_jobs: Callable[[], None]) -> None:
    upkeep.rebuild()
    guest = visit()
    paths = [path.format(service=planted.service.id) for path in PUBLIC]
    before = {path: guest.get(path).text for path in paths}

    planted.plant()
    run_jobs()
    upkeep.rebuild()

    after = {path: guest.get(path).text for path in paths}
    assert [path for path in paths if told(before[path]) != told(after[path])] == []


def told(page: str) -> str:
    """The page without what names its own moment."""
    return re.sub(r"/static/[0-9a-f]+/", "/static/", page)


def test_members_count_what_they_see(app: Flask, planted: Planted, visit: Visit) -> None:
    planted.plant()

    page = visit(planted.people["member"]).get("/campaigns/closed/").text

    assert "<dt>ideas</dt><dd>2</dd>" in page


def test_pages_of_members_are_for_nobody_else_s_copy_and_no_search_engine(
    app: Flask, planted: Planted, visit: Visit
) -> None:
    values = planted.plant()
    member = visit(planted.people["member"])

    pages = [
        member.get(path) for path in ("/campaigns/closed/", f"/ideas/{values['idea_id']}", "/campaigns/closed/ideas/")
    ]

    assert [page.headers["Cache-Control"] for page in pages] == ["private, no-store"] * 3
    assert all('<meta name="robots" content="noindex">' in page.text for page in pages)
    assert all("By invitation: only invited people see this project." in page.text for page in pages)


def test_a_guest_s_copy_of_a_page_of_members_is_a_404_that_nobody_keeps(
    app: Flask, planted: Planted, visit: Visit
) -> None:
    planted.plant()

    answers = [visit().get("/campaigns/closed/"), visit().get("/campaigns/nowhere/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}


@pytest.mark.slow
def test_nobody_but_members_is_told_of_what_happens_there(
    app: Flask, planted: Planted, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    planted.plant()
    numbers = {name: account.id for name, account in planted.people.items() if account}
    run_jobs()

    told_to = set(db.session.scalars(select(Notice.account_id)))

    assert told_to & {numbers["removed"], numbers["stranger"]} == set()


def test_a_removed_author_changes_nothing_of_their_own_any_more(app: Flask, planted: Planted, visit: Visit) -> None:
    values = planted.plant()
    removed = visit(planted.people["removed"])
    idea, comment = values["idea_id"], values["comment_id"]

    sent = [
        removed.send(f"/ideas/{idea}/edit", {"title": "Иначе"}).status_code,
        removed.send(f"/ideas/{idea}/withdraw", {"why": "Так"}).status_code,
        removed.send(f"/threads/{idea}/comments", {"body": "И я скажу"}).status_code,
        removed.send(f"/comments/{comment}/edit", {"body": "Иначе"}).status_code,
        removed.send(f"/comments/{comment}/delete").status_code,
        removed.send(f"/contributions/{idea}/follow").status_code,
    ]

    assert sent == [404] * 6
