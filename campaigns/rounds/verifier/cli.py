"""The command that checks a published vote."""

from pathlib import Path

import click

from campaigns.rounds.verifier import verify as verifier


def _mailed(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[int, str]:
    try:
        return dict(verifier.mailed(mark) for mark in given)
    except ValueError as why:
        raise click.BadParameter(str(why)) from why


@click.command("verify")
@click.argument("ledger", type=click.Path(exists=True, path_type=Path))
@click.option("--receipt", metavar="CODE", help="Look up the control code of a vote.")
@click.option(
    "--checkpoint", "mailed", metavar="SIZE:ROOT", multiple=True, callback=_mailed, help="A check mark that was mailed."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON on standard output.")
@click.option("--language", type=click.Choice(verifier.LANGUAGES), default="en", show_default=True)
def verify(ledger: Path, receipt: str | None, mailed: dict[int, str], as_json: bool, language: str) -> None:
    """Check a published vote: LEDGER is its zip file, or a folder with its files.

    Counts everything anew with the program that observers are given, which needs neither the database nor Veche. Exits with 1
    where something does not agree, and says what.
    """
    found = verifier.examine(ledger, receipt, mailed)
    click.echo(verifier.as_json(found, language) if as_json else verifier.as_text(found, receipt, language))
    if found.report.problems:
        raise SystemExit(1)
