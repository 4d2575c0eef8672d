"""All benchmarks, or one: `python -m tests.benchmarks [--only NAME]`. Figures of one run are taken side by side and compare;
those of two runs on a machine that others use do not."""

import argparse
import os
import platform
import time
from collections.abc import Callable

from tests.benchmarks import (
    apart,
    archives,
    casting,
    checks,
    counts,
    digests,
    elections,
    imports,
    large,
    opendata,
    pages,
    queue,
    sealing,
    search_messages,
    search_quality,
    tallies,
    themes,
    verifying,
    writers,
)
from tests.support.real import FOLDER

BRIEF = ("ru_rutube_faq", "ru_xquad")


def _search_in_brief() -> None:
    search_quality.main(BRIEF if (FOLDER / "search" / BRIEF[0]).exists() else ())


# What both engines of search can be asked for.
OF_ENGINES: dict[str, Callable[[str], None]] = {
    "search": lambda database: search_quality.main((), database),
    "messages": lambda database: search_messages.run((), database),
}
ALL: dict[str, Callable[[], None]] = {
    "pages": pages.run,
    "large": large.run,
    "queue": queue.run,
    "checks": checks.run,
    "import": imports.run,
    "tally": tallies.run,
    "apart": apart.run,
    "counts": counts.run,
    "elections": elections.run,
    "sealing": sealing.run,
    "verify": verifying.run,
    "casting": casting.run,
    "themes": themes.run,
    "digests": digests.run,
    "archives": archives.run,
    "opendata": opendata.run,
    "writers": writers.run,
    "search": _search_in_brief,
    "messages": search_messages.run,
}


def main() -> None:
    """Runs what is asked for and prints tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measures this copy.")
    parser.add_argument(
        "--only", choices=ALL, metavar="NAME", help=f"One of {', '.join(ALL)}; search with all its sets."
    )
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="where search and messages look"
    )
    asked = parser.parse_args()
    only: str | None = asked.only
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load of the last 1, 5 and 15 minutes: {busy}")
    print(f"real data: {FOLDER if FOLDER.exists() else 'absent, made ones instead (VECHE_TEST_DATA)'}")
    began = time.monotonic()
    if only in OF_ENGINES:
        OF_ENGINES[only](asked.database)
    else:
        for run in [ALL[only]] if only else ALL.values():
            run()
    print(f"\nmeasured in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
