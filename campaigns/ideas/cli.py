"""Commands of ideas: bringing them in from files."""

import csv
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.tables import NotATable, Row, Table, read
from campaigns.ideas.imports import bringing, target
from campaigns.ideas.imports.rows import FIELDS, default_map
from campaigns.plan import slugs
from campaigns.plan.cli import group as campaigns_commands
from campaigns.plan.domain import campaigns
from campaigns.plan.models import Campaign

__all__ = ["campaigns_commands"]


@campaigns_commands.command("import")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["csv"]), default="csv", show_default=True, help="What the file is."
)
@click.option(
    "--campaign", "slug", help="Bring into this campaign; without it, one named after the file. Made where absent."
)
@click.option("--title", default="", help="The title of a campaign that is made.")
@click.option("--map", "maps", multiple=True, metavar="FIELD=COLUMN", help=f"Fields: {', '.join(FIELDS)}.")
@click.option("--published", is_flag=True, help="Publish at once, past the moderators.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@with_appcontext
def bring_in(
    source: Path,
    form: str,
    slug: str | None,
    title: str,
    maps: tuple[str, ...],
    published: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring ideas in from SOURCE; what is refused goes to a file with row and reason. Safe to run again."""
    del form
    try:
        table = read(source)
    except NotATable as fault:
        raise click.ClickException(f"{source}: {fault}") from None
    columns = _columns(table, maps)
    now = clock.now()
    slug = slug or slugs.slug_of(source.stem) or "import"
    if not slugs.is_fit(slug):
        raise click.UsageError(f"--campaign {slug}: {campaigns.BAD_SLUG}")
    campaign = db.session.scalar(select(Campaign.id).where(Campaign.slug == slug))
    if campaign is None and not dry_run:
        language = target.language_in(table.rows, columns, current_app.extensions["veche.settings"].DEFAULT_LANGUAGE)
        campaign = target.make(slug, title or slug, language, now)
    way = bringing.Way(campaign or 0, columns, published, now)
    outcome = bringing.check(table.rows, way) if dry_run else _bring(table, way)
    refusals = None if dry_run or not outcome.refusals else _write_refusals(slug, outcome.refusals, table.columns, now)
    _say(slug, outcome, refusals, as_json)


def _columns(table: Table, maps: tuple[str, ...]) -> dict[str, str]:
    columns = default_map(table.columns)
    for pair in maps:
        field, equals, column = pair.partition("=")
        if not equals or field not in FIELDS:
            raise click.UsageError(f"--map {pair}: write FIELD=COLUMN with a field of {', '.join(FIELDS)}")
        if column not in table.columns:
            raise click.UsageError(f"--map {pair}: the file's columns are {', '.join(table.columns)}")
        columns[field] = column
    if "title" not in columns:
        raise click.UsageError(f"no column holds the title: --map title=COLUMN, of {', '.join(table.columns)}")
    return columns


def _bring(table: Table, way: bringing.Way) -> bringing.Outcome:
    with click.progressbar(length=len(table.rows), label="ideas", file=sys.stderr) as bar:
        return bringing.bring(table.rows, way, bar.update)


def _write_refusals(slug: str, refusals: list[tuple[Row, str]], columns: tuple[str, ...], now: datetime) -> Path:
    folder = Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{slug}-refused-{now:%Y%m%d-%H%M%S}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("row", "reason", *columns))
        lines.writerows(
            (row.number, reason, *(row.cells.get(column, "") for column in columns)) for row, reason in refusals
        )
    return path


def _say(slug: str, outcome: bringing.Outcome, refusals: Path | None, as_json: bool) -> None:
    counts: dict[str, Any] = {
        "campaign": slug,
        "ideas": outcome.ideas,
        "comments": 0,
        "ballots": 0,
        "refused": len(outcome.refusals),
        "unchanged": outcome.unchanged,
        "refusals_file": str(refusals) if refusals else None,
    }
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    click.echo(f"{slug}: {outcome.ideas} ideas came in, {outcome.unchanged} unchanged, {len(outcome.refusals)} refused")
    if refusals:
        click.echo(f"what was refused, with the reasons: {refusals}")
