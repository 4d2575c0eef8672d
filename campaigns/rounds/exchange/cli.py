"""The command that gives rounds out as files."""

from pathlib import Path

import click
from sqlalchemy import select

from app.foundation.db import db
from campaigns.rounds.cli import group as rounds_commands
from campaigns.rounds.cli import of_round, round_of
from campaigns.rounds.exchange import exports
from campaigns.rounds.exchange.pabulib import writing as elections
from campaigns.rounds.exchange.polis import writing as conversations
from campaigns.rounds.models import Result

__all__ = ["rounds_commands"]

OUT = {"pabulib": elections.write, "polis": conversations.write}


@rounds_commands.command("export")
@click.argument("slug")
@of_round
@click.option("--format", "form", type=click.Choice([*OUT]), default="pabulib", show_default=True, help="The form.")
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True, help="Where to."
)
def give_out(slug: str, number: int | None, form: str, output: Path) -> None:
    """Write the published result of a round of the campaign SLUG with its ballots as a .pb file, or as tables of pol.is in a zip.

    No voter is named; ballots stand in the order of what they say.
    """
    round_ = round_of(slug, number)
    newest = select(Result).where(Result.round_id == round_.id, Result.published_at.is_not(None))
    result = db.session.scalar(newest.order_by(Result.edition.desc()).limit(1))
    if result is None:
        raise click.ClickException(f"the result of round {round_.number} is not published yet")
    given = exports.of_result(result, round_)
    if form == "polis" and not conversations.fits(given):
        raise click.ClickException("only a vote for or against has the form of a conversation: use --format pabulib")
    with output.open("wb") as file:
        OUT[form](given, file)
    click.echo(f"{output}: {len(given.items)} ideas, {sum(number for _, number in given.ballots)} ballots")
