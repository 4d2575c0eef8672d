"""Joinings of ideas."""

from app.accounts.models import Account
from app.accounts.roles import Actor, Role
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.ideas.models import Idea
from search.joining.domain import proposals, sets
from search.joining.models import Joining
from search.joining.queries import asked
from tests.factories.people import give_role, make_account

REASON = "Обе о листе ожидания."


def make_proposal(idea: Idea, into: Idea, by: Account | None = None) -> Joining:
    """A facilitator has proposed, through the verb, that one idea goes on in another."""
    idea_id, into_id = idea.id, into.id
    by = by or give_role(make_account(), Role.MODERATOR)
    with step():
        return proposals.propose(actor_of(by), idea_id, into_id, REASON, clock.now())


def agree(joining_id: int) -> None:
    """Everyone who is asked and has not answered agrees."""
    people = asked.people_of(*_pair(joining_id))
    for actor in [actor_of(account) for account in people]:
        with step():
            proposals.answer(actor, joining_id, True, "", clock.now())


def join(idea: Idea, into: Idea, by: Account | None = None) -> int:
    """One idea goes on in another: proposed, agreed and joined, through the verbs. The id of the joining."""
    joining_id = make_proposal(idea, into, by).id
    agree(joining_id)
    with step():
        sets.settle(joining_id, clock.now())
    return joining_id


def part(joining_id: int, by: Actor, why: str = "Они о разном.") -> None:
    """Both stand by themselves again."""
    with step():
        sets.part(by, joining_id, why, clock.now())


def _pair(joining_id: int) -> tuple[int, int]:
    joining = db.session.get_one(Joining, joining_id, populate_existing=True)
    return joining.idea_id, joining.into_id
