"""What open data do when a text may not be shown any more, or may again."""

from sqlalchemy import update

from app.foundation import outbox
from app.foundation.db import db
from app.opendata.models import OpenPack
from campaigns.contributions.events import (
    ContributionMasked,
    ContributionRestored,
    ContributionRestricted,
    ContributionWithdrawn,
)
from campaigns.contributions.models import Contribution, Kind

# Kinds of texts whose words stand in the tables.
TOLD = frozenset({Kind.IDEA, Kind.TOPIC, Kind.CONCLUSION, Kind.ANSWER, Kind.NEWS})


def take_back(
    fact: ContributionRestricted | ContributionRestored | ContributionMasked | ContributionWithdrawn,
) -> None:
    """From this moment on nobody gets the files that were made before; they are made anew."""
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    if contribution.kind not in TOLD:
        return
    taken_back = db.session.execute(
        update(OpenPack).where(OpenPack.campaign_id == contribution.campaign_id).values(asked=OpenPack.asked + 1)
    )
    if taken_back.rowcount:  # type: ignore[attr-defined]
        outbox.ask_once("opendata.make", campaign_id=contribution.campaign_id)
