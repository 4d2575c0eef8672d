"""Which vote an address means."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation.errors import Missing
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.rounds.models import Round, Source
from campaigns.rounds.queries import rounds


@dataclass(frozen=True)
class Asked:
    """A vote of a campaign, among all its votes, and who asks."""

    campaign: Campaign
    actor: Actor
    round: Round
    every: Sequence[Round]

    @property
    def which(self) -> int | None:
        """The number that its addresses need: none where there is one vote."""
        return self.round.number if len(self.every) > 1 else None


def vote_or_missing(slug: str, number: int | None = None) -> Asked:
    """The vote with the number, that of the address, or the one begun last. Raises Missing where there is none for this reader."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    every = [round_ for round_ in rounds.of_campaign(campaign.id) if round_.source == Source.BALLOTS]
    wanted = number if number is not None else request.args.get("round", type=int)
    if wanted is None and "round" not in request.args:
        found = max(every, key=lambda one: one.window.opens_at, default=None)
    else:
        found = next((one for one in every if one.number == wanted), None)
    if found is None:
        raise Missing
    return Asked(campaign, actor, found, every)


def kept(answer: Response, campaign: Campaign, *, for_good: bool) -> Response:
    """Says who may keep an answer: everyone, for good or as long as it is the same; nobody where the campaign is not for everyone."""
    if campaign.audience != Audience.EVERYONE or campaign.launched_at is None:
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if for_good else "public, no-cache"
    return answer
