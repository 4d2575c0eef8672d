"""The command that brings campaigns in from files, of whichever form: it stands where it sees them all."""

import csv
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from app.archives.arriving import bring_archive
from app.foundation import clock
from campaigns.comments.imports.rows import FIELDS as COMMENT_FIELDS
from campaigns.ideas.cli import Asked, Report, bring_table
from campaigns.ideas.imports.rows import FIELDS
from campaigns.plan import slugs
from campaigns.plan.cli import group as campaigns_commands
from campaigns.plan.domain import campaigns
from campaigns.rounds.exchange import imports
from campaigns.rounds.exchange.pabulib.rules import SHARES, WAYS

__all__ = ["campaigns_commands"]

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FORMS: Mapping[str, Callable[[Asked, datetime], Report]] = {
    "csv": bring_table,
    "pabulib": imports.bring_election,
    "polis": imports.bring_conversation,
    "archive": bring_archive,
}
ENDINGS = (".gz", ".zip", ".csv", ".pb")
OF_TABLES = ("maps", "comment_maps", "comments")


@campaigns_commands.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice([*FORMS]), default="csv", show_default=True, help="What the files are."
)
@click.option(
    "--campaign", "slug", help="Bring into this campaign; without it, one named after the file. Made where absent."
)
@click.option("--title", default="", help="The title of a campaign that is made.")
@click.option("--map", "maps", multiple=True, metavar="FIELD=COLUMN", help=f"csv. Fields: {', '.join(FIELDS)}.")
@click.option("--comments", type=FILE, help="csv: a file of comments on these ideas, or on ideas brought in before.")
@click.option(
    "--map-comments",
    "comment_maps",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=f"csv. Fields: {', '.join(COMMENT_FIELDS)}; idea and parent hold source ids.",
)
@click.option(
    "--counting",
    type=click.Choice([*WAYS, SHARES]),
    help="pabulib: how winners follow where the file does not tell: by what projects are put in order, and whether one "
    "that is too dear is skipped or ends the list.",
)
@click.option("--published", is_flag=True, help="Publish at once, past the moderators.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@with_appcontext
def bring_in(form: str, slug: str | None, as_json: bool, **asked: Any) -> None:
    """Bring a campaign in from SOURCE. What is refused goes to a file with row and reason. Safe to run again.

    csv: ideas, with comments from --comments. Votes on comments are not brought in: what people here find useful is counted by
    person. pabulib: a vote from a .pb file, packed or not, with its ideas and every ballot. polis: a conversation, a folder or
    a zip of its tables, with statements as ideas and every vote, those that were changed too. archive: what `flask campaigns export`
    wrote, under the same address and numbers, whole or not at all.
    """
    source: Path = asked["source"]
    if source.is_dir() and form != "polis":
        raise click.UsageError(f"{source} is a folder; {form} is one file")
    _require_fit(form, slug, asked)
    slug = slug or _slug_of(source) or "import"
    if not slugs.is_fit(slug):
        raise click.UsageError(f"--campaign {slug}: {campaigns.BAD_SLUG}")
    now = clock.now()
    report = FORMS[form](Asked(slug=slug, **asked), now)
    if report.refusals and not asked["dry_run"]:
        report.refusals_file = _write_refusals(report, now)
    _say(report, as_json)


def _require_fit(form: str, slug: str | None, asked: Mapping[str, Any]) -> None:
    if form != "csv" and any(asked[name] for name in OF_TABLES):
        raise click.UsageError("--map, --comments and --map-comments are for --format csv")
    if form != "pabulib" and asked["counting"]:
        raise click.UsageError("--counting is for --format pabulib")
    if form == "archive" and (slug or asked["title"] or asked["published"]):
        raise click.UsageError(
            "--campaign, --title and --published are not for --format archive: a campaign keeps its address, which stands in "
            "fingerprinted digests, its title and what is public of it"
        )


def _slug_of(source: Path) -> str:
    name = source.name
    while name.casefold().endswith(ENDINGS):
        name = name[: name.rindex(".")]
    return slugs.slug_of(name)


def _write_refusals(report: Report, now: datetime) -> Path:
    folder = Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.slug}-refused-{now:%Y%m%d-%H%M%S}.csv"
    names = list(dict.fromkeys(report.columns))
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
    more = [f" and {counts[what]} {what}" for what in ("comments", "ballots") if counts[what]]
    came = f"{counts['ideas']} ideas{''.join(more)} came in"
    click.echo(f"{report.slug}: {came}, {counts['unchanged']} unchanged, {counts['refused']} refused")
    for sentence in report.said:
        click.echo(sentence)
    if report.refusals_file:
        click.echo(f"what was refused, with the reasons: {report.refusals_file}")
