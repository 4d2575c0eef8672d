"""Commands of answers: how departments keep their word."""

import json
from dataclasses import asdict

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.foundation.db import db
from campaigns.answers.queries import owed
from campaigns.answers.queries.owed import Numbers
from campaigns.plan.models import Campaign

group = AppGroup("answers", help="Answers of departments: how many are owed, overdue, given.")


@group.command("status")
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON on standard output.")
def status(slug: str | None, as_json: bool) -> None:
    """Show what is owed and what was answered, in the campaign SLUG or in all that everyone may see, by department."""
    campaign_id = None
    if slug is not None:
        campaign_id = db.session.scalar(select(Campaign.id).where(Campaign.slug == slug))
        if campaign_id is None:
            raise click.ClickException(f"there is no campaign {slug}: flask campaigns list shows them all")
    numbers = owed.numbers(campaign_id)
    click.echo(json.dumps({"campaign": slug, **asdict(numbers)}, ensure_ascii=False) if as_json else _lines(numbers))


def _lines(numbers: Numbers) -> str:
    fields = ("asked", "waiting", "overdue", "held", "in_time", "late", "closed")
    rows: list[tuple[str, ...]] = [("", *fields)]
    rows += [(one.name, *(str(getattr(one, field)) for field in fields)) for one in numbers.by_office]
    rows += [("all", *(str(getattr(numbers, field)) for field in fields))]
    return "\n".join("\t".join(row) for row in rows)
