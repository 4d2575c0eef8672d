"""The vote that an address of paper or codes means, and who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Missing, NotAllowed, Reason
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.rounds.models import Round, Source
from campaigns.rounds.paper import reasons
from campaigns.rounds.paper.domain import waiting
from campaigns.rounds.paper.queries import piles
from campaigns.rounds.paper.queries.piles import PileLine
from campaigns.rounds.queries import rounds


@dataclass(frozen=True)
class Asked:
    """A vote of a campaign and what its visitor may do here: enter paper, decide as an owner."""

    campaign: Campaign
    actor: Actor
    round: Round
    every: Sequence[Round]
    may_enter: bool
    is_owner: bool
    at: datetime

    @property
    def shut(self) -> Reason | None:
        """Why no paper is taken now."""
        return waiting.refusal(self.round, self.at)

    @property
    def slug(self) -> str:
        return self.campaign.slug

    @property
    def among(self) -> int | None:
        """The number of the vote for addresses, where the campaign has several."""
        return self.round.number if len(self.every) > 1 else None


def vote_of(slug: str) -> Asked:
    """The vote that is meant: `round` of the address, else the last that has begun, else the first to come.

    Raises Missing where the campaign has no vote or the visitor may not know of it.
    """
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    every = [round_ for round_ in rounds.of_campaign(campaign.id) if round_.source == Source.BALLOTS]
    at = clock.by_database()
    return Asked(
        campaign,
        actor,
        _chosen(every, at),
        every,
        permissions.refusal(actor, Act.ENTER_BALLOTS, campaign, at) is None,
        permissions.refusal(actor, Act.CLOSE_ROUND, campaign, at) is None,
        at,
    )


def _chosen(every: Sequence[Round], at: datetime) -> Round:
    number = request.args.get("round", type=int)
    if number is not None:
        found = [round_ for round_ in every if round_.number == number]
    else:
        found = [round_ for round_ in every if round_.window.opens_at <= at][-1:] or list(every[:1])
    if not found:
        raise Missing
    return found[0]


def to_watch(slug: str) -> Asked:
    """The vote for those who enter its paper or observe it. A guest is asked to sign in; raises NotAllowed for others."""
    require_person()
    asked = vote_of(slug)
    if not asked.may_enter:
        permissions.require(asked.actor, Act.SEE_LOG, asked.campaign, clock.now())
    return asked


def to_enter(slug: str) -> Asked:
    """The vote for those who enter its paper. Raises NotAllowed for others."""
    require_person()
    asked = vote_of(slug)
    permissions.require(asked.actor, Act.ENTER_BALLOTS, asked.campaign, clock.now())
    return asked


def to_decide(slug: str) -> Asked:
    """The vote for its owners. Raises NotAllowed for others."""
    require_person()
    asked = vote_of(slug)
    permissions.require(asked.actor, Act.CLOSE_ROUND, asked.campaign, clock.now())
    return asked


def pile_of(asked: Asked, pile_id: int) -> tuple[Asked, PileLine]:
    """The pile, with the vote that it belongs to. Raises Missing where it is of none of the campaign."""
    line = piles.line_or_missing([round_.id for round_ in asked.every], pile_id)
    own = next(round_ for round_ in asked.every if round_.id == line.pile.round_id)
    return Asked(asked.campaign, asked.actor, own, asked.every, asked.may_enter, asked.is_owner, asked.at), line


def is_first(asked: Asked, line: PileLine) -> bool:
    """Whether the visitor is the first of the two who enter the pile, else the second. Raises NotAllowed for anybody else."""
    from_outside = asked.actor.id not in {line.pile.first_by, line.pile.second_by}
    if from_outside or asked.actor.id is None:
        raise NotAllowed(reasons.NOT_YOURS)
    return line.pile.first_by == asked.actor.id
