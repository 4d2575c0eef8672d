"""The owner's own rules of a campaign: the versions of each language."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.foundation.db import db
from campaigns.plan.models import Campaign, Rules


def versions_of(campaign_id: int) -> Sequence[Rules]:
    """All versions in all languages, the oldest of each language first."""
    return db.session.scalars(
        select(Rules).where(Rules.campaign_id == campaign_id).order_by(Rules.language, Rules.number)
    ).all()


def latest(versions: Sequence[Rules]) -> dict[str, Rules]:
    """The version that holds, by language."""
    return {row.language: row for row in versions}


def language_for(campaign: Campaign, versions: Sequence[Rules], reader: str) -> str | None:
    """The language in which the rules are shown: the reader's, else the campaign's, else any in which there are some."""
    written = [language for language, row in latest(versions).items() if row.body]
    return next((one for one in (reader, campaign.language, *written) if one in written), None)


def id_in_force(campaign: Campaign, reader: str) -> int | None:
    """The version of the owner's rules that a reader of this language is shown now; None where the owner has none."""
    query = select(Rules.id, Rules.language).where(Rules.campaign_id == campaign.id, Rules.body != "")
    by_language = {row.language: row.id for row in db.session.execute(query.order_by(Rules.language, Rules.number))}
    shown = (reader, campaign.language, *by_language)
    return next((by_language[one] for one in shown if one in by_language), None)


def first(campaign_id: int, language: str, body: str, *, made_by: int | None, now: datetime) -> Rules:
    """A first version, not kept yet."""
    return Rules(campaign_id=campaign_id, language=language, number=1, body=body, reason="", since=now, made_by=made_by)
