"""Commands about campaigns. Higher rooms add theirs to `group`."""

import json

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Stage
from campaigns.plan.slots import numbers_of

group = AppGroup("campaigns", help="Campaigns: list them, bring in ideas.")


def phase_word(campaign: Campaign) -> str:
    """The kinds of the open windows as a word for programs; where none is open, how it stands."""
    now = clock.now()
    if campaign.launched_at is None:
        return "planned"
    kinds = sorted({window.kind.value for window in campaign.timeline.open_at(now)})
    if kinds:
        return ", ".join(kinds)
    words = {Stage.COMING: "announcement", Stage.RUNNING: "pause", Stage.FINISHED: "finished"}
    return words[campaign.timeline.stage_at(now)]


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list on standard output.")
def list_campaigns(as_json: bool) -> None:
    """List all campaigns: address, title, language, what is open now, how many public ideas."""
    rows = _rows()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['slug']}\t{row['language']}\t{row['phase']}\t{row['ideas']}\t{row['title']}")


def _rows() -> list[dict[str, str | int]]:
    campaigns = db.session.scalars(select(Campaign).order_by(Campaign.id)).all()
    numbers = numbers_of([campaign.id for campaign in campaigns])
    return [
        {
            "slug": campaign.slug,
            "title": campaign.title,
            "language": campaign.language,
            "phase": phase_word(campaign),
            "ideas": next((figure.value for figure in numbers[campaign.id] if figure.code == "ideas"), 0),
        }
        for campaign in campaigns
    ]
