"""Which round and which result an address means, as far as the reader may see them."""

from dataclasses import dataclass

from flask import request

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Missing
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.rounds.models import Result, Round
from campaigns.rounds.queries import results, rounds


@dataclass(frozen=True)
class Asked:
    """A round, who asks for it, and the results of it that they may see, the newest first."""

    campaign: Campaign
    actor: Actor
    is_owner: bool
    round: Round
    editions: list[Result]

    @property
    def result(self) -> Result | None:
        """The edition that the address asks for, else the newest one."""
        wanted = request.args.get("edition", type=int)
        if wanted is None:
            return self.editions[0] if self.editions else None
        return next((result for result in self.editions if result.edition == wanted), None)


def owns(actor: Actor, campaign: Campaign) -> bool:
    """Whether the actor may sign results of the campaign."""
    return permissions.refusal(actor, Act.SIGN_OFF, campaign, clock.now()) is None


def asked_for(slug: str, number: int) -> Asked:
    """The round with this number. Raises Missing where it is not there or not theirs to see."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    return with_editions(actor, campaign, rounds.round_or_missing(campaign.id, number))


def with_editions(actor: Actor, campaign: Campaign, round_: Round) -> Asked:
    """The round with the frozen results that the actor may see: all of them for owners, else the published ones."""
    is_owner = owns(actor, campaign)
    editions = [result for result in results.finished(round_.id) if is_owner or result.published_at]
    return Asked(campaign, actor, is_owner, round_, editions)


def result_or_missing(slug: str, number: int) -> tuple[Asked, Result]:
    """The round and the result that the address asks for. Raises Missing where the reader may see none."""
    asked = asked_for(slug, number)
    if asked.result is None:
        raise Missing
    return asked, asked.result
