"""The command that gives a campaign out as an archive."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.archives import giving
from app.archives.giving import NotGiven
from app.archives.importing import campaigns_commands

__all__ = ["campaigns_commands"]


@campaigns_commands.command("export")
@click.argument("slug")
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True, help="Where to."
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@with_appcontext
def export(slug: str, output: Path, as_json: bool) -> None:
    """Write the campaign SLUG into an archive that another installation takes in with `flask campaigns import --format archive`.

    It holds names of people as pages show them, and what moderators wrote: keep it as you keep the database. No passwords,
    addresses or secrets are in it, and nothing that says who cast which ballot.
    """
    try:
        manifest = giving.give(slug, output, lambda table, rows: click.echo(f"{table}: {rows}", err=True))
    except NotGiven as refusal:
        raise click.ClickException(f"{slug}: {refusal}") from None
    told = {name: manifest.rows(name) for name in ("ideas", "comments", "ballots")}
    files = sum(name.startswith("files/") for name in manifest.members)
    told_all = {"campaign": slug, **told, "files": files, "archive": manifest.digest}
    if as_json:
        click.echo(json.dumps(told_all, ensure_ascii=False))
        return
    click.echo(
        f"{output}: {told['ideas']} ideas, {told['comments']} comments, {told['ballots']} ballots, {files} files"
    )
