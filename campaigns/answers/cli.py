"""Commands of answers: how departments keep their word."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.offices.models import Office
from campaigns.answers.queries import owed
from campaigns.answers.queries.owed import Numbers
from campaigns.answers.sheets import owing, reading, writing
from campaigns.plan.models import Campaign

group = AppGroup("answers", help="Answers of departments: how many are owed, overdue, given.")


@group.command("status")
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON on standard output.")
def status(slug: str | None, as_json: bool) -> None:
    """Show what is owed and what was answered, in the campaign SLUG or in all that everyone may see, by department."""
    campaign_id = _campaign(slug)
    numbers = owed.numbers(campaign_id)
    click.echo(json.dumps({"campaign": slug, **asdict(numbers)}, ensure_ascii=False) if as_json else _lines(numbers))


@group.command("sheet")
@click.argument("slug", required=False)
@click.option("--office", help="The department, by its name; without it all of them.")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
def sheet(slug: str | None, office: str | None, output: Path) -> None:
    """Write the workbook of answers that are owed, in the campaign SLUG or in all, for officials to fill in."""
    campaign_id, offices = _campaign(slug), None
    campaign = db.session.get(Campaign, campaign_id) if campaign_id else None
    if office is not None:
        offices = db.session.scalars(select(Office.id).where(Office.name == office)).all()
        if not offices:
            raise click.ClickException(f"there is no department {office}")
    found, asked = owing.to_fill(offices, campaign_id, reading.MOST_ROWS)
    with force_locale(campaign.language if campaign else current_app.extensions["veche.settings"].DEFAULT_LANGUAGE):
        output.write_bytes(writing.to_fill(found, asked, clock.now()))
    click.echo(f"{output}: {len(found)} of {asked} answers", err=True)


def _campaign(slug: str | None) -> int | None:
    if slug is None:
        return None
    campaign_id = db.session.scalar(select(Campaign.id).where(Campaign.slug == slug))
    if campaign_id is None:
        raise click.ClickException(f"there is no campaign {slug}: flask campaigns list shows them all")
    return campaign_id


def _lines(numbers: Numbers) -> str:
    fields = ("asked", "waiting", "overdue", "held", "in_time", "late", "closed")
    rows: list[tuple[str, ...]] = [("", *fields)]
    rows += [(one.name, *(str(getattr(one, field)) for field in fields)) for one in numbers.by_office]
    rows += [("all", *(str(getattr(numbers, field)) for field in fields))]
    return "\n".join("\t".join(row) for row in rows)
