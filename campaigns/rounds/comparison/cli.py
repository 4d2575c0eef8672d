"""The command that puts the same ballots through every rule that fits."""

import json
import zlib
from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.accounts.roles import SYSTEM
from app.foundation import clock
from app.foundation.unit_of_work import step
from campaigns.rounds.cli import of_round, refuse_hidden, round_of
from campaigns.rounds.comparison import publishing, reading
from campaigns.rounds.comparison.outcomes import Outcome, compare
from campaigns.rounds.comparison.reading import Ground
from campaigns.rounds.exchange.cli import rounds_commands
from campaigns.rounds.exchange.damage import Broken
from campaigns.rounds.models import Round, Source

__all__ = ["rounds_commands"]

# In this order, whatever order the database keeps them in.
PARTS = ("rule", "by", "over", "completion", "confidence", "budget")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@rounds_commands.command("compare")
@click.argument("slug")
@of_round
@click.option(
    "--ballots", "path", type=FILE, help="Other ballots: a .pb file of a past vote, or JSON lines as votes publish."
)
@click.option("--publish", is_flag=True, help="Let everyone read the comparison; it stands in the campaign's log.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON on standard output.")
@with_appcontext
def compare_rules(slug: str, number: int | None, path: Path | None, publish: bool, as_json: bool) -> None:
    """Put the same ballots through every rule that fits, and say who is represented by each.

    The ballots are those of a vote of the campaign SLUG, or from a file: to choose a rule before the vote opens, take a past vote.
    """
    round_ = round_of(slug, number)
    if round_.source != Source.BALLOTS:
        raise click.ClickException(f"round {round_.number} of {slug} counts supports: there is one rule for them")
    if path is None:
        refuse_hidden(round_)
    try:
        ground = reading.of_round(round_) if path is None else reading.of_file(round_, path)
    except (Broken, ValueError, OSError, EOFError, zlib.error) as wrong:
        raise click.ClickException(f"{path}: {wrong}") from None
    outcomes = compare(ground.rule, ground.candidates, ground.ballots, ground.changes, ground.seed)
    if publish:
        with step():
            publishing.publish(round_, ground.ballots.total(), outcomes, SYSTEM, clock.now())
    click.echo(_json(round_, ground, outcomes) if as_json else _lines(round_, ground, outcomes))


def _json(round_: Round, ground: Ground, outcomes: Sequence[Outcome]) -> str:
    found = {
        "round": round_.number,
        "ballot": ground.rule["ballot"],
        "ballots": ground.ballots.total(),
        "titles": {str(id): title for id, title in sorted(ground.titles.items())},
        "outcomes": [outcome.as_json() for outcome in outcomes],
    }
    return json.dumps(found, ensure_ascii=False)


def _lines(round_: Round, ground: Ground, outcomes: Sequence[Outcome]) -> str:
    lines = [f"round {round_.number}: {ground.ballots.total()} ballots, {len(ground.candidates)} ideas"]
    for outcome in outcomes:
        told = outcome.as_json()
        spelled = ", ".join(str(outcome.counting[part]) for part in PARTS if part in outcome.counting)
        cost = "" if outcome.cost is None else f", together {outcome.cost}"
        represented = f"{told['represented_percent']} % of voters got at least one of their choice"
        shares = f"{told['share_percent']} % of a choice wins on average, {told['least_share_percent']} % for the worst tenth"
        lines += ["", spelled, f"  {len(outcome.winners)} win{cost}; {represented}, {shares}"]
        lines += [f"  * {ground.titles[id]}" for id in outcome.winners]
    return "\n".join(lines)
