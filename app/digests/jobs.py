"""Background work of digests."""

from datetime import date

from sqlalchemy import select

from app.digests import domain, made, weekly
from app.digests.domain import About
from app.digests.models import Form, Snapshot
from app.digests.report import editions
from app.digests.snapshot import draft
from app.digests.weekly import Week
from app.foundation import canonical, clock, outbox
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.plan import days
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result, Round


def take(result_id: int) -> None:
    """Takes the snapshot of a frozen result, once: read and fingerprinted before the write begins."""
    result = db.session.get_one(Result, result_id)
    if result.counted_at is None or db.session.scalar(select(Snapshot.id).where(Snapshot.result_id == result_id)):
        return
    campaign_id = db.session.get_one(Round, result.round_id).campaign_id
    taken = draft(result)
    fingerprint = canonical.fingerprint(taken.body)
    with step():
        domain.keep(About(campaign_id, result_id=result_id), taken, fingerprint, clock.now())


def look_at_weeks() -> None:
    """Asks for the digests of the last week where they are due: each campaign's in a job of its own."""
    due = weekly.due(clock.now())
    with step():
        for campaign_id, week in due:
            outbox.ask_once("digests.take_week", campaign_id=campaign_id, monday=week.first.isoformat())


def take_week(campaign_id: int, monday: str) -> None:
    """Takes the digest of the week that began on the day, where anything happened in it."""
    week = Week(date.fromisoformat(monday), date.fromisoformat(monday) + 6 * days.ONE_DAY)
    taken = weekly.draft(db.session.get_one(Campaign, campaign_id), week)
    if taken is None:
        return
    fingerprint = canonical.fingerprint(taken.body)
    with step():
        domain.keep(About(campaign_id, period=(week.first, week.last)), taken, fingerprint, clock.now())


def freeze_report(campaign_id: int) -> None:
    """Makes the edition of a final report that its owner asked for."""
    editions.freeze(campaign_id)


def make_files(snapshot_id: int) -> None:
    """Makes those files of a digest that are missing, or whose words have changed: each for itself, so that pages tell how far it is."""
    trouble: list[Exception] = []
    for form in Form:
        try:
            made.make(snapshot_id, form)
        except Exception as error:
            trouble.append(error)
        with step():
            still_at_it()
    if trouble:
        raise ExceptionGroup("files of a digest could not be made", trouble)


def make_files_again(campaign_id: int) -> None:
    """Words in the digests of a campaign may have changed: their files are looked at again."""
    for snapshot_id in db.session.scalars(select(Snapshot.id).where(Snapshot.campaign_id == campaign_id)).all():
        make_files(snapshot_id)
