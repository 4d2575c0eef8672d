"""The list of a campaign's ideas: every choice is in its address."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from campaigns.contributions.models import State
from campaigns.contributions.words import LABELS, TONES
from campaigns.ideas.queries import authors, counts, lists
from campaigns.ideas.queries.counts import Counts
from campaigns.ideas.queries.lists import Asked, IdeaLine, Order
from campaigns.ideas.web.sheets import shut_sentence
from campaigns.ideas.web.told import byline_of
from campaigns.plan import days, permissions
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row

LISTED = tuple(state for state in State if state != State.DRAFT)
Chosen = TypeVar("Chosen", bound=StrEnum)


@dataclass(frozen=True)
class Card:
    """An idea as the macro `idea_card` wants it."""

    number: int
    title: str
    url: str
    excerpt: str | None
    byline: str
    track: str | None
    published_at: datetime | None
    supports: int
    comments: int | None
    status_label: Any
    status_tone: str


@dataclass(frozen=True)
class Option:
    """A link of a filter or of an order."""

    label: Any
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    """A filter."""

    label: str
    options: list[Option]


def card_of(line: IdeaLine) -> Card:
    """A card; a published idea needs no tag that says so."""
    is_usual = line.state == State.PUBLISHED
    return Card(
        line.number,
        line.title,
        url_for("ideas.show_idea", idea_id=line.id),
        line.beginning or None,
        byline_of(line.byline, line.co_authors),
        line.track,
        line.published_at,
        line.supports,
        None,
        None if is_usual else LABELS[line.state],
        TONES[line.state],
    )


class Addresses:
    """Addresses of the same list with one choice changed; paging begins anew with each."""

    def __init__(self, slug: str, asked: Asked, today: date) -> None:
        self._slug, self._asked, self._today = slug, asked, today

    def of(self, **changes: Any) -> str:
        asked = replace(self._asked, **{"after": None, "before": None, **changes})
        chosen: dict[str, Any] = {
            "sort": asked.order.value if asked.order != Order.FAIR else None,
            "track": asked.track_id,
            "territory": asked.territory_id,
            "status": asked.state.value if asked.state != State.PUBLISHED else None,
            "day": self._day_of(asked),
            "after": asked.after,
            "before": asked.before,
        }
        return url_for("ideas.list_ideas", slug=self._slug, **chosen)

    def _day_of(self, asked: Asked) -> str | None:
        # A walk that was begun yesterday goes on in yesterday's order; a walk that begins takes today's.
        begun = asked.after or asked.before or asked.day != self._today
        return asked.day.isoformat() if asked.order == Order.FAIR and begun else None


def list_ideas(slug: str) -> str:
    """A page of the campaign's ideas."""
    actor, now = current_actor(), clock.now()
    campaign = campaign_or_missing(slug, actor)
    today = days.local(now, campaign.time_zone).date()
    asked = _asked(today)
    all_counts = counts.of_campaign(actor, campaign.id)
    page = lists.page_of(actor, campaign.id, asked)
    addresses = Addresses(slug, asked, today)
    chosen = {"state": asked.state, "track": asked.track_id, "territory": asked.territory_id}
    shut = permissions.phase_refusal(Act.SUBMIT_IDEA, campaign, now)
    return render_template(
        "ideas/list.html",
        campaign=campaign,
        tabs_row=tabs_row(campaign, actor, "ideas"),
        cards=[card_of(line) for line in page.rows],
        found=all_counts.total(**chosen),
        total=all_counts.total(state=State.PUBLISHED),
        orders=_orders(asked, addresses),
        groups=_groups(all_counts, asked, addresses),
        chosen=_chosen(all_counts, asked),
        everything=url_for("ideas.list_ideas", slug=slug) if _is_filtered(asked) else None,
        before=addresses.of(before=page.before) if page.before else None,
        after=addresses.of(after=page.after) if page.after else None,
        is_first=not (asked.after or asked.before),
        fair=asked.order == Order.FAIR,
        shut=shut,
        shut_sentence=shut_sentence(shut),
        may_enter=authors.may_enter(actor, campaign.id),
    )


def _asked(today: date) -> Asked:
    args = request.args
    return Asked(
        _day(args.get("day", ""), today),
        _one_of(Order, args.get("sort"), Order.FAIR),
        _id(args.get("track", "")),
        _id(args.get("territory", "")),
        _one_of(LISTED, args.get("status"), State.PUBLISHED),
        args.get("after"),
        args.get("before"),
    )


def _day(word: str, today: date) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return today


def _id(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None


def _one_of(offered: Iterable[Chosen], word: str | None, usual: Chosen) -> Chosen:
    return next((choice for choice in offered if choice == word), usual)


def _is_filtered(asked: Asked) -> bool:
    return asked.track_id is not None or asked.territory_id is not None or asked.state != State.PUBLISHED


def _orders(asked: Asked, addresses: Addresses) -> list[Option]:
    names = {Order.FAIR: _("today's"), Order.NEW: _("newest first"), Order.SUPPORT: _("most supported")}
    return [Option(name, addresses.of(order=order), order == asked.order) for order, name in names.items()]


def _groups(all_counts: Counts, asked: Asked, addresses: Addresses) -> list[Group]:
    """Filters that divide this list; one with a single choice divides nothing and is left out."""
    by_track = all_counts.by("track", state=asked.state, territory=asked.territory_id)
    by_place = all_counts.by("territory", state=asked.state, track=asked.track_id)
    by_state = all_counts.by("state", track=asked.track_id, territory=asked.territory_id)
    states = [
        Option(LABELS[state], addresses.of(state=state), state == asked.state, by_state.get(state, 0))
        for state in LISTED
        if state in by_state or state in {State.PUBLISHED, asked.state}
    ]
    groups = [
        Group(_("Direction"), _choices(by_track, "track_id", asked.track_id, addresses)),
        Group(_("Place"), _choices(by_place, "territory_id", asked.territory_id, addresses)),
        Group(_("State"), states),
    ]
    return [group for group in groups if len(group.options) > 1]


def _choices(found: dict[Any, int], name: str, current: int | None, addresses: Addresses) -> list[Option]:
    options = [
        Option(value[1], addresses.of(**{name: value[0]}), value[0] == current, count)
        for value, count in found.items()
        if value is not None
    ]
    if not options and current is None:
        return []
    return [Option(_("All"), addresses.of(**{name: None}), current is None, sum(found.values())), *options]


def _chosen(all_counts: Counts, asked: Asked) -> str | None:
    names = {value[0]: value[1] for value in all_counts.by("track") if value and value[0] == asked.track_id}
    places = {value[0]: value[1] for value in all_counts.by("territory") if value and value[0] == asked.territory_id}
    state = [] if asked.state == State.PUBLISHED else [str(LABELS[asked.state])]
    return ", ".join([*names.values(), *places.values(), *state]) or None
