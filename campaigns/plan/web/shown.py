"""Campaigns as pages show them: phases of the line, cards, and the one thing that may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from campaigns.plan import words
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act, PhaseKind, Stage, Window
from campaigns.plan.queries.texts import Said, worded
from campaigns.plan.slots import Figure, Tab, numbers_of, outcomes_of

# Which of several open windows is told first.
FIRST = (
    PhaseKind.VOTING,
    PhaseKind.IDEAS,
    PhaseKind.DISCUSSION,
    PhaseKind.REFINEMENT,
    PhaseKind.SCREENING,
    PhaseKind.DECISION,
    PhaseKind.RESULTS,
)


@dataclass(frozen=True)
class Phase:
    """A window on the phase line. `closes` is exclusive; `state` is past, now, next or later."""

    label: Any
    opens: datetime
    closes: datetime
    state: str
    zone: str


@dataclass(frozen=True)
class Button:
    """A link to what may be done."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Now:
    """What may be done in a campaign now: a sentence, until when (None where no bell rings), and at most one button."""

    title: str
    until: datetime | None = None
    more: Sequence[str] = ()
    button: Button | None = None


@dataclass(frozen=True)
class Card:
    """A campaign in a list."""

    title: Said
    url: str
    territory: str
    now: str
    open: bool
    phases: Sequence[Phase]
    figures: Sequence[tuple[int, str]] = field(default_factory=tuple)


def phases_of(campaign: Campaign, now: datetime) -> list[Phase]:
    """The windows of the campaign in their order."""
    windows = campaign.timeline.windows
    following = next((window.opens_at for window in windows if window.opens_at > now), None)
    return [
        Phase(words.PHASES[w.kind], w.opens_at, w.closes_at, _state(w, now, following), campaign.time_zone)
        for w in windows
    ]


def _state(window: Window, now: datetime, following: datetime | None) -> str:
    if window.closes_at <= now:
        return "past"
    if window.opens_at <= now:
        return "now"
    return "next" if window.opens_at == following else "later"


def cards_of(campaigns: Sequence[Campaign], now: datetime) -> list[Card]:
    """Cards of launched campaigns; one batch of statements for all of them."""
    ids = [campaign.id for campaign in campaigns]
    numbers, outcomes, texts = numbers_of(ids), outcomes_of(ids), worded(campaigns, str(get_locale()))
    return [
        _card(campaign, texts[campaign.id].title, now, numbers[campaign.id], outcomes.get(campaign.id))
        for campaign in campaigns
    ]


def _card(campaign: Campaign, title: Said, now: datetime, figures: Sequence[Figure], outcome: str | None) -> Card:
    stage = campaign.timeline.stage_at(now)
    told = what_now(campaign, now).title
    return Card(
        title=title,
        url=url_for("plan.show_campaign", slug=campaign.slug),
        territory=campaign.territory.name if campaign.territory else campaign.organiser,
        now=outcome if outcome and stage is Stage.FINISHED else told,
        open=stage is Stage.RUNNING,
        phases=phases_of(campaign, now),
        figures=[(figure.value, figure.label) for figure in figures[:3]],
    )


def what_now(campaign: Campaign, now: datetime, tabs: Sequence[Tab] = ()) -> Now:
    """What may be done now and until when, or a plain sentence why nothing may."""
    stage = campaign.timeline.stage_at(now)
    open_now = (w for w in campaign.timeline.open_at(now) if w.kind != PhaseKind.ANNOUNCEMENT)
    windows = sorted(open_now, key=lambda window: FIRST.index(window.kind))
    results = next((Button(tab.label, tab.url, "chart-column") for tab in tabs if tab.code == "results"), None)
    if stage is Stage.FINISHED:
        return Now(_("This project is finished"), button=results)
    if stage is Stage.COMING or not windows:
        return _before_next(campaign, now)
    told = [words.open_until(window, now, campaign.time_zone) for window in windows]
    until = None if windows[0].kind == PhaseKind.RESULTS else windows[0].closes_at
    return Now(told[0], until, told[1:], _button(campaign, now, tabs) or results)


def _before_next(campaign: Campaign, now: datetime) -> Now:
    ahead = [w for w in campaign.timeline.windows if w.opens_at > now and w.kind != PhaseKind.ANNOUNCEMENT]
    if not ahead:
        return Now(_("Nothing is open at the moment"))
    soonest = min(window.opens_at for window in ahead)
    window = min((w for w in ahead if w.opens_at == soonest), key=lambda w: FIRST.index(w.kind))
    return Now(words.opens_in(window, now, campaign.time_zone))


def _button(campaign: Campaign, now: datetime, tabs: Sequence[Tab]) -> Button | None:
    timeline = campaign.timeline
    vote = next((tab for tab in tabs if tab.code == "vote"), None)
    if vote and timeline.allows(Act.VOTE, now):
        return Button(_("Vote now"), vote.url, "vote")
    if timeline.allows(Act.SUBMIT_IDEA, now):
        return Button(_("Propose an idea"), url_for("ideas.new_idea", slug=campaign.slug), "lightbulb")
    if timeline.allows(Act.SUPPORT, now):
        return Button(_("Read and support ideas"), url_for("ideas.list_ideas", slug=campaign.slug), "thumbs-up")
    talk = next((tab for tab in tabs if tab.code == "discussion"), None)
    if talk and timeline.allows(Act.TAKE_STAND, now):
        return Button(_("Join the discussion"), talk.url, "messages-square")
    return None
