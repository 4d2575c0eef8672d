"""What the checks of a text cost beside the page of an idea: CPU time in process, medians of alternating rounds."""

from collections.abc import Callable
from functools import partial

from moderation.checks import CHECKS, LATER, OF_REQUEST, examine
from tests.benchmarks import floor
from tests.benchmarks.copies import copy
from tests.benchmarks.measures import alternate, table
from tests.factories.campaigns import make_campaign, make_idea

LENGTH, ROUNDS, REPEATS = 2_000, 15, 4
WORDS = (
    "Талоны к узким специалистам расходятся за минуты, и утром люди стоят у дверей с шести. "
    "Пусть освободившийся талон предлагают следующему по списку, а за день до приёма присылают сообщение. "
    "У сусідньому місті так зробили торік: черга зникла, а лікарі приймають стільки ж людей. "
)
TEXT = (WORDS * 10)[:LENGTH]


def run() -> None:
    """Prints the table of checks."""
    with copy() as app:
        with app.app_context():
            idea = make_idea(make_campaign("checks")).id
        page = floor.ask(app, f"/ideas/{idea}")
        calls: dict[str, Callable[[], object]] = {
            "of a request": partial(examine, TEXT),
            **{_name(check): partial(check, TEXT) for check in CHECKS},
        }
        rendered, *times = alternate((page, *calls.values()), ROUNDS, REPEATS)
    rows = [(name, took, took / rendered) for name, took in zip(calls, times, strict=True)]
    rows.insert(1, ("the page of an idea", rendered, 1.0))
    title = f"checks of {LENGTH:,} characters beside the page of an idea ({len(OF_REQUEST)} in a request, {len(LATER)} later)"
    table(title, ("check", "ms", "check / page"), rows)


def _name(check: Callable[..., object]) -> str:
    return check.__module__.rpartition(".")[2]
