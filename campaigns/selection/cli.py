"""Commands of selections: show one, so that anybody can check that it follows from the ranks and the picks."""

import json
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts.roles import SYSTEM
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result
from campaigns.selection.models import Selection, Way
from campaigns.selection.queries import made
from campaigns.selection.queries.made import Line

group = AppGroup("selection", help="Selections: show one.")


@group.command("show")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print the selection as JSON on standard output.")
def show(slug: str, as_json: bool) -> None:
    """Show the selection of the campaign SLUG: its rule, the result it follows from, and what became of each idea."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == slug))
    if campaign is None:
        raise click.ClickException(f"there is no campaign {slug}: flask campaigns list shows them all")
    made_here = (Selection.campaign_id == campaign.id, Selection.made_at.is_not(None))
    selection = db.session.scalar(select(Selection).where(*made_here))
    if selection is None:
        raise click.ClickException(f"the selection of {slug} is not made yet")
    rows = made.everyone(selection.id, SYSTEM)
    click.echo(json.dumps(_document(slug, selection, rows), ensure_ascii=False) if as_json else _lines(rows))


def _document(slug: str, selection: Selection, rows: list[Line]) -> dict[str, Any]:
    result = db.session.get_one(Result, selection.result_id)
    return {
        "campaign": slug,
        "rule": selection.rule,
        "result": {"edition": result.edition, "fingerprint": result.fingerprint},
        "ideas": selection.ideas,
        "selected": selection.selected,
        "rows": [
            {
                "id": row.idea_id,
                "number": row.number,
                "title": row.title,
                "rank": row.rank,
                "votes": row.votes,
                "way": row.way.value,
                "reason": row.reason,
                "expert": row.expert,
            }
            for row in rows
        ],
    }


def _lines(rows: list[Line]) -> str:
    marks = {Way.SUPPORT: "*", Way.EXPERTS: "+", Way.NOT_SELECTED: ""}
    return "\n".join(f"{row.rank}\t{marks[row.way]}\t{row.votes}\t{row.title}" for row in rows)
