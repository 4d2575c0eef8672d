"""Whatever is supported, taken back, joined and parted, in whatever order: supporters are a set, and parting restores it."""

import contextlib

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select, update

from app.accounts.roles import Actor
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Channel, Contribution, State
from campaigns.ideas.domain import joined, supports
from campaigns.ideas.domain.rows import locked
from campaigns.ideas.models import Idea, Support, SupportSheet
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account

IDEAS, PEOPLE = 4, 5
# The first two people write the first two ideas; the others came from elsewhere.
WRITTEN = 2
SHEETS = (0, 3, 5, 0)
idea_numbers, person_numbers = st.integers(0, IDEAS - 1), st.integers(0, PEOPLE - 1)


def writes(person: int, idea: int) -> bool:
    """Whether it is the person's own idea."""
    return person == idea < WRITTEN


class World:
    """Four ideas, five people, and the rows that are there before anything happens."""

    def __init__(self) -> None:
        campaign, people = make_campaign(), [make_account() for _ in range(PEOPLE)]
        self.actors: list[Actor] = [actor_of(one) for one in people]
        self.ideas = [make_idea(campaign, people[n] if n < WRITTEN else None).id for n in range(IDEAS)]
        with step():
            for id, count in zip(self.ideas, SHEETS, strict=True):
                sheet = SupportSheet(idea_id=id, channel=Channel.PAPER, count=count, entered_at=clock.now())
                db.session.add(sheet)
        self.started = self.common()

    def common(self) -> list[tuple[object, ...]]:
        """What joining must give back: the number and the place in time of each idea."""
        query = select(Idea.number, Contribution.published_at, Contribution.changed_at).join(Idea.contribution)
        return [tuple(row) for row in db.session.execute(query.order_by(Idea.id))]

    def clear(self) -> None:
        with step():
            db.session.execute(delete(Support))
            db.session.execute(update(Idea).values(joined_to_id=None, supports=0))
            db.session.execute(update(Contribution).values(state=State.PUBLISHED))
            for id, count in zip(self.ideas, SHEETS, strict=True):
                numbers = {"supports_elsewhere": count, "support_total": count}
                db.session.execute(update(Idea).where(Idea.id == id).values(**numbers))


@pytest.fixture
def world(app: Flask) -> World:
    return World()


def machine_over(world: World) -> type[RuleBasedStateMachine]:
    class Sets(RuleBasedStateMachine):
        """The model: whom each idea has of its own, and where it goes on."""

        def __init__(self) -> None:
            super().__init__()
            world.clear()
            self.own: list[set[int]] = [set() for _ in range(IDEAS)]
            self.goes_on_in: dict[int, int] = {}

        def members(self, idea: int) -> list[int]:
            return [one for one, into in self.goes_on_in.items() if into == idea]

        def people(self, idea: int) -> set[int]:
            brought = set().union(*(self.own[one] for one in self.members(idea)))
            return self.own[idea] | {person for person in brought if not writes(person, idea)}

        @rule(idea=idea_numbers, person=person_numbers)
        def support(self, idea: int, person: int) -> None:
            with contextlib.suppress(NotAllowed), step():
                supports.give(world.actors[person], world.ideas[idea], clock.now())
            if idea not in self.goes_on_in and not writes(person, idea) and person not in self.people(idea):
                self.own[idea].add(person)

        @rule(idea=idea_numbers, person=person_numbers)
        def take_back(self, idea: int, person: int) -> None:
            with contextlib.suppress(NotAllowed), step():
                supports.take_back(world.actors[person], world.ideas[idea], clock.now())
            if idea not in self.goes_on_in and not writes(person, idea):
                for one in (idea, *self.members(idea)):
                    self.own[one].discard(person)

        @rule(idea=idea_numbers, into=idea_numbers)
        def join(self, idea: int, into: int) -> None:
            with contextlib.suppress(Conflict), step():
                joined.join(*self.locked(idea, into))
            stands_apart = idea not in self.goes_on_in and into not in self.goes_on_in
            if stands_apart and idea != into and not self.members(idea):
                self.goes_on_in[idea] = into

        @rule(idea=idea_numbers)
        def part(self, idea: int) -> None:
            with contextlib.suppress(Conflict), step():
                joined.unjoin(self.locked(idea)[0])
            self.goes_on_in.pop(idea, None)

        def locked(self, *ideas: int) -> list[Idea]:
            return [locked(select(Idea).where(Idea.id == world.ideas[one])) for one in ideas]

        @invariant()
        def the_rows_and_the_counters_are_those_of_the_model(self) -> None:
            db.session.rollback()
            names = {actor.id: number for number, actor in enumerate(world.actors)}
            ids = {id: number for number, id in enumerate(world.ideas)}
            rows: list[set[int]] = [set() for _ in range(IDEAS)]
            brought: list[tuple[int, int, int]] = []
            for row in db.session.execute(select(Support.idea_id, Support.account_id, Support.via_id)):
                rows[ids[row.idea_id]].add(names[row.account_id])
                if row.via_id is not None:
                    brought.append((ids[row.idea_id], ids[row.via_id], names[row.account_id]))
            kept = db.session.execute(
                select(Idea.supports, Idea.supports_elsewhere, Idea.support_total, Contribution.state)
                .join(Idea.contribution)
                .order_by(Idea.id)
            ).all()

            people = [self.people(idea) for idea in range(IDEAS)]
            sheets = [SHEETS[idea] + sum(SHEETS[one] for one in self.members(idea)) for idea in range(IDEAS)]
            states = [State.JOINED if idea in self.goes_on_in else State.PUBLISHED for idea in range(IDEAS)]
            numbers = zip(people, sheets, states, strict=True)
            assert rows == people
            assert [tuple(row) for row in kept] == [(len(who), n, len(who) + n, state) for who, n, state in numbers]
            assert all(self.goes_on_in[via] == idea and person in self.own[via] for idea, via, person in brought)
            assert world.common() == world.started

    return Sets


def test_supporters_are_a_set_and_parting_restores_it(world):
    run_state_machine_as_test(
        machine_over(world),
        settings=settings(
            max_examples=10,
            stateful_step_count=14,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
