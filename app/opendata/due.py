"""When the open data of a campaign come: after people have had their say, and after its results are out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from app.foundation.db import db
from app.opendata.models import OpenPack
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.phases import PhaseKind, Stage
from campaigns.rounds.models import Result, Round

# Windows in which people have their say.
TAKING_PART = frozenset({PhaseKind.DISCUSSION, PhaseKind.IDEAS, PhaseKind.REFINEMENT, PhaseKind.VOTING})
AGAIN, ARCHIVED_AGAIN = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """When a campaign's data come. `said_at` is when people have had their say, None where the plan has no stage for that."""

    said_at: datetime | None
    waits_for_results: bool
    is_now: bool


def is_open(campaign: Campaign) -> bool:
    """Whether everyone may see the campaign: what is by invitation has no open data."""
    return campaign.launched_at is not None and campaign.audience == Audience.EVERYONE


def of(campaign: Campaign, now: datetime) -> Due:
    """When the data of the campaign come. One statement."""
    return _of(campaign, now, bool(_uncounted([campaign.id])))


def wanted(now: datetime) -> list[int]:
    """The campaigns whose data are to be made, or looked at again. Three statements."""
    query = select(Campaign).where(Campaign.launched_at.is_not(None), Campaign.audience == Audience.EVERYONE)
    found = db.session.scalars(query.order_by(Campaign.id)).all()
    waiting = _uncounted([one.id for one in found])
    packs = {pack.campaign_id: pack for pack in db.session.scalars(select(OpenPack))}
    return [
        one.id for one in found if _of(one, now, one.id in waiting).is_now and _is_stale(one, packs.get(one.id), now)
    ]


def _is_stale(campaign: Campaign, pack: OpenPack | None, now: datetime) -> bool:
    if pack is None or pack.made != pack.asked or pack.looked_at is None:
        return True
    # What was archived owes nothing more, but for reports on work.
    return pack.looked_at <= now - (ARCHIVED_AGAIN if campaign.archived_at else AGAIN)


def _of(campaign: Campaign, now: datetime, waits: bool) -> Due:
    timeline = campaign.timeline
    said_at = max((one.closes_at for one in timeline.windows if one.kind in TAKING_PART), default=None)
    is_over = campaign.archived_at is not None or timeline.stage_at(now) == Stage.FINISHED
    is_said = said_at is not None and said_at <= now
    return Due(said_at, waits and not is_over, is_over or (is_said and not waits))


def _uncounted(campaign_ids: Sequence[int]) -> frozenset[int]:
    """Which of the campaigns have a round whose result is not out."""
    out = exists().where(
        Result.round_id == Round.id,
        Result.counted_at.is_not(None),
        Result.superseded_at.is_(None),
        Result.published_at.is_not(None),
    )
    rows: Iterable[int] = db.session.scalars(
        select(Round.campaign_id).where(Round.campaign_id.in_(campaign_ids), ~out).distinct()
    )
    return frozenset(rows)
