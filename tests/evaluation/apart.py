"""How many votes of attacks the rules set apart, and how many honest ones with them: `python -m tests.evaluation.apart [--tuned]`.

The worlds are made (`swarms.py`) and split in two by the hash of their names; the rules were tuned with one half before the
eyes, the other is reported. Votes of one world are no independent draws: beside shares of votes stand shares of worlds.
"""

import argparse
from collections import Counter
from dataclasses import dataclass

from campaigns.rounds.apart import rules
from campaigns.rounds.apart.groups import find
from tests.evaluation import swarms
from tests.evaluation.spam import Share

RULES = [rules.usual(rules.NEW_ACCOUNTS), rules.usual(rules.SWARM)]
# An attack is found where so much of it is set apart.
MOST_OF_IT = 0.5
WORLDS = 40


@dataclass(frozen=True)
class Figures:
    """Of one kind of world: votes of the group that is looked at, worlds in which it is hit, and votes of the crowd around it."""

    kind: str
    group: Share
    worlds: Share
    crowd: Share


def figures_of(kind: str, count: int, half: int) -> Figures:
    """What the rules do in so many worlds of the kind."""
    seen: Counter[str] = Counter()
    for world in swarms.worlds([kind], count, half):
        found = find(world.votes(), RULES)
        in_group = [one.is_attack or one.is_odd for one in world.people]
        hit = sum(one and place in found for place, one in enumerate(in_group))
        seen["group"] += sum(in_group)
        seen["group hit"] += hit
        seen["crowd"] += len(in_group) - sum(in_group)
        seen["crowd hit"] += len(found) - hit
        is_attack = kind in swarms.ATTACKS
        seen["worlds hit"] += hit >= MOST_OF_IT * sum(in_group) if is_attack else bool(found)
    return Figures(
        kind,
        Share(seen["group hit"], max(1, seen["group"])),
        Share(seen["worlds hit"], count),
        Share(seen["crowd hit"], seen["crowd"]),
    )


def main() -> None:
    """Prints the tables of one half."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.evaluation.apart", description="Measures the rules of votes apart."
    )
    parser.add_argument("--tuned", action="store_true", help="the half the rules were tuned with")
    parser.add_argument("--worlds", type=int, default=WORLDS, help="how many of each kind")
    asked = parser.parse_args()
    half = swarms.TUNED if asked.tuned else swarms.REPORTED
    run(asked.worlds, half)


def run(count: int = WORLDS, half: int = swarms.REPORTED) -> None:
    """Prints the tables."""
    _table("attack", "found in", swarms.ATTACKS, count, half)
    _table("honest", "hit in", swarms.HONEST, count, half)


def _table(title: str, where: str, kinds: dict[str, swarms.Group], count: int, half: int) -> None:
    print(
        f"{title:28} {'votes':>6} {'apart':>6}  share (95 %)             {where} of {count}   (95 %)             crowd apart"
    )
    for kind in kinds:
        one = figures_of(kind, count, half)
        print(
            f"{kind:28} {one.group.texts:6} {one.group.held:6}  {_told(one.group)}"
            f"  {one.worlds.held:6}  {_told(one.worlds)}  {one.crowd.held} of {one.crowd.texts}"
        )


def _told(share: Share) -> str:
    low, high = share.interval
    return f"{share.value:.3f} ({max(0.0, low):.3f} to {high:.3f})"


if __name__ == "__main__":
    main()
