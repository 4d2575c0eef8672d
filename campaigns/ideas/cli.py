"""Ideas from a table of ideas, as the import command asks for them; the command itself stands where it sees every form of file."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import current_app
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.tables import NotATable, Row, Table, read
from campaigns.comments.imports import bringing as trees
from campaigns.comments.imports.rows import FIELDS as COMMENT_FIELDS
from campaigns.comments.imports.rows import NEEDED
from campaigns.comments.imports.rows import default_map as comment_map
from campaigns.ideas.imports import bringing, target
from campaigns.ideas.imports.rows import FIELDS, default_map
from campaigns.plan.models import Campaign

Came = TypeVar("Came")


@dataclass(frozen=True)
class Asked:
    """What the command was asked for. `counting` is for votes whose file does not say how they were counted."""

    source: Path
    comments: Path | None
    slug: str
    title: str
    maps: tuple[str, ...]
    comment_maps: tuple[str, ...]
    published: bool
    dry_run: bool
    counting: str | None = None


@dataclass
class Report:
    """What came of the command. `more` are counts that stand in the report only where there is something to count.

    Refusals are (file, row, reason), `columns` those of the rows; `said` are sentences for people.
    """

    slug: str
    ideas: int = 0
    comments: int = 0
    ballots: int = 0
    unchanged: int = 0
    more: dict[str, int] = field(default_factory=dict)
    refusals: list[tuple[str, Row, str]] = field(default_factory=list)
    columns: Sequence[str] = ()
    said: list[str] = field(default_factory=list)
    refusals_file: Path | None = None

    def counts(self) -> dict[str, Any]:
        """The counts as the manual has them."""
        return {
            "campaign": self.slug,
            "ideas": self.ideas,
            "comments": self.comments,
            "ballots": self.ballots,
            "refused": len(self.refusals),
            "unchanged": self.unchanged,
            "refusals_file": str(self.refusals_file) if self.refusals_file else None,
            **self.more,
        }


def bring_table(asked: Asked, now: datetime) -> Report:
    """Brings ideas in from a table, with comments from another one. Raises click's errors where they cannot be read."""
    table = _read(asked.source)
    columns = _columns(table, "--map", FIELDS, default_map(table.columns), asked.maps, ("title",))
    talk = _read(asked.comments) if asked.comments else None
    talk_columns = _comment_columns(talk, asked.comment_maps)
    campaign = db.session.scalar(select(Campaign.id).where(Campaign.slug == asked.slug))
    if campaign is None and not asked.dry_run:
        language = target.language_in(table.rows, columns, current_app.extensions["veche.settings"].DEFAULT_LANGUAGE)
        campaign = target.make(asked.slug, asked.title or asked.slug, language, now)
    way = bringing.Way(campaign or 0, columns, asked.published, now)
    verb = bringing.check if asked.dry_run else bringing.bring
    ideas = with_bar("ideas", len(table.rows), lambda said: verb(table.rows, way, said))
    trees_came = trees.Outcome()
    if talk:
        known = dict.fromkeys(ideas.sources, 0) | bringing.ideas_by_source(way.campaign_id)
        on_trees = trees.Way(way.campaign_id, talk_columns, known, asked.published, now)
        tree_verb = trees.check if asked.dry_run else trees.bring
        trees_came = with_bar("comments", len(talk.rows), lambda said: tree_verb(talk.rows, on_trees, said))
    report = _report(asked, ideas, trees_came, has_comments=talk is not None)
    report.columns = (*table.columns, *(talk.columns if talk else ()))
    return report


def _report(asked: Asked, ideas: bringing.Outcome, comments: trees.Outcome, *, has_comments: bool) -> Report:
    report = Report(asked.slug, ideas.ideas, comments.comments, unchanged=ideas.unchanged + comments.unchanged)
    report.refusals = [(asked.source.name, row, reason) for row, reason in ideas.refusals]
    if asked.comments:
        report.refusals += [(asked.comments.name, row, reason) for row, reason in comments.refusals]
    held = ideas.held + comments.held
    if held:
        report.more["held"] = held
        report.said.append(
            f"{held} look like personal data, swearing or advertisements: moderators find them in their queue"
        )
    if has_comments:
        report.more |= {"orphans": comments.orphans, "stubs": comments.stubs}
    if comments.orphans or comments.stubs:
        report.said.append(
            f"{comments.orphans} comments answer what is not in the file and stand at the top; "
            f"{comments.stubs} came without words and only keep the place of what answers them"
        )
    return report


def _read(source: Path) -> Table:
    try:
        return read(source)
    except NotATable as fault:
        raise click.ClickException(f"{source}: {fault}") from None


def _comment_columns(table: Table | None, maps: tuple[str, ...]) -> dict[str, str]:
    if table is None:
        if maps:
            raise click.UsageError("--map-comments says what is in the file of --comments: give that, too")
        return {}
    return _columns(table, "--map-comments", COMMENT_FIELDS, comment_map(table.columns), maps, NEEDED)


def _columns(
    table: Table,
    option: str,
    fields: Sequence[str],
    usual: dict[str, str],
    maps: tuple[str, ...],
    needed: Sequence[str],
) -> dict[str, str]:
    columns = dict(usual)
    for pair in maps:
        name, equals, column = pair.partition("=")
        if not equals or name not in fields:
            raise click.UsageError(f"{option} {pair}: write FIELD=COLUMN with a field of {', '.join(fields)}")
        if column not in table.columns:
            raise click.UsageError(f"{option} {pair}: the file's columns are {', '.join(table.columns)}")
        columns[name] = column
    for name in needed:
        if name not in columns:
            raise click.UsageError(f"no column holds the {name}: {option} {name}=COLUMN, of {', '.join(table.columns)}")
    return columns


def with_bar(label: str, length: int, work: Callable[[Callable[[int], None]], Came]) -> Came:
    """Does the work with a bar on standard error that it moves on."""
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        return work(bar.update)
