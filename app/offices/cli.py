"""`flask offices`."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

import click
from flask.cli import AppGroup

from app.accounts.roles import SYSTEM, Actor
from app.foundation import clock
from app.foundation.tables import NotATable, Table, read
from app.foundation.unit_of_work import step
from app.offices import calendar, competences, entries, rows

group = AppGroup("offices", help="Departments, their working days and the address book.")


@group.command("calendar")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def bring_calendar(source: Path, as_json: bool) -> None:
    """Bring the days that differ from Monday to Friday in from FILE: a CSV with day, is_working, closes_at, name.

    A day is written as 2026-11-16, is_working as 1 or 0, closes_at as 17:00 for a day that ends early. Safe to run again.
    """
    _bring(source, Bringing("days", rows.lacking, rows.read, calendar.keep), as_json)


@group.command("competences")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def bring_competences(source: Path, as_json: bool) -> None:
    """Bring the address book in from FILE: a CSV with name, covers, address. Texts that belong elsewhere are referred to it.

    An entry is known by its name; one that is not in the file stays. Safe to run again.
    """
    _bring(source, Bringing("entries", entries.lacking, entries.read, competences.bring), as_json)


Told = TypeVar("Told")


@dataclass(frozen=True)
class Bringing(Generic[Told]):
    """What comes in from a file: its name, which columns lack, what the rows say, and the verb that keeps it."""

    things: str
    lacking: Callable[[Sequence[str]], list[str]]
    read: Callable[[Table], tuple[list[Told], list[tuple[int, str]]]]
    keep: Callable[[Actor, list[Told], datetime], int]


def _bring(source: Path, what: Bringing[Told], as_json: bool) -> None:
    """Reads the file, keeps what is new in it and tells how much, and which rows make no sense."""
    try:
        table = read(source)
    except NotATable as fault:
        raise click.ClickException(f"{source}: {fault}") from None
    if missing := what.lacking(table.columns):
        raise click.UsageError(f"no column is called {' or '.join(missing)}: {', '.join(table.columns)}")
    told, refused = what.read(table)
    with step():
        changed = what.keep(SYSTEM, told, clock.now())
    for number, why in refused:
        click.echo(f"row {number}: {why}", err=True)
    if as_json:
        click.echo(json.dumps({what.things: changed, "unchanged": len(told) - changed, "refused": len(refused)}))
    else:
        click.echo(f"{changed} {what.things} came in, {len(told) - changed} unchanged, {len(refused)} refused")
