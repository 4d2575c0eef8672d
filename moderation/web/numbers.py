"""The public numbers of moderation: how much, how quickly, why, and what was reversed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.accounts.models import BlockOutcome
from app.accounts.sessions import current_actor
from app.accounts.words import ROLES
from app.foundation import clock
from app.foundation.spreadsheets import Cell, Sheet, comma_separated, csv_file, workbook, xlsx_file
from campaigns.contributions.models import Kind
from campaigns.contributions.words import MANY
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web import tabs
from moderation.models import Decision
from moderation.queries.numbers import Blocks, Figures, blocks_in, figures
from moderation.queries.team import who_moderates
from moderation.reasons import BY_CODE
from moderation.words import BASES, BLOCK_REVIEWED, TOLD


@dataclass(frozen=True)
class Line:
    """A number with its name."""

    label: Any
    value: int


@dataclass(frozen=True)
class Section:
    """Numbers that belong together; what is said where there are none."""

    code: str
    heading: str
    lines: tuple[Line, ...]
    nothing: str = ""


def show_numbers(slug: str) -> str:
    """What was decided in the campaign, as everyone who sees it may read."""
    campaign, found, blocks = _of(slug)
    return render_template(
        "moderation/numbers.html",
        campaign=campaign,
        found=found,
        sections=sections(found, blocks),
        times=times_of(found),
        people=who_moderates(campaign),
        roles=ROLES,
        tabs_row=tabs.tabs_row(campaign, current_actor(), "moderation"),
    )


def download_numbers_csv(slug: str) -> Response:
    """The same as a table."""
    campaign, found, blocks = _of(slug)
    head = (_("About"), _("What"), _("Number"))
    return csv_file(comma_separated(head, _rows(found, blocks)), f"moderation-{campaign.slug}")


def download_numbers_xlsx(slug: str) -> Response:
    """The same as a workbook, a sheet for each section."""
    campaign, found, blocks = _of(slug)
    sheets = [
        Sheet(section.heading, (_("What"), _("Number")), [(str(line.label), line.value) for line in section.lines])
        for section in sections(found, blocks)
    ]
    times: list[tuple[Cell, ...]] = [(label, hours) for label, hours in hours_of(found)]
    return xlsx_file(
        workbook([*sheets, Sheet(_("Waiting"), (_("What"), _("Hours")), times)]), f"moderation-{campaign.slug}"
    )


def sections(found: Figures, blocks: Blocks) -> list[Section]:
    """The numbers in the order of the page; of decisions and reasons only those there were."""
    decisions = (Line(TOLD[decision], found.by_decision[decision]) for decision in Decision)
    reasons = (Line(BY_CODE[code].label if code in BY_CODE else code, times) for code, times in found.reasons.items())
    kinds = (Line(MANY[kind], found.by_kind.get(kind, 0)) for kind in Kind)
    bases = (Line(BASES[basis], times) for basis, times in found.bases.items())
    return [
        Section("volume", _("How much"), _volume(found)),
        Section("kinds", _("Of what kind"), _some(kinds)),
        Section("decisions", _("What was decided"), _some(decisions)),
        Section("reasons", _("Why texts were restricted"), _some(reasons)),
        Section("bases", _("What led to it"), _some(bases, Line(_("Decided by a machine alone"), found.automatic))),
        Section("reports", _("Reports of people"), _of_reports(found), _("Nobody has reported a text.")),
        Section("reviews", _("Second looks"), _of_reviews(found), _("Nobody has asked for a second look.")),
        Section("blocks", _("People kept from writing"), _of_blocks(blocks), _("Nobody was kept from writing.")),
    ]


def times_of(found: Figures) -> list[str]:
    """How long people waited, in sentences; none where nothing was decided."""
    said = []
    if found.median_hours is not None and found.percentile_95_hours is not None:
        said.append(_("Half of the decisions came within %(time)s.", time=_length(found.median_hours)))
        said.append(_("95 of 100 came within %(time)s.", time=_length(found.percentile_95_hours)))
    if found.promised:
        sentence = ngettext(
            "%(in_time)s of %(num)s decision came within a working day.",
            "%(in_time)s of %(num)s decisions came within a working day.",
            found.promised,
            in_time=format_decimal(found.in_time),
        )
        said.append(sentence)
    return said


def _of(slug: str) -> tuple[Campaign, Figures, Blocks]:
    campaign = campaign_or_missing(slug, current_actor())
    return campaign, figures(campaign.id), blocks_in(campaign.id, clock.now())


def _rows(found: Figures, blocks: Blocks) -> list[tuple[Cell, ...]]:
    counted: list[tuple[Cell, ...]] = [
        (section.heading, str(line.label), line.value) for section in sections(found, blocks) for line in section.lines
    ]
    return counted + [(_("Waiting"), label, hours) for label, hours in hours_of(found)]


def hours_of(found: Figures) -> list[tuple[str, float | None]]:
    """How long people waited, in hours, each with its name; None where nothing was decided."""
    rows = ((_("Median, hours"), found.median_hours), (_("95th percentile, hours"), found.percentile_95_hours))
    return [(label, None if hours is None else round(hours, 2)) for label, hours in rows]


def _length(hours: float) -> str:
    """A stretch of time in the words of the page: minutes below an hour, hours below two days, then days."""
    if hours < 1:
        return str(ngettext("%(num)s minute", "%(num)s minutes", max(round(hours * 60), 1)))
    if hours < 48:
        return str(ngettext("%(num)s hour", "%(num)s hours", round(hours)))
    return str(ngettext("%(num)s day", "%(num)s days", round(hours / 24)))


def _some(lines: Iterable[Line], *always: Line) -> tuple[Line, ...]:
    there = tuple(line for line in lines if line.value)
    return (*there, *always) if there else ()


def _volume(found: Figures) -> tuple[Line, ...]:
    return (
        Line(_("Looked at or waiting"), found.submitted),
        Line(_("Decided"), found.decided),
        Line(_("Waiting now"), found.waiting),
        Line(_("Decided within a working day"), found.in_time),
    )


def _of_reports(found: Figures) -> tuple[Line, ...]:
    return (
        ()
        if not found.reports.made
        else (
            Line(_("Reports"), found.reports.made),
            Line(_("Texts reported"), found.reports.texts),
            Line(_("Reports after which a text was restricted"), found.reports.acted),
        )
    )


def _of_reviews(found: Figures) -> tuple[Line, ...]:
    return (
        ()
        if not found.reviews.asked
        else (
            Line(_("Asked for"), found.reviews.asked),
            Line(_("Waiting"), found.reviews.waiting),
            Line(_("The decision stands"), found.reviews.upheld),
            Line(_("The decision was reversed"), found.reviews.reversed),
        )
    )


def _of_blocks(blocks: Blocks) -> tuple[Line, ...]:
    if not blocks.made:
        return ()
    return (
        Line(_("Times somebody was kept from writing"), blocks.made),
        Line(_("Of these, in force now"), blocks.holding),
        Line(_("Second looks asked for"), blocks.asked),
        Line(BLOCK_REVIEWED[BlockOutcome.UPHELD], blocks.upheld),
        Line(BLOCK_REVIEWED[BlockOutcome.REVERSED], blocks.reversed),
    )
