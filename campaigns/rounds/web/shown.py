"""The results page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import canonical, clock
from app.foundation.errors import Missing
from app.foundation.slots import Part
from campaigns.plan import words
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Window
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.domain.rounds import WINDOW_OVER
from campaigns.rounds.fillers import selected
from campaigns.rounds.models import Result, Round, Source
from campaigns.rounds.paper.domain import waiting
from campaigns.rounds.paper.fillers import on_paper
from campaigns.rounds.queries import results, rounds
from campaigns.rounds.queries.results import Standing, Totals
from campaigns.rounds.rules.words import sentences
from campaigns.rounds.slots import RESULT_LINK, RESULT_PART, ResultShown
from campaigns.rounds.web import voted
from campaigns.rounds.web.lookups import Asked, with_editions

FRONT = 10


@dataclass(frozen=True)
class Choice:
    """A round among several, or an edition of a result."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Bar:
    """An idea in the chart."""

    label: str
    value: int
    tone: str = ""


@dataclass(frozen=True)
class Ahead:
    """A window of the timeline that is still to come after the round."""

    label: Any
    text: Any
    window: Window


def show_results(slug: str) -> str:
    """What is counted and how, and once it is published, what came of it."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    every = rounds.of_campaign(campaign.id)
    tabs = tabs_row(campaign, actor, "results")
    if not every:
        return render_template("rounds/none.html", campaign=campaign, tabs=tabs)
    asked = with_editions(actor, campaign, _chosen(every))
    values = _values(asked)
    page = "rounds/voted.html" if asked.round.source == Source.BALLOTS else "rounds/results.html"
    return render_template(page, tabs=tabs, rounds=_choices(campaign, every, asked.round), **values)


def _chosen(every: Sequence[Round]) -> Round:
    number = request.args.get("round", type=int)
    if number is not None:
        found = next((round_ for round_ in every if round_.number == number), None)
        if found is None:
            raise Missing
        return found
    over = [round_ for round_ in every if round_.closed_at]
    return over[-1] if over else every[0]


def _choices(campaign: Campaign, every: Sequence[Round], chosen: Round) -> list[Choice]:
    if len(every) < 2:
        return []
    return [
        Choice(
            _label(round_),
            url_for("rounds.show_results", slug=campaign.slug, round=round_.number),
            round_ is chosen,
        )
        for round_ in every
    ]


def _label(round_: Round) -> str:
    if round_.source == Source.BALLOTS:
        return str(_("Round %(number)s: vote", number=round_.number))
    return str(_("Round %(number)s: support for ideas", number=round_.number))


def _values(asked: Asked) -> dict[str, Any]:
    result = asked.result
    if result is None and request.args.get("edition"):
        raise Missing
    is_over = asked.round.closed_at is not None
    paper_until = _paper_until(asked.round) if is_over and result is None else None
    return {
        "campaign": asked.campaign,
        "round": asked.round,
        "is_owner": asked.is_owner,
        "is_early": asked.round.closed_at is not None and asked.round.close_reason != WINDOW_OVER,
        "rule": sentences(asked.round.rule, asked.campaign.time_zone),
        "rule_spelled": canonical.spell(asked.round.rule).decode(),
        "paper_until": paper_until,
        "counting": is_over and not paper_until and (result is None or results.is_being_counted(asked.round.id)),
        "editions": _editions(asked, result),
        "result": result,
        "ahead": _ahead(asked),
        **(_counted(asked, result) if result else _so_far(asked)),
    }


def _paper_until(round_: Round) -> datetime | None:
    """Until when the count waits for paper at the latest; None where it does not wait."""
    return waiting.until(round_) if waiting.is_waiting(round_, clock.by_database()) else None


def _so_far(asked: Asked) -> dict[str, Any]:
    return voted.so_far(asked) if asked.round.source == Source.BALLOTS else {}


def _counted(asked: Asked, result: Result) -> dict[str, Any]:
    page = results.page(result.id, asked.actor, request.args.get("after"))
    totals = results.totals(result.id)
    front = page.rows[:FRONT] if page.is_first else []
    here: dict[str, Any] = {
        "slug": asked.campaign.slug,
        "round": asked.round.number,
        "edition": request.args.get("edition"),
    }
    return {
        "page": page,
        "totals": totals,
        "finding": finding(front, totals),
        "selected": _selected(asked, totals),
        "bars": [Bar(named(row), row.votes, "done" if row.winner else "") for row in front],
        "first_url": None if page.is_first else url_for("rounds.show_results", **here),
        "next_url": url_for("rounds.show_results", **here, after=page.following) if page.following else None,
        "links": [link for link in RESULT_LINK.fill(result.id) if link is not None],
        "parts": _parts(asked, result) if page.is_first else [],
        **(voted.of_result(asked, result, page.rows, totals) if asked.round.source == Source.BALLOTS else {}),
    }


def _selected(asked: Asked, totals: Totals) -> str:
    if not asked.round.rule.get("expert_picks") or not totals.winners:
        return selected(totals.winners, totals.ideas)
    numbers = {"count": format_decimal(totals.winners), "all": format_decimal(totals.ideas)}
    return str(
        ngettext(
            "%(count)s of %(all)s ideas is in by support.",
            "%(count)s of %(all)s ideas are in by support.",
            totals.winners,
            **numbers,
        )
    )


def _parts(asked: Asked, result: Result) -> list[Part]:
    if result.published_at is None:
        return []
    if asked.round.source == Source.BALLOTS:
        given = [on_paper(asked.round)]
    else:
        given = RESULT_PART.fill(ResultShown(asked.campaign.id, asked.campaign.slug, result.id, asked.actor))
    return [part for part in given if part is not None]


def _editions(asked: Asked, result: Result | None) -> list[Choice]:
    if len(asked.editions) < 2:
        return []
    where: dict[str, Any] = {"slug": asked.campaign.slug, "round": asked.round.number}
    return [
        Choice(
            _("Count %(number)s", number=one.edition),
            url_for("rounds.show_results", **where, edition=one.edition),
            one is result,
        )
        for one in asked.editions
    ]


def _ahead(asked: Asked) -> list[Ahead]:
    over = max(asked.round.closed_at or asked.round.window.closes_at, clock.now())
    return [
        Ahead(words.PHASES[window.kind], words.PURPOSES[window.kind], window)
        for window in asked.campaign.timeline.windows
        if window.closes_at > over and window.id != asked.round.window_id
    ]


def named(idea: Standing) -> str:
    """The idea's title, or its number where the reader may not see it any more."""
    return (
        idea.title
        if idea.title is not None
        else str(_("Idea No. %(number)s, no longer shown", number=idea.number or idea.idea_id))
    )


def finding(front: Sequence[Standing], totals: Totals) -> str:
    """The result in one sentence."""
    if not totals.ideas:
        return str(_("No idea took part."))
    if not totals.supported:
        return str(_("No idea got any support."))
    if not front:
        return str(_("Results"))
    return str(
        ngettext(
            "“%(title)s” has the most support: %(count)s person",
            "“%(title)s” has the most support: %(count)s people",
            front[0].votes,
            count=format_decimal(front[0].votes),
            title=named(front[0]),
        )
    )
