"""What stands around the plan of a campaign: its texts in other languages and its rules."""

from datetime import datetime

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign, CampaignText, Rules


def make_text(campaign: Campaign, language: str, **fields: str) -> CampaignText:
    """The campaign in another language; what is not given is empty."""
    with step():
        text = CampaignText(campaign_id=campaign.id, language=language, **fields)
        db.session.add(text)
    return text


def make_rules(
    campaign: Campaign,
    body: str,
    language: str = "ru",
    number: int = 1,
    reason: str = "",
    since: datetime | None = None,
) -> Rules:
    """A version of the campaign's rules."""
    with step():
        rules = Rules(
            campaign_id=campaign.id,
            language=language,
            number=number,
            body=body,
            reason=reason,
            since=since or clock.now(),
        )
        db.session.add(rules)
    return rules
