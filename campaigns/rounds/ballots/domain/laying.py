"""Laying the ballot of a vote: which ideas stand on it, in which order, at which cost. Never after the first vote."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds import reasons
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.ballots.queries import candidates
from campaigns.rounds.ballots.queries.candidates import Candidate
from campaigns.rounds.domain.rounds import locked
from campaigns.rounds.ledger.queries import opened
from campaigns.rounds.models import Round, Source
from campaigns.rounds.queries.rounds import has_votes
from campaigns.rounds.rules import shape

MOST = 1000
NOT_A_VOTE = Reason("options.not-a-vote", _l("In this stage people give support: it has no ballot."))
SELECT_FIRST = Reason(
    "options.select-first", _l("The ideas for the ballot are selected first: make the selection, then lay the ballot.")
)
NO_IDEAS = Reason("options.none", _l("There is no idea to vote on yet."))
TOO_MANY = Reason(
    "options.too-many", _l("There are more than 1000 ideas: nobody can read such a ballot. Have some selected first.")
)
COSTS = Reason("options.costs", _l("Say what each idea costs: a whole number above zero."))
TOO_DEAR = Reason("options.too-dear", _l("No idea may cost more than there is to give out."))


def lay(round_: Round, costs: Mapping[int, int], *, actor: Actor, now: datetime) -> list[Option]:
    """Puts the ideas that the rule wants on the ballot of a vote, in the order in which they were published; what stood
    there before goes. `costs` by idea id are needed where a budget is spent, and left alone elsewhere.

    Raises NotAllowed; Conflict after the first vote or the close, and where the ideas are still to be selected; Invalid where
    there is no idea, or a cost is missing or more than there is.
    """
    held = locked(round_.id)
    permissions.require(actor, Act.PLAN, db.session.get_one(Campaign, held.campaign_id), now)
    refused = refusal(held)
    if refused:
        raise Conflict(refused)
    found = candidates.of_rule(held.campaign_id, held.rule)
    if found.waits:
        raise Conflict(SELECT_FIRST)
    faulty = fault(held.rule, found.ideas, costs)
    if faulty:
        raise Invalid(faulty)
    return _put(held, found.ideas, costs if shape.spends(held.rule) else {}, actor, now)


def refusal(round_: Round) -> Reason | None:
    """Why the ballot of the round may not be laid any more."""
    if round_.source != Source.BALLOTS:
        return NOT_A_VOTE
    if round_.closed_at is not None:
        return reasons.CLOSED_ALREADY
    return reasons.VOTES_CAST if has_votes(round_.id) else None


def fault(rule: Mapping[str, Any], ideas: Sequence[Candidate], costs: Mapping[int, int]) -> Reason | None:
    """What is missing for a ballot with these ideas."""
    if not ideas:
        return NO_IDEAS
    if len(ideas) > MOST:
        return TOO_MANY
    if not shape.spends(rule):
        return None
    budget = shape.budget_of(rule) or 0
    given = [costs.get(idea.idea_id, 0) for idea in ideas]
    if any(cost < 1 for cost in given):
        return COSTS
    return TOO_DEAR if max(given) > budget else None


def _put(
    round_: Round, ideas: Sequence[Candidate], costs: Mapping[int, int], actor: Actor, now: datetime
) -> list[Option]:
    db.session.execute(delete(Option).where(Option.round_id == round_.id))
    rows = [
        {
            "round_id": round_.id,
            "idea_id": idea.idea_id,
            "place": place,
            "number": idea.number,
            "title": idea.title,
            "cost": costs.get(idea.idea_id),
            "laid_at": now,
        }
        for place, idea in enumerate(ideas, 1)
    ]
    laid = list(db.session.scalars(insert(Option).returning(Option), rows))
    where: dict[str, Any] = {"thing": "round", "thing_id": round_.id, "campaign_id": round_.campaign_id}
    # The first entry of the journal of votes names this fingerprint, too.
    seen: dict[str, Any] = {"options": len(rows), "fingerprint": opened.fingerprint(round_.id)}
    chain.log("ballot.laid", now=now, actor_id=actor.id, **seen, **where)
    return sorted(laid, key=lambda option: option.place)
