"""What digests do when a round announces something."""

from sqlalchemy import exists, select

from app.digests import telling
from app.digests.models import ReportEdition, Snapshot
from app.foundation import outbox
from app.foundation.db import db
from campaigns.contributions.events import (
    ContributionChanged,
    ContributionMasked,
    ContributionRestored,
    ContributionRestricted,
    ContributionWithdrawn,
)
from campaigns.contributions.models import Contribution, Kind
from campaigns.rounds.events import ResultFrozen, ResultPublished

# Kinds of texts whose words stand in digests.
CITED = frozenset({Kind.IDEA, Kind.TOPIC, Kind.CONCLUSION, Kind.ANSWER})


def ask_for_snapshot(fact: ResultFrozen) -> None:
    """A frozen result is read into a snapshot in the background."""
    outbox.ask("digests.take", result_id=fact.result_id)


def tell_published(fact: ResultPublished) -> None:
    """The digest of a result is told when everyone may read it; one that is taken later is told then."""
    snapshot = db.session.scalar(select(Snapshot).where(Snapshot.result_id == fact.result_id))
    if snapshot is not None:
        telling.tell(snapshot)


def look_at_pictures(fact: ContributionChanged) -> None:
    """The author of a public idea may have taken a picture away that stands in a final report."""
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    if contribution.kind == Kind.IDEA:
        campaign_id = contribution.campaign_id
        if db.session.scalar(select(exists().where(ReportEdition.campaign_id == campaign_id))):
            outbox.ask_once("digests.make_files_again", campaign_id=campaign_id)


def look_at_files(
    fact: ContributionRestricted | ContributionRestored | ContributionMasked | ContributionWithdrawn,
) -> None:
    """The words of a text may not be shown any more, or may again: files in which they stand are made anew."""
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    if contribution.kind in CITED:
        campaign_id = contribution.campaign_id
        if db.session.scalar(select(exists().where(Snapshot.campaign_id == campaign_id))):
            outbox.ask_once("digests.make_files_again", campaign_id=campaign_id)
