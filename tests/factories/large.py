"""A whole campaign in any size, from twenty ideas to two thousand: the same parts, only more of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.contributions.models import Follow, Kind, State
from campaigns.discussion.models import AnswerCount, Conclusion, Problem, Question, QuestionAnswer, QuestionKind, Topic
from campaigns.ideas.models import Idea, IdeaProblem
from campaigns.implementation.models import Undertaking, WorkState
from campaigns.plan.models import Campaign
from campaigns.services.keys import name_key, words_key
from campaigns.services.models import Service
from moderation.models import Case
from tests.factories import plenty
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_office


@dataclass(frozen=True)
class Size:
    """How much there is of everything; the comments of threads as (at the top, answers to each)."""

    people: int
    services: int
    topics: int
    problems: int
    ideas: int
    in_idea: tuple[int, int]
    in_topic: tuple[int, int]
    elsewhere: tuple[int, int, int]
    supports: int
    waiting: int
    authors: int = 10

    @property
    def comments(self) -> int:
        """All comments of the campaign."""
        threads, *each = self.elsewhere
        return sum(
            times * top * (1 + more) for times, top, more in ((1, *self.in_idea), (1, *self.in_topic), (threads, *each))
        )


SMALL = Size(
    people=8,
    services=3,
    topics=4,
    problems=2,
    ideas=20,
    in_idea=(2, 2),
    in_topic=(2, 1),
    elsewhere=(5, 1, 1),
    supports=40,
    waiting=3,
)
LARGE = Size(
    people=200,
    services=100,
    topics=200,
    problems=100,
    ideas=2_000,
    in_idea=(400, 9),
    in_topic=(500, 5),
    elsewhere=(300, 5, 1),
    supports=10_000,
    waiting=100,
)


@dataclass(frozen=True)
class Place:
    """A campaign that stands: ids of what is in it. The first idea and the first topic are discussed most; the first of the
    people have written all there is, the last have only supported and taken stands."""

    slug: str
    campaign_id: int
    people: Sequence[int]
    services: Sequence[int]
    topics: Sequence[int]
    problems: Sequence[int]
    ideas: Sequence[int]
    cases: Sequence[int]


def make_large(slug: str, size: Size) -> Place:
    """A campaign of that size, discussed and with an open window for ideas."""
    campaign = make_campaign(slug)
    people = plenty.add_people(size.people)
    authors = people[: min(size.people // 2, size.authors)]
    services = _services(slug, size.services)
    topics = _topics(campaign, size.topics, people, services)
    problems = _problems(campaign, topics, size.problems, authors, services)
    ideas = plenty.add_ideas(campaign, size.ideas, authors, plenty.made_texts(size.ideas))
    _link(ideas, services, problems)
    plenty.add_supports(ideas, people[len(authors) :], size.supports)
    _discuss(campaign, size, ideas, topics, authors)
    for thread in (ideas[0], topics[0]):
        plenty.add_stands(thread, people)
    _follow(campaign, authors[0], ideas)
    _work(campaign, ideas)
    cases = _waiting(campaign, size, authors)
    return Place(slug, campaign.id, people, services, topics, problems, ideas, cases)


def _work(campaign: Campaign, ideas: Sequence[int]) -> None:
    """A department works on one idea of every twenty."""
    office_id, now = make_office(f"Ведомство {campaign.slug}").id, clock.now()
    same = {"campaign_id": campaign.id, "office_id": office_id, "state": WorkState.IN_PROGRESS, "reason": ""}
    plenty.put(Undertaking, [{**same, "idea_id": id, "begun_at": now, "changed_at": now} for id in ideas[::20]])


def _services(slug: str, count: int) -> list[int]:
    names = [f"Сервис {slug} {number}" for number in range(count)]
    keys = [{"name": name, "name_key": name_key(name), "words_key": words_key(name, "")} for name in names]
    return plenty.put_new(Service, [{**key, "created_at": clock.now()} for key in keys])


def _topics(campaign: Campaign, count: int, people: Sequence[int], services: Sequence[int]) -> list[int]:
    """Topics about services, each with a question that many have answered."""
    words, now = plenty.made_texts(count), clock.now()
    ids = plenty.add_common(campaign, Kind.TOPIC, [now - timedelta(days=8)] * count, people)
    plenty.put(
        Topic,
        [
            {
                "id": id,
                "campaign_id": campaign.id,
                "title": words[place][:80],
                "background": words[place],
                "service_id": services[place % len(services)],
                "position": place,
            }
            for place, id in enumerate(ids)
        ],
    )
    asked = {"position": 0, "kind": QuestionKind.SCALE, "text": "Насколько удобно?", "options": ["нет", "да"]}
    questions = plenty.put_new(Question, [{**asked, "topic_id": id} for id in ids])
    given = [(one, person, place % 5 + 1) for one in questions for place, person in enumerate(people[:10])]
    answers = [{"question_id": one, "account_id": who, "value": n, "answered_at": now} for one, who, n in given]
    plenty.put(QuestionAnswer, answers)
    counts = [
        {"question_id": one, "value": n, "people": sum((one, n) == (question, value) for question, _, value in some)}
        for start, one in zip(range(0, len(given), len(people[:10])), questions, strict=True)
        for some in [given[start : start + len(people[:10])]]
        for n in range(1, 6)
    ]
    plenty.put(AnswerCount, counts)
    return ids


def _problems(
    campaign: Campaign, topics: Sequence[int], count: int, people: Sequence[int], services: Sequence[int]
) -> list[int]:
    """Every second topic is concluded; their conclusions name so many problems."""
    concluded = topics[1::2]
    ids = plenty.add_common(campaign, Kind.CONCLUSION, [clock.now() - timedelta(days=6)] * len(concluded), people)
    plenty.put(
        Conclusion,
        [
            {"id": id, "campaign_id": campaign.id, "topic_id": topic, "body": "Люди согласны: неудобно."}
            for id, topic in zip(ids, concluded, strict=True)
        ],
    )
    with step():
        db.session.execute(update(Topic).where(Topic.id.in_(concluded)).values(closed_at=clock.now()))
        db.session.execute(update(Campaign).where(Campaign.id == campaign.id).values(problems_numbered=count))
    words = plenty.made_texts(count)
    rows = [
        {
            "campaign_id": campaign.id,
            "conclusion_id": ids[place % len(ids)],
            "number": place + 1,
            "text": words[place][:120],
            "service_id": services[place % len(services)],
        }
        for place in range(count)
    ]
    return plenty.put_new(Problem, rows)


def _link(ideas: Sequence[int], services: Sequence[int], problems: Sequence[int]) -> None:
    """Every idea is about a service and answers a problem; half of them answer the first problem, too."""
    with step():
        rows = [{"id": id, "service_id": services[place % len(services)]} for place, id in enumerate(ideas)]
        db.session.execute(update(Idea), rows)
    own = [(id, problems[place % len(problems)]) for place, id in enumerate(ideas)]
    first = [(id, problems[0]) for place, id in enumerate(ideas) if place % 2 and place % len(problems)]
    answered = [{"idea_id": idea, "problem_id": problem} for idea, problem in {*own, *first}]
    plenty.put(IdeaProblem, answered)


def _discuss(
    campaign: Campaign, size: Size, ideas: Sequence[int], topics: Sequence[int], people: Sequence[int]
) -> None:
    threads, *thread = size.elsewhere
    places = [id for pair in zip(ideas[1:], (topics[1:] * len(ideas))[: len(ideas) - 1], strict=True) for id in pair]
    others = [(id, *thread) for id in list(dict.fromkeys(places))[:threads]]
    plenty.add_threads(campaign, [(ideas[0], *size.in_idea), (topics[0], *size.in_topic), *others], people)


def _follow(campaign: Campaign, person: int, ideas: Sequence[int]) -> None:
    """The person follows every second idea and was told of as many."""
    now = clock.now()
    plenty.put(Follow, [{"account_id": person, "contribution_id": id, "since": now} for id in ideas[::2]])
    told = {"account_id": person, "kind": NoticeKind.FOLLOWED_PUBLISHED, "campaign_id": campaign.id, "created_at": now}
    plenty.put(Notice, [{**told, "fact": f"followed:{id}", "contribution_id": id} for id in ideas[::2]])


def _waiting(campaign: Campaign, size: Size, people: Sequence[int]) -> list[int]:
    """Ideas that wait for a moderator; their cases."""
    words = plenty.made_texts(size.waiting)
    ids = plenty.add_ideas(campaign, size.waiting, people, words, State.SUBMITTED, first=size.ideas + 1)
    opened = clock.now() - timedelta(hours=2)
    case = {"campaign_id": campaign.id, "opened_at": opened, "checked_version": 1, "findings": []}
    return plenty.put_new(Case, [{**case, "contribution_id": id} for id in ids])
