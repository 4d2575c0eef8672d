"""The draft of a final report, kept against two people at once, and the editions frozen of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.digests import domain, permissions
from app.digests.domain import About
from app.digests.models import ReportDraft, ReportEdition, Snapshot
from app.digests.report import body, own
from app.digests.report.body import Wrapping
from app.foundation import canonical, clock, outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign

CHANGED = Reason(
    "report-changed",
    _l("Somebody changed the report while you were writing. What you wrote is below: compare both, then save."),
)
OUTDATED = Reason("report-outdated", _l("The report was changed since you looked at it. Look at it once more."))
WITHOUT_REASON = Reason("edition-reason", _l("Say why there is a new edition: everyone reads it."))


@dataclass(frozen=True)
class Written:
    """What an owner writes: foreword, rows of pictures in their order, rows of post and name."""

    foreword: str = ""
    pictures: Sequence[dict[str, Any]] = field(default_factory=tuple)
    approval: Sequence[dict[str, str]] = field(default_factory=tuple)


def draft_of(campaign_id: int) -> ReportDraft | None:
    """The draft as it was kept last."""
    return db.session.get(ReportDraft, campaign_id)


def written_of(campaign_id: int) -> Written:
    """What was written so far."""
    draft = draft_of(campaign_id)
    return Written(draft.foreword, draft.pictures, draft.approval) if draft else Written()


def editions_of(campaign_id: int) -> Sequence[ReportEdition]:
    """The editions of a campaign, the newest first."""
    query = select(ReportEdition).where(ReportEdition.campaign_id == campaign_id)
    return db.session.scalars(query.order_by(ReportEdition.number.desc())).all()


def next_number(campaign_id: int) -> int:
    """The number of the edition that would be made now."""
    query = select(func.max(ReportEdition.number)).where(ReportEdition.campaign_id == campaign_id)
    return (db.session.scalar(query) or 0) + 1


def keep(actor: Actor, campaign: Campaign, written: Written, seen: int, now: datetime) -> ReportDraft:
    """Keeps the draft over the version that the writer saw. Raises NotAllowed, and Conflict where another has kept one since."""
    permissions.require_writer(actor, campaign.id)
    draft = _locked(campaign.id)
    if (draft.version if draft else 0) != seen:
        raise Conflict(CHANGED)
    if draft is None:
        draft = ReportDraft(campaign_id=campaign.id, version=0, changed_at=now)
        db.session.add(draft)
    draft.version += 1
    draft.foreword, draft.pictures, draft.approval = written.foreword, list(written.pictures), list(written.approval)
    draft.changed_at, draft.changed_by = now, actor.id
    draft.freezing_version, draft.freezing_reason, draft.trouble = None, "", ""
    db.session.flush()
    return draft


def ask(actor: Actor, campaign: Campaign, seen: int, reason: str, now: datetime) -> None:
    """Asks for an edition of the version that the owner saw; a job makes it. Raises NotAllowed, Conflict and, for a new edition
    without a reason, Invalid."""
    del now
    permissions.require_writer(actor, campaign.id)
    draft = _locked(campaign.id)
    if draft is None:
        draft = ReportDraft(campaign_id=campaign.id, version=0, changed_at=clock.now())
        db.session.add(draft)
    if draft.version != seen:
        raise Conflict(OUTDATED)
    if next_number(campaign.id) > 1 and not reason:
        raise Invalid(WITHOUT_REASON)
    body.results_of(campaign.id)
    draft.freezing_version, draft.freezing_reason, draft.freezing_by = seen, reason, actor.id
    draft.trouble = ""
    db.session.flush()
    outbox.ask("digests.freeze_report", campaign_id=campaign.id)


def freeze(campaign_id: int) -> Snapshot | None:
    """Makes the edition that was asked for: read and fingerprinted first, kept in a short step if the draft is still the same."""
    draft = draft_of(campaign_id)
    if draft is None or draft.freezing_version is None or draft.freezing_version != draft.version:
        return None
    now, number, version = clock.now(), next_number(campaign_id), draft.version
    reason = draft.freezing_reason if number > 1 else ""
    wrapping = Wrapping(draft.foreword, draft.pictures, draft.approval, number, reason)
    try:
        made = body.make(db.session.get_one(Campaign, campaign_id), wrapping, now)
    except Conflict as refusal:
        _give_up(campaign_id, version, refusal.reason.code)
        return None
    fingerprint = canonical.fingerprint(made.body)
    with step():
        held = _locked(campaign_id)
        if held is None or held.freezing_version != version or next_number(campaign_id) != number:
            return None
        snapshot = domain.keep(About(campaign_id), made, fingerprint, now, held.freezing_by)
        db.session.add(
            ReportEdition(
                snapshot_id=snapshot.id,
                campaign_id=campaign_id,
                number=number,
                reason=reason,
                frozen_at=now,
                frozen_by=held.freezing_by,
            )
        )
        held.freezing_version, held.freezing_reason = None, ""
        own.show(campaign_id, [one["id"] for one in made.body["report"]["pictures"] if one["source"] == "own"], now)
        db.session.flush()
        return snapshot


def _give_up(campaign_id: int, version: int, trouble: str) -> None:
    with step():
        held = _locked(campaign_id)
        if held is not None and held.freezing_version == version:
            held.freezing_version, held.trouble = None, trouble
            db.session.flush()


def _locked(campaign_id: int) -> ReportDraft | None:
    return db.session.get(ReportDraft, campaign_id, with_for_update=True, populate_existing=True)
