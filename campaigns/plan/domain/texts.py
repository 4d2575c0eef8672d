"""A campaign in several languages: its own texts while it is planned, those of the other languages whenever they are ready."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from campaigns.plan import permissions
from campaigns.plan.domain.campaigns import LAUNCHED, UNTITLED
from campaigns.plan.models import Campaign, CampaignText
from campaigns.plan.phases import Act
from campaigns.plan.queries import texts


@dataclass(frozen=True)
class Wording:
    """What a campaign says in one language; what is left empty is read in the campaign's own."""

    title: str = ""
    question: str = ""
    purpose: str = ""


def set_all(campaign: Campaign, wordings: Mapping[str, Wording], *, actor: Actor, now: datetime) -> None:
    """These texts by language; languages that are not named stay as they are. Raises NotAllowed, Invalid without a title of
    its own, or Conflict where a launched campaign would say something else in its own language."""
    permissions.require(actor, Act.PLAN, campaign, now)
    db.session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update())
    _set_own(campaign, wordings.get(campaign.language))
    present = {row.language: row for row in texts.rows_of(campaign.id)}
    changed = []
    for language, wording in wordings.items():
        row = present.get(language)
        if language == campaign.language or wording == (_as_it_stands(row) if row else Wording()):
            continue
        changed.append(language)
        _put(campaign.id, language, row, wording)
    db.session.flush()
    if changed:
        chain.log(
            "texts.changed",
            now=now,
            actor_id=actor.id,
            thing="campaign",
            thing_id=campaign.id,
            campaign_id=campaign.id,
            languages=sorted(changed),
        )


def _set_own(campaign: Campaign, own: Wording | None) -> None:
    if own is None or own == Wording(campaign.title, campaign.question, campaign.purpose):
        return
    if campaign.launched_at is not None:
        raise Conflict(LAUNCHED)
    if not own.title:
        raise Invalid(UNTITLED)
    campaign.title, campaign.question, campaign.purpose = own.title, own.question, own.purpose


def _put(campaign_id: int, language: str, row: CampaignText | None, wording: Wording) -> None:
    if wording == Wording():
        db.session.delete(row)
    elif row is None:
        db.session.add(CampaignText(campaign_id=campaign_id, language=language, **asdict(wording)))
    else:
        row.title, row.question, row.purpose = wording.title, wording.question, wording.purpose


def _as_it_stands(row: CampaignText) -> Wording:
    return Wording(row.title, row.question, row.purpose)
