"""The digest of a week: Monday to Sunday of a campaign's own calendar, taken once the week is over, where anything happened in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.digests.models import Snapshot, SnapshotKind
from app.digests.queries import after, week
from app.digests.queries.discussed import topic_titles
from app.digests.sections import answers, participation, works
from app.digests.sections import week as section
from app.digests.snapshot import VERSION, Draft, Gathering, campaign_told
from app.foundation.db import db
from campaigns.plan import days
from campaigns.plan.models import Campaign

# The digest of a week is there when people come to work.
HOUR = 7
LATEST = timedelta(days=6)


@dataclass(frozen=True)
class Week:
    """A week by its Monday and its Sunday."""

    first: date
    last: date

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """The instants at which it begins and ends in the zone."""
        return days.start_of(self.first, zone), days.start_of(self.last + days.ONE_DAY, zone)


def week_before(now: datetime, zone: str) -> Week | None:
    """The last whole week, from Monday morning on; None before the hour on a Monday."""
    local = days.local(now, zone)
    if local.weekday() == 0 and local.hour < HOUR:
        return None
    monday = local.date() - timedelta(days=local.weekday())
    return Week(monday - timedelta(days=7), monday - timedelta(days=1))


def due(now: datetime) -> list[tuple[int, Week]]:
    """Campaigns whose last week has no digest yet; those that are archived, or were launched after it, have none."""
    found = []
    taken: set[tuple[int, date]] = {
        (row.campaign_id, row.period_from)
        for row in db.session.execute(
            select(Snapshot.campaign_id, Snapshot.period_from).where(
                Snapshot.kind == SnapshotKind.WEEKLY, Snapshot.period_from > (now - timedelta(days=20)).date()
            )
        )
        if row.period_from is not None
    }
    for campaign in _running():
        last = week_before(now, campaign.time_zone)
        if last is None or (campaign.id, last.first) in taken:
            continue
        _begins, ends = last.bounds(campaign.time_zone)
        if campaign.launched_at is not None and campaign.launched_at < ends:
            found.append((campaign.id, last))
    return found


def _running() -> Sequence[Campaign]:
    query = select(Campaign).where(Campaign.launched_at.is_not(None), Campaign.archived_at.is_(None))
    return db.session.scalars(query.order_by(Campaign.id)).all()


def draft(campaign: Campaign, of: Week) -> Draft | None:
    """The body of a week's digest; None where nothing happened."""
    since, until = of.bounds(campaign.time_zone)
    rows = week.rows(campaign, since, until)
    if rows.is_empty:
        return None
    numbers, told = section.numbers(rows), section.told(rows)
    gathering = Gathering(_head(campaign, of), section.findings(told, numbers), section.left_out(told, numbers), {}, {})
    gathering.body |= {"numbers": numbers, "week": told, "participation": _days(campaign, since, until)}
    _put_after(gathering, campaign, of)
    shown = {one["id"] for one in told["talked"]} | set(told["concluded"])
    gathering.titles |= topic_titles(shown)
    return gathering.finish()


def _head(campaign: Campaign, of: Week) -> dict[str, Any]:
    return {
        "version": VERSION,
        "kind": SnapshotKind.WEEKLY.value,
        "period": {"from": of.first.isoformat(), "to": of.last.isoformat()},
        "campaign": campaign_told(campaign),
        "round": None,
    }


def _days(campaign: Campaign, since: datetime, until: datetime) -> dict[str, Any]:
    return participation.by_time(week.took(campaign, since, until))


def _put_after(gathering: Gathering, campaign: Campaign, of: Week) -> None:
    since, until = of.bounds(campaign.time_zone)
    owed = answers.told(after.owed_answers(campaign.id, campaign.time_zone, until), of.first)
    touched = week.reported_on(campaign.id, since, until)
    done = works.told([row for row in after.undertakings(campaign.id, campaign.time_zone) if row.idea_id in touched])
    gathering.body |= {"answers": owed, "works": done}
    gathering.findings += [*answers.findings(owed), *works.findings(done)]
