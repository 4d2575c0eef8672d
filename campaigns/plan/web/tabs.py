"""The sections of a campaign, the same row on each of its pages. Higher rooms bring theirs through the slot."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.accounts.roles import Actor
from campaigns.plan.models import Campaign
from campaigns.plan.slots import CAMPAIGN_TABS, Seen, Tab

OVERVIEW = "overview"


@dataclass(frozen=True)
class Shown:
    """A tab of the row as the macro `tabs` wants it."""

    label: str
    url: str
    current: bool
    count: int | None


def tabs_of(campaign: Campaign, viewer: Actor) -> list[Tab]:
    """All sections that are used."""
    overview = Tab(OVERVIEW, _("Overview"), url_for("plan.show_campaign", slug=campaign.slug))
    return [overview, *(tab for given in CAMPAIGN_TABS.fill(Seen(campaign, viewer)) for tab in given)]


def row(tabs: Sequence[Tab], current: str) -> list[Shown]:
    """The row with one of them open; nothing where there is but one."""
    shown = [Shown(tab.label, tab.url, tab.code == current, tab.count) for tab in tabs]
    return shown if len(shown) > 1 else []


def tabs_row(campaign: Campaign, viewer: Actor, current: str) -> list[Shown]:
    """The row for the page of a section: `current` is the code of its tab."""
    return row(tabs_of(campaign, viewer), current)
