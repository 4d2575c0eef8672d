"""Commands about campaigns. Higher rooms add theirs to `group`."""

import json
from collections.abc import Callable
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts.roles import SYSTEM
from app.foundation import clock, site
from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import step
from campaigns.plan.domain import campaigns
from campaigns.plan.domain.campaigns import Outline
from campaigns.plan.models import Campaign, Template
from campaigns.plan.phases import Stage
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.slots import numbers_of
from campaigns.plan.templates import DEFAULT
from campaigns.plan.visibility import campaigns_visible_to

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


@group.command("create")
@click.argument("slug")
@click.option("--title", required=True, help="What it is called.")
@click.option("--question", default="", help="What people are asked.")
@click.option("--template", type=click.Choice([t.value for t in Template]), default=DEFAULT.value, show_default=True)
@click.option("--language", default=None, help="Its language; by default that of the installation.")
@click.option("--time-zone", default=None, help="The zone of its dates; by default that of the installation.")
@click.option("--first-day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="By default tomorrow.")
def create(
    slug: str,
    title: str,
    question: str,
    template: str,
    language: str | None,
    time_zone: str | None,
    first_day: datetime | None,
) -> None:
    """Plan a campaign from a template. Nobody but its team sees it before the launch."""
    settings = current_app.extensions["veche.settings"]
    language, time_zone = language or site.chosen().default_language, time_zone or settings.TIME_ZONE
    outline = Outline(title, slug, language, time_zone, question=question, organiser=site.chosen().organiser)
    day = first_day.date() if first_day else None
    _do(lambda: campaigns.create(Template(template), outline, actor=SYSTEM, now=clock.now(), first_day=day))


@group.command("launch")
@click.argument("slug")
def launch(slug: str) -> None:
    """Make a planned campaign public."""
    _do(lambda: campaigns.launch(campaign_or_missing(slug, SYSTEM), actor=SYSTEM, now=clock.now()))


def _do(verb: Callable[[], object]) -> None:
    try:
        with step():
            verb()
    except Refusal as refused:
        raise click.ClickException(str(refused.reason)) from None


def _rows() -> list[dict[str, str | int]]:
    rows = db.session.scalars(select(Campaign).where(campaigns_visible_to(SYSTEM)).order_by(Campaign.id)).all()
    numbers = numbers_of([campaign.id for campaign in rows])
    return [
        {
            "slug": campaign.slug,
            "title": campaign.title,
            "language": campaign.language,
            "phase": phase_word(campaign),
            "ideas": next((figure.value for figure in numbers[campaign.id] if figure.code == "ideas"), 0),
        }
        for campaign in rows
    ]
