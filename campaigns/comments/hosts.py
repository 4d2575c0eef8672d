"""What threads hang on."""

from dataclasses import dataclass

from campaigns.contributions.models import Contribution, Kind
from campaigns.plan.models import Campaign

DISCUSSED = frozenset({Kind.TOPIC, Kind.IDEA})


@dataclass(frozen=True)
class Host:
    """A topic or an idea, with its campaign."""

    contribution: Contribution
    campaign: Campaign
