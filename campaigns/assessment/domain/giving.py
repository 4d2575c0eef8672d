"""Ideas are given out to experts, all at once, by lot."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from campaigns.assessment import giving, reasons
from campaigns.assessment.domain import cards
from campaigns.assessment.events import IdeasGiven
from campaigns.assessment.giving import Given
from campaigns.assessment.models import Assessment, Assessor, ScoreCard
from campaigns.assessment.queries import candidates
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

# So many rows are written in one short step.
MOST_GIVEN = 1500


@dataclass(frozen=True)
class Plan:
    """What a giving out would be: `people` are account ids by the numbers drawn for them."""

    ideas: list[int]
    people: dict[int, int]
    barred: list[list[int]]
    per_idea: int
    seed: str
    given: list[Given]

    @property
    def short(self) -> list[int]:
        """Ideas that fewer experts may assess than should."""
        held = [one.idea for one in self.given]
        return [idea for idea in self.ideas if held.count(idea) < self.per_idea]

    @property
    def loads(self) -> list[int]:
        """How many ideas each expert would get, the fewest first."""
        held = [one.expert for one in self.given]
        return sorted(held.count(number) for number in self.people)


def plan(card: ScoreCard) -> Plan:
    """Draws numbers and a seed, and shares the ideas out. Reads only."""
    ideas, experts = _drawn_from(card)
    shuffled = secrets.SystemRandom().sample(experts, len(experts))
    people = dict(enumerate(shuffled, 1))
    numbers = {account_id: number for number, account_id in people.items()}
    barred = {(idea, numbers[account_id]) for idea, account_id in candidates.bars(ideas, experts)}
    seed = secrets.token_hex(16)
    given = giving.share(ideas, people, barred, card.experts_per_idea, seed)
    return Plan(ideas, people, sorted(map(list, barred)), card.experts_per_idea, seed, given)


def _drawn_from(card: ScoreCard) -> tuple[list[int], list[int]]:
    """The ids of the ideas, the smallest first, and of the experts."""
    return sorted(candidates.ideas(card.campaign_id, card.first_by_support)), candidates.experts(card.campaign_id)


def refusal(campaign: Campaign, card: ScoreCard | None, now: datetime) -> Reason | None:
    """Why ideas cannot be given out now, whoever asks; None where they can."""
    if card is None:
        return reasons.NO_CARD
    if card.begun_at is not None:
        return reasons.FIXED
    shut = permissions.phase_refusal(Act.ASSESS, campaign, now)
    told = {permissions.NOT_PLANNED: reasons.NO_STAGE, permissions.OVER: reasons.TOO_LATE}
    if shut and shut != permissions.NOT_YET:
        return told.get(shut, shut)
    if not card.first_by_support and not candidates.selection_made(campaign.id):
        return reasons.NOT_SELECTED
    return None


def unfit(drawn: Plan) -> Reason | None:
    """Why this cannot be given out; None where it can."""
    if not drawn.ideas:
        return reasons.NO_IDEAS
    if len(drawn.people) < drawn.per_idea:
        return reasons.FEW_EXPERTS
    return reasons.TOO_MANY if len(drawn.given) > MOST_GIVEN else None


def begin(campaign: Campaign, drawn: Plan, *, actor: Actor, now: datetime) -> ScoreCard:
    """Gives the ideas out as was drawn a moment ago. Raises NotAllowed, or Conflict where anything stands otherwise by now."""
    permissions.require(actor, Act.PLAN, campaign, now)
    card = cards.held(campaign.id)
    why_not = refusal(campaign, card, now) or unfit(drawn)
    if why_not or card is None:
        raise Conflict(why_not or reasons.NO_CARD)
    _require_same(card, drawn)
    where = {"campaign_id": campaign.id}
    rows = [{**where, "account_id": one, "number": number} for number, one in drawn.people.items()]
    db.session.execute(insert(Assessor), rows)
    _give(campaign.id, drawn.given, drawn.people, now)
    card.begun_at, card.seed = now, drawn.seed
    card.giving = {
        "ideas": drawn.ideas,
        "experts": sorted(drawn.people),
        "barred": drawn.barred,
        "per_idea": drawn.per_idea,
    }
    db.session.flush()
    counts = {"ideas": len(drawn.ideas), "experts": len(drawn.people), "seed": drawn.seed}
    log("assessment.begun", campaign.id, actor, now, fingerprint=cards.print_of(card), **counts)
    got = {drawn.people[one.expert] for one in drawn.given}
    events.announce(IdeasGiven(campaign.id, tuple(sorted(got)), "begun"))
    return card


def _require_same(card: ScoreCard, drawn: Plan) -> None:
    """Raises Conflict where other ideas or experts would be drawn from now than a moment ago."""
    ideas, experts = _drawn_from(card)
    barred = {(idea, drawn.people[number]) for idea, number in drawn.barred}
    stands = (ideas, set(experts), candidates.bars(ideas, experts), card.experts_per_idea)
    if stands != (drawn.ideas, set(drawn.people.values()), barred, drawn.per_idea):
        raise Conflict(reasons.OTHERWISE)


def _give(campaign_id: int, given: Iterable[Given], people: dict[int, int], now: datetime) -> None:
    rows = [
        {
            "campaign_id": campaign_id,
            "idea_id": one.idea,
            "account_id": people[one.expert],
            "given_at": now,
            "place": one.place,
        }
        for one in given
    ]
    db.session.execute(insert(Assessment), rows)


def log(act: str, campaign_id: int, actor: Actor, now: datetime, **details: Any) -> None:
    """Says in the log of the campaign what was done, without a word about who assesses what."""
    where: dict[str, Any] = {"thing": "campaign", "thing_id": campaign_id, "campaign_id": campaign_id}
    chain.log(act, now=now, actor_id=actor.id, **where, **details)
