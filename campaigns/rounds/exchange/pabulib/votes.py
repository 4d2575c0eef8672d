"""An election of a `.pb` file as a vote that can be brought in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from app.foundation.texts import clean, clean_line
from campaigns.ideas.imports.rows import LONGEST_TEXT, LONGEST_TITLE, LONGEST_WORD
from campaigns.plan import days
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.exchange.damage import Broken, Damage
from campaigns.rounds.exchange.pabulib import election, rules, surveys
from campaigns.rounds.exchange.pabulib.election import Project
from campaigns.rounds.exchange.pabulib.surveys import PAPER
from campaigns.rounds.exchange.votes import Offer, Vote, Voter

DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})|(\d{4})-(\d{2})-(\d{2})|(\d{4})")
A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
A_SECOND = timedelta(seconds=1)
EARLIEST = date(1900, 1, 2)


@dataclass(frozen=True)
class Read:
    """A file read: the vote, what was refused of it, what is odd about it, and which rule was taken and why."""

    vote: Vote
    refused: list[Damage]
    notes: list[Damage]
    because: str
    ballots: int


def read(path: Path, *, counting: str | None, zone: str, now: datetime) -> Read:
    """Reads a file whole. Its ballots are read once more while they are brought in. Raises Broken."""
    seen = surveys.survey(path)
    meta = seen.election.meta
    begins, ends = _day(meta.get("date_begin", ""), is_last=False), _day(meta.get("date_end", ""), is_last=True)
    this_minute = now.replace(second=0, microsecond=0)
    closes_at = days.end_of(ends, zone) if ends else this_minute
    if ends == days.first_day(now, zone):
        # A file with all its ballots is of a vote that is over, though its last day is not.
        closes_at = this_minute
    opens_at = days.start_of(begins, zone) if begins else closes_at - A_DAY
    if begins and ends and begins > ends:
        raise Broken([Damage(0, "date_end lies before date_begin")])
    opens_at = min(opens_at, closes_at - A_MINUTE)
    followed = rules.follow(seen, counting, is_running=closes_at > now)
    written_at = opens_at if begins and opens_at <= now - A_DAY else None
    vote = Vote(
        title=clean_line(meta.get("description"))
        or clean_line(f"{meta.get('unit', '')} {meta.get('instance', '')}")
        or path.stem,
        purpose=clean(meta.get("comment")),
        opens_at=opens_at,
        closes_at=closes_at,
        rule=followed.rule,
        offers=[_offer(project, written_at) for project in seen.projects.values()],
        voters=_voters(path),
    )
    because = followed.because + (
        f"; amounts are in 1/{scale} of the currency" if (scale := seen.election.scale) > 1 else ""
    )
    return Read(vote, seen.election.refused, seen.election.notes, because, seen.ballots)


def _offer(project: Project, written_at: datetime | None) -> Offer:
    cells = project.cells
    return Offer(
        source_id=project.id,
        title=clean_line(cells.get("name"))[:LONGEST_TITLE] or f"No. {project.id}",
        text=clean(cells.get("description"))[:LONGEST_TEXT],
        track=clean_line(cells.get("category", "").partition(",")[0])[:LONGEST_WORD],
        # The earliest is the first of the file.
        written_at=written_at and written_at + project.place * A_SECOND,
        cost=project.cost,
    )


def _voters(path: Path) -> Iterator[Voter]:
    with election.opened(path) as found:
        for ballot in found.ballots:
            channel = BallotChannel.PAPER if ballot.method in PAPER else BallotChannel.IMPORT
            yield Voter(ballot.voter, ((ballot.choice, None),), channel)


def _day(text: str, *, is_last: bool) -> date | None:
    """A day as these files write it; of a year alone its first or its last one. None where it cannot be told."""
    found = DAY.fullmatch(text.strip())
    if not found:
        return None
    if found[7]:
        day, month, year = (31, 12, int(found[7])) if is_last else (1, 1, int(found[7]))
    else:
        parts = found.groups()[:3] if found[1] else (found[6], found[5], found[4])
        day, month, year = (int(part) for part in parts)
    try:
        return max(date(year, month, day), EARLIEST)
    except ValueError:
        return None
