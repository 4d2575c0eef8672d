"""Background work of the assessment."""

from flask import current_app

from app.foundation import clock, events
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.assessment.domain import reminding


def remind() -> None:
    """Reminds experts of what they have not handed in, from the morning of the site on; told twice they know it once."""
    now, zone = clock.now(), current_app.extensions["veche.settings"].TIME_ZONE
    if not reminding.is_morning(now, zone):
        return
    for campaign_id in reminding.under_way():
        with step():
            still_at_it()
            fact = reminding.due(campaign_id, now)
            if fact is not None:
                events.announce(fact)
