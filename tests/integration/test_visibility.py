"""Nothing hidden is found anywhere. A word planted in each hidden state is looked for on every page that shows ideas.

The table of who sees what is written by hand, not computed from the rule it tests.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.accounts.roles import GUEST, SYSTEM, Actor, Grant, Role
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, State, Version, Weight
from campaigns.contributions.visibility import public, visible_to
from campaigns.discussion.models import Problem
from campaigns.ideas.models import Idea, IdeaProblem
from campaigns.plan.models import Audience, Campaign
from search.similar.models import LikeIdea
from tests.factories.answers import make_owed, put_answer
from tests.factories.campaigns import make_campaign, make_track, support
from tests.factories.comments import delete, hide, make_comment_in, say
from tests.factories.discussion import make_conclusion, make_topic
from tests.factories.ideas import make_idea_in
from tests.factories.members import make_member, remove_member
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.tokens import make_token
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
WORD = "канарейка"
HIDDEN = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.REJECTED, State.HIDDEN, State.WITHDRAWN)

# state of an idea of an open, launched campaign: who sees it, of guest, stranger, author, moderator, owner, administrator.
SEEN: dict[State, str] = {
    State.DRAFT: "author",
    State.SUBMITTED: "author moderator owner",
    State.RETURNED: "author moderator owner",
    State.PUBLISHED: "guest stranger author moderator owner administrator elsewhere",
    State.JOINED: "guest stranger author moderator owner administrator elsewhere",
    State.WITHDRAWN: "author moderator owner",
    State.HIDDEN: "author moderator owner",
    State.REJECTED: "author moderator owner",
}
# the same for a published idea, by the campaign it is in; a member has any role there, an invited one none.
SEEN_IN: dict[str, str] = {
    "open": "guest stranger author moderator owner member administrator elsewhere",
    "not launched": "author moderator owner member administrator",
    "by invitation": "moderator owner member administrator invited",
    "by invitation, not launched": "moderator owner member administrator",
}


def people_of(campaign: Campaign, other: Campaign, author: Account) -> dict[str, Actor]:
    return {
        "guest": GUEST,
        "stranger": Actor(make_account().id),
        "author": Actor(author.id),
        "moderator": Actor(90, grants=frozenset({Grant(Role.MODERATOR, campaign.id)})),
        "owner": Actor(91, grants=frozenset({Grant(Role.OWNER, campaign.id)})),
        "member": Actor(92, grants=frozenset({Grant(Role.EXPERT, campaign.id)})),
        "administrator": Actor(93, grants=frozenset({Grant(Role.ADMINISTRATOR)})),
        "elsewhere": Actor(94, grants=frozenset({Grant(Role.MODERATOR, other.id)})),
    }


def sees(actor: Actor, idea: Idea) -> bool:
    query = select(Idea.id).join(Idea.contribution).join(Contribution.campaign)
    return db.session.scalar(query.where(Idea.id == idea.id, visible_to(actor))) is not None


@pytest.mark.parametrize("state", list(State))
def test_who_sees_an_idea_in_each_state(app: Flask, state: State) -> None:
    campaign, author = make_campaign(), make_account()
    idea = make_idea_in(state, campaign, author)
    people = people_of(campaign, make_campaign(), author)
    del people["member"]

    seen = {name for name, actor in people.items() if sees(actor, idea)}

    assert seen == set(SEEN[state].split())


@pytest.mark.parametrize("kind", list(SEEN_IN))
def test_who_sees_a_published_idea_in_each_kind_of_campaign(app: Flask, kind: str) -> None:
    audience = Audience.INVITED if kind.startswith("by invitation") else Audience.EVERYONE
    campaign, author = make_campaign(launched=not kind.endswith("not launched"), audience=audience), make_account()
    idea = make_idea_in(State.PUBLISHED, campaign, author)
    people = people_of(campaign, make_campaign(), author)
    people |= {"invited": Actor(make_member(campaign, make_account()).id)} if audience == Audience.INVITED else {}
    people |= {"removed": Actor(remove_member(campaign, make_account()).id)} if audience == Audience.INVITED else {}

    seen = {name for name, actor in people.items() if sees(actor, idea)}

    assert seen == set(SEEN_IN[kind].split())


def test_a_moderator_of_the_platform_sees_what_was_sent_in_any_campaign_but_no_drafts(app: Flask) -> None:
    campaign, author = make_campaign(), make_account()
    moderator = Actor(90, grants=frozenset({Grant(Role.MODERATOR)}))

    seen = {state for state in State if sees(moderator, make_idea_in(state, campaign, author))}

    assert seen == set(State) - {State.DRAFT}


def test_the_platform_itself_never_sees_a_draft(app: Flask) -> None:
    campaign, author = make_campaign(), make_account()

    seen = {state for state in State if sees(SYSTEM, make_idea_in(state, campaign, author))}

    assert seen == set(State) - {State.DRAFT}


def test_what_is_public_is_what_a_guest_sees(app: Flask) -> None:
    author = make_account()
    campaigns = [make_campaign(), make_campaign(launched=False), make_campaign(audience=Audience.INVITED)]
    for campaign in campaigns:
        for state in State:
            make_idea_in(state, campaign, author)
    query = select(Idea.id).join(Idea.contribution).join(Contribution.campaign).order_by(Idea.id)

    by_rule = db.session.scalars(query.where(visible_to(GUEST))).all()
    by_name = db.session.scalars(query.where(public())).all()

    assert by_rule == by_name
    assert len(by_name) == 2


class Planted:
    """A campaign with one published idea, and the word in everything that must not be found."""

    def __init__(self) -> None:
        self.author = make_account(given_name="Кана", family_name="Рейка")
        self.campaign = make_campaign("open", title="Открытый проект")
        self.visible = make_idea_in(State.PUBLISHED, self.campaign, self.author, title="Видимая идея")
        place, track = make_territory(f"Посёлок {WORD}"), make_track(self.campaign, f"Направление {WORD}")
        over = {"title": f"Идея {WORD}", "problem": f"Беда {WORD}", "proposal": f"Совет {WORD}"}
        choices = {"territory_id": place.id, "track_id": track.id}
        secret = [make_campaign("planned", launched=False), make_campaign("invited", audience=Audience.INVITED)]
        self.hidden = {
            **{state.value: make_idea_in(state, self.campaign, self.author, **over, **choices) for state in HIDDEN},
            **{campaign.slug: make_idea_in(State.PUBLISHED, campaign, self.author, **over) for campaign in secret},
        }
        supporter = make_account()
        for idea in self.hidden.values():
            support(idea, supporter)
        self.topics = [make_topic(self.campaign, self.author, state, f"Тема {WORD}", WORD) for state in HIDDEN]
        self.topics += [make_topic(campaign, self.author, title=f"Тема {WORD}") for campaign in secret]
        concluded = make_topic(self.campaign, title="Видимая тема")
        make_conclusion(concluded, f"Беда {WORD}", body=f"Итог {WORD}", state=State.HIDDEN)
        make_conclusion(self.topics[0], f"Беда {WORD}", body=f"Итог {WORD}")
        self._talk()
        self._keep_versions()
        self._answer_every_problem()
        self._answer()

    def _talk(self) -> None:
        """Comments under the visible idea that nobody reads any more, or not yet; some have been answered."""
        for state in (State.SUBMITTED, State.REJECTED, State.HIDDEN, State.WITHDRAWN):
            make_comment_in(state, self.visible, self.author, f"Слово {WORD}")
        for take_away in (hide, delete):
            said = say(self.visible, self.author, f"Слово {WORD}")
            say(self.visible, make_account(), "Видимый ответ.", said)
            take_away(said)

    def _keep_versions(self) -> None:
        """Each hidden idea was changed once before."""
        with step():
            for idea in self.hidden.values():
                fields = {"title": f"Идея {WORD}", "problem": WORD, "proposal": WORD}
                kept = {"weight": Weight.FIRST, "fields": fields, "kept_at": clock.now()}
                db.session.add(Version(contribution_id=idea.id, number=1, **kept))

    def _answer_every_problem(self) -> None:
        """The visible idea answers problems that nobody can read."""
        with step():
            for problem_id in db.session.scalars(select(Problem.id)).all():
                db.session.add(IdeaProblem(idea_id=self.visible.id, problem_id=problem_id))

    def _answer(self) -> None:
        """What a department says to the visible idea and nobody reads yet, or any more; and to hidden ideas."""
        owed = make_owed(self.visible, make_office("Департамент"))
        states = (State.DRAFT, State.SUBMITTED, State.HIDDEN, State.WITHDRAWN)
        for number, state in enumerate(states, 1):
            put_answer(owed, state=state, number=number, reasons=WORD, signer=WORD, post=WORD)
        for place, idea in enumerate(self.hidden.values()):
            put_answer(make_owed(idea, make_office(f"Отдел {place}")), reasons=WORD)


@pytest.fixture
def planted(app: Flask) -> Planted:
    return Planted()


PAGES = (
    "/",
    "/campaigns/",
    "/campaigns/open/",
    "/campaigns/open/rules",
    "/campaigns/open/results",
    "/campaigns/open/topics/",
    "/campaigns/open/problems",
    "/campaigns/open/ideas/",
    "/campaigns/open/ideas/?sort=new",
    "/campaigns/open/ideas/?sort=support",
    "/campaigns/open/ideas/?sort=discussed",
    "/ideas/1",
    "/ideas/1?sort=useful",
    "/ideas/1/history",
    *(f"/campaigns/open/ideas/?status={state.value}" for state in HIDDEN),
    "/search?q=канарейка",
    "/search?q=совет",
    "/search?q=вид:идея",
    "/search.atom?q=канарейка",
    "/digests/",
    "/answers/",
    *(f"/answers/?campaign=open&state={which}" for which in ("overdue", "held", "answered", "closed")),
    "/answers/feed.atom",
    "/answers/calendar.ics",
    "/campaigns/feed.atom",
    "/campaigns/open/ideas/feed.atom",
    "/campaigns/open/news/feed.atom",
    "/campaigns/open/data",
)
SECRET_PAGES = ("/campaigns/planned/", "/campaigns/planned/ideas/", "/campaigns/invited/", "/campaigns/invited/ideas/")


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_a_planted_word_is_found_nowhere(
    planted: Planted, visit: Visit, run_jobs: Callable[[], None], who: str
) -> None:
    ids = [idea.id for idea in planted.hidden.values()]
    with step():
        db.session.add_all(LikeIdea(idea_id=1, other_id=id, share=0.9) for id in ids)
    run_jobs()
    visitor = visit(make_account() if who == "stranger" else None)
    written = {"title": f"Скрытая {WORD} канарейка совета", "problem": "Нет канареек."}

    texts = {path: visitor.get(path).get_data(as_text=True) for path in PAGES}
    texts["twins"] = visitor.send("/campaigns/open/ideas/twins", written, page="/campaigns/open/ideas/new").text

    # A search page repeats what was asked for; nothing else may.
    found = {path: text.lower().count(WORD) for path, text in texts.items() if not path.startswith("/search")}
    assert found == dict.fromkeys(found, 0)
    assert [id for id in ids if any(f'/ideas/{id}"' in text for text in texts.values())] == []
    assert "Видимая идея" in texts["/campaigns/open/ideas/"]
    assert "Видимая тема" in texts["/campaigns/open/topics/"]


# What a program asks. The directions and places that a form offers to everyone (`choices`) are named there as they are.
ASKED_BY_PROGRAMS = (
    "campaigns",
    "campaigns/open/topics",
    *(f"campaigns/open/ideas?order={order}" for order in ("new", "fair", "support", "discussed")),
    *(f"campaigns/open/ideas?state={state.value}" for state in HIDDEN if state != State.DRAFT),
    "ideas/1",
    "ideas/1/answer",
    "threads/1/comments",
    "threads/1/comments?order=useful",
    "campaigns/open/rounds",
    "campaigns/open/moderation",
    "search?q=канарейка",
    "search?q=совет",
    *(f"answers?campaign=open&which={which}" for which in ("owed", "overdue", "held", "answered", "closed")),
)


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_programs_are_told_of_it_as_little(
    planted: Planted, client: FlaskClient, run_jobs: Callable[[], None], who: str
) -> None:
    ids = [idea.id for idea in planted.hidden.values()]
    topic_ids = [topic.id for topic in planted.topics]
    word = make_token(make_account()) if who == "stranger" else None
    run_jobs()
    headers = {"Authorization": f"Bearer {word}"} if word else {}

    def asked(path: str) -> TestResponse:
        return client.get(f"/api/v1/{path}", headers=headers)

    open_texts = {path: asked(path).text for path in ASKED_BY_PROGRAMS}
    shut = [asked(f"ideas/{id}").status_code for id in ids]
    shut += [asked(f"threads/{id}/comments").status_code for id in [*ids, *topic_ids]]
    shut += [asked(f"campaigns/open/topics/{id}").status_code for id in topic_ids]

    assert {path: text.lower().count(WORD) for path, text in open_texts.items()} == dict.fromkeys(open_texts, 0)
    assert [id for id in ids for text in open_texts.values() if f'"id":{id},' in text.replace(" ", "")] == []
    assert set(shut) == {404}
    assert "Видимая идея" in open_texts["campaigns/open/ideas?order=new"]


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_pages_of_what_is_hidden_do_not_exist(planted: Planted, visit: Visit, who: str) -> None:
    visitor = visit(make_account() if who == "stranger" else None)
    paths = [f"/ideas/{idea.id}" for idea in planted.hidden.values()] + list(SECRET_PAGES)
    paths += [f"/ideas/{idea.id}/history" for idea in planted.hidden.values()]
    slugs = ["open"] * len(HIDDEN) + ["planned", "invited"]
    paths += [f"/campaigns/{slug}/topics/{topic.id}" for slug, topic in zip(slugs, planted.topics, strict=True)]

    answers = [visitor.get(path) for path in paths]

    assert {answer.status_code for answer in answers} == {404}
    assert not any(WORD in answer.get_data(as_text=True).lower() for answer in answers)


def test_counters_count_what_is_public_and_nothing_else(planted: Planted, visit: Visit) -> None:
    guest = visit()

    listed = guest.get("/campaigns/open/ideas/").get_data(as_text=True)
    overview = guest.get("/campaigns/open/").get_data(as_text=True)

    assert "1 idea so far" in listed
    assert "<dt>idea</dt><dd>1</dd>" in overview
    assert "<dt>supports</dt><dd>0</dd>" in overview


def test_an_author_finds_all_of_their_own_and_a_moderator_all_that_was_sent(planted: Planted, visit: Visit) -> None:
    author = visit(planted.author)
    moderator = visit(give_role(make_account(), Role.MODERATOR, planted.campaign))
    here = {name: idea for name, idea in planted.hidden.items() if name in {state.value for state in HIDDEN}}

    by_author = {
        name: author.get(f"/ideas/{idea.id}", follow_redirects=True).status_code for name, idea in here.items()
    }
    by_moderator = {name: moderator.get(f"/ideas/{idea.id}").status_code for name, idea in here.items()}

    assert by_author == dict.fromkeys(here, 200)
    assert by_moderator == {name: 404 if name == "draft" else 200 for name in here}


def test_an_account_with_a_role_becomes_an_actor_that_sees(planted: Planted) -> None:
    owner = give_role(make_account(), Role.OWNER, planted.campaign)

    assert sees(actor_of(owner), planted.hidden["submitted"])
