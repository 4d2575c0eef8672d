"""`flask moderation`."""

import json
import sys
from typing import TextIO

import click
from flask.cli import AppGroup

from moderation.checks import holds, look_at, look_at_whole, short

LANGUAGES = ("ru", "uk", "en")
group = AppGroup("moderation", help="Checks of texts.")


@group.command("check")
@click.option(
    "--from",
    "source",
    type=click.File(encoding="utf-8", errors="replace"),
    required=True,
    help="A file of JSON strings, one a line.",
)
def check(source: TextIO) -> None:
    """Run the automatic checks on one text a line, those that need no other texts.

    Prints a JSON object for each: whether the text would be held, and the rules that fired with score and span.
    """
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)
        except ValueError:
            raise click.ClickException(f"line {number} is no JSON") from None
        if not isinstance(text, str):
            raise click.ClickException(f"line {number} is no JSON string")
        found = [*look_at(text), *look_at_whole([text], LANGUAGES, short.REMARK_WORDS)]
        rules = [{"code": one.code, "score": one.score, "span": [one.start, one.end]} for one in found]
        sys.stdout.write(json.dumps({"held": holds(found), "rules": rules}, ensure_ascii=False) + "\n")
