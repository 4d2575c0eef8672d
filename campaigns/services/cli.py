"""Commands of the catalogue of services."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts.roles import SYSTEM
from app.foundation import clock
from app.foundation.db import db
from app.foundation.tables import NotATable, Row, Table, read
from app.foundation.unit_of_work import step
from campaigns.services.domain import bringing
from campaigns.services.domain.bringing import Outcome
from campaigns.services.queries import lists
from campaigns.services.rows import CALLED, columns_of

AT_ONCE = 200

group = AppGroup("services", help="The catalogue of services.")


@group.command("import")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come in; keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def bring_in(source: Path, dry_run: bool, as_json: bool) -> None:
    """Bring services in from FILE, a CSV with the columns name, department, link, territory, description; name must be there.

    What is refused goes to a file with row and reason. Safe to run again.
    """
    try:
        table = read(source)
    except NotATable as fault:
        raise click.ClickException(f"{source}: {fault}") from None
    columns = columns_of(table.columns)
    if "name" not in columns:
        raise click.UsageError(f"no column is called {' or '.join(CALLED['name'][:2])}: {', '.join(table.columns)}")
    now = clock.now()
    found = bringing.read(table.rows, columns)
    outcome = _checked(found, now) if dry_run else _brought(found, now)
    outcome.refusals.sort(key=lambda refusal: refusal[0].number)
    refusals = None if dry_run or not outcome.refusals else _write_refusals(outcome.refusals, table, now)
    _say(outcome, refusals, as_json)


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def list_all(as_json: bool) -> None:
    """Show the catalogue, what has left it included."""
    rows = [_told(line) for line in lists.everything()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo("  ".join(str(row[name]) for name in ("id", "name", "department") if row[name]))


def _checked(found: bringing.Read, now: datetime) -> Outcome:
    outcome = bringing.bring(SYSTEM, found.services, now, keep=False)
    outcome.refusals += found.refusals
    return outcome


def _brought(found: bringing.Read, now: datetime) -> Outcome:
    whole = Outcome(refusals=list(found.refusals))
    for start in range(0, len(found.services), AT_ONCE):
        with step():
            outcome = bringing.bring(SYSTEM, found.services[start : start + AT_ONCE], now)
        db.session.rollback()
        whole.services += outcome.services
        whole.unchanged += outcome.unchanged
        whole.refusals += outcome.refusals
    return whole


def _write_refusals(refusals: Sequence[tuple[Row, str]], table: Table, now: datetime) -> Path:
    folder = Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"services-refused-{now:%Y%m%d-%H%M%S}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("row", "reason", *table.columns))
        lines.writerows(
            (row.number, reason, *(row.cells.get(column, "") for column in table.columns)) for row, reason in refusals
        )
    return path


def _say(outcome: Outcome, refusals: Path | None, as_json: bool) -> None:
    counts = {
        "services": outcome.services,
        "unchanged": outcome.unchanged,
        "refused": len(outcome.refusals),
        "refusals_file": str(refusals) if refusals else None,
    }
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    click.echo(f"{outcome.services} services came in, {outcome.unchanged} unchanged, {len(outcome.refusals)} refused")
    if refusals:
        click.echo(f"what was refused, with the reasons: {refusals}")


def _told(line: lists.ServiceLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "department": line.office,
        "link": line.link,
        "territory": line.territory,
        "description": line.description,
        "ended_at": line.ended_at.isoformat() if line.ended_at else None,
    }
