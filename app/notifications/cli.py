"""Commands about letters."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.foundation import mailboxes
from app.notifications import bounces
from app.notifications.bounces import MOST_BYTES

group = AppGroup("mail", help="Letters: those that came back, and mailboxes that get none.")
# What mail servers take as «try again later» (sysexits.h).
TRY_AGAIN = 75


@group.command("bounces")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A Maildir: its new messages are read and marked as seen. Without it one message comes on standard input.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def take_bounces(folder: Path | None, as_json: bool) -> None:
    """Reads reports of letters that did not arrive, and pauses mailboxes that letters do not reach."""
    found: Counter[str] = Counter()
    try:
        if folder is None:
            found[bounces.take(_whole(sys.stdin.buffer)).said] += 1
        else:
            for said in _of_maildir(folder):
                found[said] += 1
    except OperationalError as fault:
        click.echo(f"the database does not answer: {type(fault.orig).__name__}", err=True)
        sys.exit(TRY_AGAIN)
    counted = {word: found[word] for word in ("paused", "counted", bounces.NOT_OURS.said, bounces.NO_REPORT.said)}
    if as_json:
        click.echo(json.dumps({"read": found.total(), **{word.replace(" ", "_"): n for word, n in counted.items()}}))
        return
    click.echo("\n".join(f"{word}: {number}" for word, number in counted.items() if number) or "nothing to read")


@group.command("paused")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def count_paused(as_json: bool) -> None:
    """Tells how many mailboxes get no letters."""
    number = mailboxes.paused_now()
    click.echo(json.dumps({"paused": number}) if as_json else f"{number} paused")


def _whole(given: BinaryIO) -> bytes:
    """The beginning of a message; the rest is read and let go, for whoever writes it waits."""
    raw = given.read(MOST_BYTES)
    while given.read(MOST_BYTES):
        pass
    return raw


def _of_maildir(folder: Path) -> Iterator[str]:
    for name in ("new", "cur"):
        if not (folder / name).is_dir():
            raise click.UsageError(f"{folder} is no Maildir: it has no folder “{name}”")
    for path in sorted((folder / "new").iterdir()):
        if path.is_file():
            with path.open("rb") as file:
                said = bounces.take(file.read(MOST_BYTES)).said
            yield said
            path.rename(folder / "cur" / f"{path.name.partition(':')[0]}:2,S")
