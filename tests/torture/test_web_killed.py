"""The web is killed while people send: what they were told stands, once, and nothing is half."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.outbox import Errand
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea, Support
from moderation.models import Case
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.support.house import House, Person, killing

KILLED = ["web worker", "web worker", "web worker", "web", "web worker", "web worker"]
WRITERS, IDEAS = 6, 8
FANS, SUPPORTED, ACTS = 10, 5, 30


@dataclass(frozen=True)
class Told:
    """A person was told that their idea is sent: under which title, and where it is."""

    title: str
    status: int
    location: str


def write_ideas(person: Person, slug: str, name: str) -> list[Told]:
    """The person writes idea after idea, and sends each form again until there is an answer."""
    told = []
    for number in range(IDEAS):
        fields = {
            **person.form(f"/campaigns/{slug}/ideas/new"),
            "title": f"Лист ожидания {name} {number}",
            "problem": "Талоны к узким специалистам расходятся за минуты.",
            "proposal": "Сделать лист ожидания с уведомлением.",
            "do": "send",
        }
        answer = person.insist(lambda fields=fields: person.post(f"/campaigns/{slug}/ideas/", fields))
        told.append(Told(fields["title"], answer.status, answer.location))
    return told


def test_each_idea_that_somebody_was_told_is_sent_exists_once(house: House) -> None:
    house.migrate()
    house.start("valkey", "web")
    with house.inside():
        campaign = make_campaign("ugra")
        slug = campaign.slug
        people = [Person(house, make_account()) for _ in range(WRITERS)]

    with killing(house, KILLED, every=7) as killed, ThreadPoolExecutor(WRITERS) as hands:
        told = [
            one for many in hands.map(lambda p: write_ideas(p[1], slug, str(p[0])), enumerate(people)) for one in many
        ]

    with house.inside():
        rows = db.session.execute(
            select(Idea.title, Idea.id, Idea.number, Contribution.state, func.count(Case.id))
            .select_from(Contribution)
            .outerjoin(Idea, Idea.id == Contribution.id)
            .outerjoin(Case, (Case.contribution_id == Contribution.id) & Case.closed_at.is_(None))
            .group_by(Contribution.id, Idea.title, Idea.id, Idea.number, Contribution.state)
        ).all()
        owed = db.session.execute(select(Errand.job, func.count().label("count")).group_by(Errand.job)).all()
    assert killed == KILLED
    assert {one.status for one in told} == {303}
    assert sorted((row.title, f"/ideas/{row.id}") for row in rows) == sorted((one.title, one.location) for one in told)
    assert sorted(row.number for row in rows) == list(range(1, WRITERS * IDEAS + 1))
    assert {(row.state, row.count) for row in rows} == {(State.SUBMITTED, 1)}
    # The index is told once of all that waits for it.
    assert {row.job: row.count for row in owed} == {"moderation.check": WRITERS * IDEAS, "search.index_stale": 1}


def change_mind(person: Person, ideas: list[int], seed: int) -> dict[int, bool]:
    """The person supports ideas and takes it back again, many times; gives what they were told at last of each."""
    chance, last = random.Random(seed), dict.fromkeys(ideas, False)
    token = person.form(f"/ideas/{ideas[0]}")["csrf_token"]
    for _ in range(ACTS):
        idea = chance.choice(ideas)
        act = "unsupport" if last[idea] else "support"
        path = f"/ideas/{idea}/{act}"
        answer = person.insist(lambda path=path: person.post(path, {"csrf_token": token}))
        assert answer.status == 303, (path, answer)
        last[idea] = not last[idea]
    return last


def test_each_support_that_was_acknowledged_stands_and_counters_equal_rows(house: House) -> None:
    house.migrate()
    house.start("valkey", "web")
    with house.inside():
        campaign = make_campaign("ugra")
        ideas = [make_idea(campaign).id for _ in range(SUPPORTED)]
        accounts = [make_account() for _ in range(FANS)]
        ids = [account.id for account in accounts]
        people = [Person(house, account) for account in accounts]

    with killing(house, KILLED, every=40) as killed, ThreadPoolExecutor(FANS) as hands:
        last = list(hands.map(lambda p: change_mind(p[1], ideas, p[0]), enumerate(people)))

    expected = {(idea, ids[who]) for who, told in enumerate(last) for idea, given in told.items() if given}
    with house.inside():
        rows = {
            (row.idea_id, row.account_id) for row in db.session.execute(select(Support.idea_id, Support.account_id))
        }
        counters = {
            row.id: (row.supports, row.support_total)
            for row in db.session.execute(select(Idea.id, Idea.supports, Idea.support_total))
        }
    counted = {idea: sum(1 for one, _ in rows if one == idea) for idea in ideas}
    assert killed == KILLED
    assert rows == expected
    assert counters == {idea: (number, number) for idea, number in counted.items()}
