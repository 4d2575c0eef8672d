"""The texts of campaigns in the language of the reader, where they are given; else in the campaign's own, marked so."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.foundation.db import db
from campaigns.plan import words
from campaigns.plan.models import Campaign, CampaignText


@dataclass(frozen=True)
class Said:
    """A text, its language, and the language's own name for it ("на русском") where it is not the reader's; else nothing."""

    text: str
    lang: str
    tag: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Worded:
    """What a campaign says of itself to one reader."""

    title: Said
    question: Said
    purpose: Said


def worded(campaigns: Sequence[Campaign], language: str) -> dict[int, Worded]:
    """The texts of each of the campaigns for a reader of this language, by campaign id. One statement; none where all
    campaigns are in that language."""
    foreign = [campaign.id for campaign in campaigns if campaign.language != language]
    given: dict[int, CampaignText] = {}
    if foreign:
        query = select(CampaignText).where(CampaignText.campaign_id.in_(foreign), CampaignText.language == language)
        given = {row.campaign_id: row for row in db.session.scalars(query)}
    return {campaign.id: _worded(campaign, given.get(campaign.id), language) for campaign in campaigns}


def worded_one(campaign: Campaign, language: str) -> Worded:
    """The texts of one campaign for a reader of this language."""
    return worded([campaign], language)[campaign.id]


def rows_of(campaign_id: int) -> Sequence[CampaignText]:
    """The texts of a campaign in other languages than its own."""
    query = select(CampaignText).where(CampaignText.campaign_id == campaign_id)
    return db.session.scalars(query.order_by(CampaignText.language)).all()


def _worded(campaign: Campaign, given: CampaignText | None, language: str) -> Worded:
    return Worded(*(_said(campaign, given, language, name) for name in ("title", "question", "purpose")))


def _said(campaign: Campaign, given: CampaignText | None, language: str, name: str) -> Said:
    text = getattr(given, name) if given else ""
    if text:
        return Said(text, language)
    own = getattr(campaign, name)
    tag = words.in_own_words(campaign.language) if own and campaign.language != language else ""
    return Said(own, campaign.language, tag)
