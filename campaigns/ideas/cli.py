"""Commands of ideas: bringing them in from files."""

import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.tables import NotATable, Row, Table, read
from campaigns.comments.imports import bringing as trees
from campaigns.comments.imports.rows import FIELDS as COMMENT_FIELDS
from campaigns.comments.imports.rows import NEEDED
from campaigns.comments.imports.rows import default_map as comment_map
from campaigns.ideas.imports import bringing, target
from campaigns.ideas.imports.rows import FIELDS, default_map
from campaigns.plan import slugs
from campaigns.plan.cli import group as campaigns_commands
from campaigns.plan.domain import campaigns
from campaigns.plan.models import Campaign

__all__ = ["campaigns_commands"]

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Came = TypeVar("Came")


@dataclass(frozen=True)
class Asked:
    """What the command was asked for."""

    source: Path
    comments: Path | None
    slug: str
    title: str
    maps: tuple[str, ...]
    comment_maps: tuple[str, ...]
    published: bool
    dry_run: bool


@dataclass
class Report:
    """What came of the command. Refusals are (file, row, reason)."""

    slug: str
    has_comments: bool
    ideas: bringing.Outcome = field(default_factory=bringing.Outcome)
    comments: trees.Outcome = field(default_factory=trees.Outcome)
    refusals: list[tuple[str, Row, str]] = field(default_factory=list)
    refusals_file: Path | None = None

    def counts(self) -> dict[str, Any]:
        """The counts as the manual has them; of comments more is told where there were any, of what a check would hold, too."""
        held = self.ideas.held + self.comments.held
        of_trees = {"orphans": self.comments.orphans, "stubs": self.comments.stubs} if self.has_comments else {}
        return {
            "campaign": self.slug,
            "ideas": self.ideas.ideas,
            "comments": self.comments.comments,
            "ballots": 0,
            "refused": len(self.refusals),
            "unchanged": self.ideas.unchanged + self.comments.unchanged,
            "refusals_file": str(self.refusals_file) if self.refusals_file else None,
            **({"held": held} if held else {}),
            **of_trees,
        }


@campaigns_commands.command("import")
@click.argument("source", type=FILE)
@click.option(
    "--format", "form", type=click.Choice(["csv"]), default="csv", show_default=True, help="What the files are."
)
@click.option(
    "--campaign", "slug", help="Bring into this campaign; without it, one named after the file. Made where absent."
)
@click.option("--title", default="", help="The title of a campaign that is made.")
@click.option("--map", "maps", multiple=True, metavar="FIELD=COLUMN", help=f"Fields: {', '.join(FIELDS)}.")
@click.option("--comments", type=FILE, help="A file of comments on these ideas, or on ideas brought in before.")
@click.option(
    "--map-comments",
    "comment_maps",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=f"Fields: {', '.join(COMMENT_FIELDS)}; idea and parent hold source ids.",
)
@click.option("--published", is_flag=True, help="Publish at once, past the moderators.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@with_appcontext
def bring_in(form: str, slug: str | None, as_json: bool, **asked: Any) -> None:
    """Bring ideas in from SOURCE, with comments from --comments. What is refused goes to a file with row and reason.

    Safe to run again. Votes on comments are not brought in: what people here find useful is counted by person.
    """
    del form
    slug = slug or slugs.slug_of(asked["source"].stem) or "import"
    if not slugs.is_fit(slug):
        raise click.UsageError(f"--campaign {slug}: {campaigns.BAD_SLUG}")
    report = _bring(Asked(slug=slug, **asked), clock.now())
    _say(report, as_json)


def _bring(asked: Asked, now: datetime) -> Report:
    table = _read(asked.source)
    columns = _columns(table, "--map", FIELDS, default_map(table.columns), asked.maps, ("title",))
    talk = _read(asked.comments) if asked.comments else None
    talk_columns = _comment_columns(talk, asked.comment_maps)
    report = Report(asked.slug, talk is not None)
    campaign = db.session.scalar(select(Campaign.id).where(Campaign.slug == asked.slug))
    if campaign is None and not asked.dry_run:
        language = target.language_in(table.rows, columns, current_app.extensions["veche.settings"].DEFAULT_LANGUAGE)
        campaign = target.make(asked.slug, asked.title or asked.slug, language, now)
    way = bringing.Way(campaign or 0, columns, asked.published, now)
    verb = bringing.check if asked.dry_run else bringing.bring
    report.ideas = _with_bar("ideas", table, lambda said: verb(table.rows, way, said))
    report.refusals += [(asked.source.name, row, reason) for row, reason in report.ideas.refusals]
    if talk and asked.comments:
        ideas = dict.fromkeys(report.ideas.sources, 0) | bringing.ideas_by_source(way.campaign_id)
        on_trees = trees.Way(way.campaign_id, talk_columns, ideas, asked.published, now)
        tree_verb = trees.check if asked.dry_run else trees.bring
        report.comments = _with_bar("comments", talk, lambda said: tree_verb(talk.rows, on_trees, said))
        report.refusals += [(asked.comments.name, row, reason) for row, reason in report.comments.refusals]
    if report.refusals and not asked.dry_run:
        report.refusals_file = _write_refusals(report, (*table.columns, *(talk.columns if talk else ())), now)
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


def _with_bar(label: str, table: Table, work: Callable[[Callable[[int], None]], Came]) -> Came:
    with click.progressbar(length=len(table.rows), label=label, file=sys.stderr) as bar:
        return work(bar.update)


def _write_refusals(report: Report, columns: Sequence[str], now: datetime) -> Path:
    folder = Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.slug}-refused-{now:%Y%m%d-%H%M%S}.csv"
    names = list(dict.fromkeys(columns))
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("file", "row", "reason", *names))
        lines.writerows(
            (source, row.number, reason, *(row.cells.get(name, "") for name in names))
            for source, row, reason in report.refusals
        )
    return path


def _say(report: Report, as_json: bool) -> None:
    counts = report.counts()
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    came = f"{counts['ideas']} ideas" + (f" and {counts['comments']} comments" if report.has_comments else "")
    click.echo(f"{report.slug}: {came} came in, {counts['unchanged']} unchanged, {counts['refused']} refused")
    if "held" in counts:
        click.echo(
            f"{counts['held']} look like personal data, swearing or advertisements: moderators find them in their queue"
        )
    if report.comments.orphans or report.comments.stubs:
        click.echo(
            f"{report.comments.orphans} comments answer what is not in the file and stand at the top; "
            f"{report.comments.stubs} came without words and only keep the place of what answers them"
        )
    if report.refusals_file:
        click.echo(f"what was refused, with the reasons: {report.refusals_file}")
