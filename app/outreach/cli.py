"""The command that makes a poster."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.archives.cli import campaigns_commands
from app.foundation import clock
from app.foundation.db import db
from app.outreach import calls, poster
from app.outreach.poster import Paper
from campaigns.plan.models import Campaign

__all__ = ["campaigns_commands"]


@campaigns_commands.command("poster")
@click.argument("slug")
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True, help="Where to."
)
@click.option("--language", default=None, help="A language of the installation; by default that of the campaign.")
@click.option("--paper", type=click.Choice([paper.value for paper in Paper]), default=Paper.A4.value, show_default=True)
@with_appcontext
def make_poster(slug: str, output: Path, language: str | None, paper: str) -> None:
    """Write a poster about the campaign SLUG as a PDF: its question, its dates, its address and the same as a QR code."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == slug))
    known = current_app.extensions["veche.settings"].LANGUAGES
    if campaign is None:
        raise click.ClickException(f"there is no campaign at the address {slug}")
    if not calls.is_for_walls(campaign):
        raise click.ClickException(f"{slug} is not launched, or open to invited people only: it hangs on no wall")
    if language is not None and language not in known:
        raise click.ClickException(f"the language is {language!r}; this installation has {', '.join(known)}")
    told = calls.call(campaign, language or campaign.language, clock.now())
    output.write_bytes(poster.render(told, Paper(paper)))
    click.echo(f"{output}: {told.read}", err=True)
