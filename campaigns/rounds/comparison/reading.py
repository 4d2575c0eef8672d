"""Ballots for a comparison: those of the round, or of a file."""

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaigns.rounds.ballots import marks
from campaigns.rounds.counting.values import Candidate, Changes
from campaigns.rounds.exchange.pabulib import rules, surveys
from campaigns.rounds.ledger.queries import journal, opened
from campaigns.rounds.models import Round
from campaigns.rounds.queries import votes


@dataclass(frozen=True)
class Ground:
    """What is compared: a rule, what is on the ballot with its titles, and the ballots, equal ones together."""

    rule: dict[str, Any]
    candidates: list[Candidate]
    titles: dict[int, str]
    ballots: Counter[str]
    changes: Changes
    seed: str | None = None


def of_round(round_: Round) -> Ground:
    """A round with its own ballots."""
    options = opened.of_round(round_.id)
    size, _root = votes.last_mark(round_.id)
    ballots: Counter[str] = Counter()
    for pile in votes.piles(round_.id).values():
        ballots += pile
    titles = {option.idea_id: option.title for option in options}
    laid, changes = votes.candidates(options), votes.changes(round_.id, size)
    return Ground(dict(round_.rule), laid, titles, ballots, changes, journal.first_end(round_.id))


def of_file(round_: Round, path: Path) -> Ground:
    """A past vote from a .pb file (packed or not), all of it; or other ballots for a round's options: a file of JSON lines
    `{"marks": "12:1,15:1"}` such as a vote publishes.

    Raises Broken or ValueError, with the line and the reason, where the file cannot be read.
    """
    if path.name.removesuffix(".gz").endswith(".pb"):
        seen = surveys.survey(path)
        titles = {project.place: project.cells.get("name") or project.id for project in seen.projects.values()}
        return Ground(rules.follow(seen).rule, seen.candidates, titles, seen.choices, Changes())
    ground = of_round(round_)
    ballots: Counter[str] = Counter()
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            ballots[_choice(line, number, set(ground.titles))] += 1
    return Ground(ground.rule, ground.candidates, ground.titles, ballots, Changes())


def _choice(line: bytes, number: int, known: set[int]) -> str:
    try:
        text = json.loads(line)["marks"]
        strange = {id for id, _ in marks.read(text)} - known
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f'line {number}: not a ballot as {{"marks": "12:1,15:1"}}') from wrong
    if strange:
        raise ValueError(f"line {number}: {min(strange)} is not on this ballot")
    return str(text)
