"""The owner of a campaign sets how it is moderated. What was before stays readable in its log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Invalid, Reason
from campaigns.contributions.findings import PERSONAL
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from moderation.rules import RULES

LEAST_REPORTS, MOST_REPORTS = 3, 1_000
MOST_TRUSTED, MOST_DAYS = 100, 3_650

# From which score on a rule holds a text. Above 1 none does: the rule only points at it.
STRICTER, LOOSER, ONLY_SUGGESTS = 0.5, 0.9, 1.1
THRESHOLDS = frozenset({STRICTER, LOOSER, ONLY_SUGGESTS})

BOUNDS = Reason("settings.bounds", _l("One of these settings is out of its bounds. Look at what stands beside each."))
PERSONAL_STAYS = Reason("settings.personal", _l("The checks for personal data are never switched off."))


@dataclass(frozen=True)
class Settings:
    """`checks` are the rules that are not as usual, by code: None is switched off, else the score it holds from."""

    checks: Mapping[str, float | None]
    reports_hide_from: int
    trusted_from: int
    trusted_days: int

    @classmethod
    def of(cls, campaign: Campaign) -> "Settings":
        """The settings as they are now."""
        checks = {row["code"]: None if row.get("off") else row.get("hold_from") for row in campaign.checks}
        return cls(checks, campaign.reports_hide_from, campaign.trusted_from, campaign.trusted_days)

    def as_json(self) -> dict[str, Any]:
        return {
            "checks": dict(self.checks),
            "reports_hide_from": self.reports_hide_from,
            "trusted_from": self.trusted_from,
            "trusted_days": self.trusted_days,
        }


def keep(actor: Actor, campaign_id: int, settings: Settings, now: datetime) -> None:
    """The campaign is moderated so from now on. Raises NotAllowed, Invalid (out of bounds, personal data unchecked)."""
    query = select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    campaign = db.session.scalars(query.execution_options(populate_existing=True)).one()
    permissions.require(actor, Act.PLAN, campaign, now)
    _require_sound(settings)
    before = Settings.of(campaign)
    if before == settings:
        return
    campaign.checks = [
        {"code": code, "off": hold_from is None, "hold_from": hold_from} for code, hold_from in settings.checks.items()
    ]
    campaign.reports_hide_from = settings.reports_hide_from
    campaign.trusted_from, campaign.trusted_days = settings.trusted_from, settings.trusted_days
    chain.log(
        "moderation.set",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
        before=before.as_json(),
        after=settings.as_json(),
    )


def _require_sound(settings: Settings) -> None:
    if any(code.startswith(PERSONAL) or code == PERSONAL.rstrip(".") for code in settings.checks):
        raise Invalid(PERSONAL_STAYS)
    sound = (
        all(code in RULES and (score is None or score in THRESHOLDS) for code, score in settings.checks.items()),
        settings.reports_hide_from == 0 or LEAST_REPORTS <= settings.reports_hide_from <= MOST_REPORTS,
        0 <= settings.trusted_from <= MOST_TRUSTED,
        1 <= settings.trusted_days <= MOST_DAYS,
    )
    if not all(sound):
        raise Invalid(BOUNDS)
