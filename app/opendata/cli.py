"""The command of open data."""

from pathlib import Path

import click
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.opendata import due, keeping
from app.opendata.models import Form
from campaigns.plan.cli import group
from campaigns.plan.models import Campaign

__all__ = ["group"]


@group.command("open-data")
@click.argument("slug")
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True, help="Where it goes."
)
@click.option(
    "--format",
    "form",
    type=click.Choice([one.value for one in Form]),
    default=Form.CSV.value,
    show_default=True,
    help="csv: a ZIP of CSV files with datapackage.json; xlsx: a workbook; json: one file.",
)
def open_data(slug: str, output: Path, form: str) -> None:
    """Write the open data of the campaign SLUG into a file, as they stand now, also before they are published."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == slug))
    if campaign is None:
        raise click.ClickException(f"no campaign is called {slug}; flask campaigns list shows all")
    if not due.is_open(campaign):
        raise click.ClickException(f"{slug} is not open to everyone, so it has no open data")
    try:
        done = keeping.copy_to(campaign.id, Form(form), output, clock.now())
    except OSError as fault:
        raise click.ClickException(f"{output} cannot be written: {fault.strerror}") from None
    said = "the published file" if done is None else ", ".join(f"{one.table.name} {one.count}" for one in done.tables)
    click.echo(f"{output}: {said}", err=True)
