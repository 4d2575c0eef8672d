"""Times taken side by side, and how they are printed."""

import statistics
import time
from collections.abc import Callable, Sequence


def alternate(calls: Sequence[Callable[[], object]], rounds: int, repeats: int) -> list[float]:
    """The CPU milliseconds of each call: medians of rounds, in each of which every call has its turn."""
    for call in calls:
        call()
    found: list[list[float]] = [[] for _ in calls]
    for number in range(rounds):
        order = range(len(calls)) if number % 2 else reversed(range(len(calls)))
        for place in order:
            began = time.process_time()
            for _ in range(repeats):
                calls[place]()
            found[place].append((time.process_time() - began) * 1000 / repeats)
    return [statistics.median(times) for times in found]


def share(times: Sequence[float], percent: int) -> float:
    """The time that so many percent do not exceed."""
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints rows under a head, figures to the right."""
    cells = [[_cell(value) for value in row] for row in [head, *rows]]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    print(f"\n{title}")
    for row in cells:
        print(
            "  "
            + row[0].ljust(widths[0])
            + "".join("  " + c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))
        )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
