"""Background work of open data."""

from app.foundation import clock, outbox
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.opendata import due, keeping
from app.opendata.models import OpenPack


def look() -> None:
    """Asks for the data of campaigns that have come to that, and for a look at those made before: each in a job of its own."""
    wanted = due.wanted(clock.now())
    with step():
        for campaign_id in wanted:
            if db.session.get(OpenPack, campaign_id) is None:
                db.session.add(OpenPack(campaign_id=campaign_id))
            outbox.ask_once("opendata.make", campaign_id=campaign_id)


def make(campaign_id: int) -> None:
    """Makes the files of a campaign, where anything in them has changed."""
    keeping.make(campaign_id, clock.now())
