"""Counted campaigns to select from, experts and selections, made by the verbs themselves."""

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Role
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result
from campaigns.selection.domain import making, picks
from campaigns.selection.models import Selection
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account
from tests.factories.rounds import freeze, make_round, publish

REASON = "Без этого не поедет ни один автобус посёлка."


def make_counted(
    slug: str = "counted", supports: tuple[int, ...] = (3, 2, 1, 0), *, published: bool = True, **over: object
) -> tuple[Campaign, list[Idea], Result]:
    """A campaign whose round is counted, its ideas (one a number of supports, in that order) and the result."""
    campaign = make_campaign(slug, **{"winners": 2, "expert_picks": 1, **over})
    people = [make_account() for _ in range(max(supports, default=0))]
    ideas = [make_idea(campaign, title=f"Идея с поддержкой {number}") for number in supports]
    for idea, number in zip(ideas, supports, strict=True):
        support(idea, *people[:number])
    result = freeze(make_round(campaign))
    return campaign, ideas, publish(result) if published else result


def make_expert(campaign: Campaign, given_name: str = "Мария") -> Account:
    """An expert of the campaign."""
    return give_role(make_account(given_name=given_name, family_name="Ковач"), Role.EXPERT, campaign)


def pick(campaign: Campaign, idea: Idea, expert: Account, reason: str = REASON) -> None:
    """The expert picks the idea."""
    with step():
        picks.pick(campaign, idea.id, reason, actor=actor_of(expert), now=clock.now())


def make_selection(campaign: Campaign) -> Selection:
    """The selection of the campaign."""
    with step():
        return making.make(db.session.get_one(Campaign, campaign.id), SYSTEM, clock.now())
