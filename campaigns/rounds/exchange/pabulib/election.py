"""An election as a `.pb` file has it, read in one pass: META and PROJECTS first, then the ballots one at a time.

What makes the whole file uncountable raises Broken with all such faults at once. A ballot that cannot be counted as it was cast
is refused with its line and the reason, and the others come in. Standard library only.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from campaigns.rounds.exchange.damage import Broken, Damage, Refused
from campaigns.rounds.exchange.pabulib import lines
from campaigns.rounds.exchange.pabulib.lines import SECTIONS, Line

# Costs may have decimals; a budget is counted in whole units, so all amounts are raised by one power of ten.
MOST_DECIMALS = 4
HIGHEST = 10**9
MOST_MONEY = 10**15


class VoteType(StrEnum):
    """What people filled in."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose-1"
    CUMULATIVE = "cumulative"
    ORDINAL = "ordinal"
    SCORING = "scoring"


WITH_POINTS = frozenset({VoteType.CUMULATIVE, VoteType.SCORING})
LIMITS = ("min_length", "max_length", "min_sum_points", "max_sum_points", "min_points", "max_points")
COLUMNS = {"PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}


@dataclass(frozen=True)
class Project:
    """A project: its place in the file from 1, its cost in units of 1/`Election.scale`, and its cells by column."""

    id: str
    place: int
    line: int
    cost: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class CastBallot:
    """A ballot as it was cast: (project id, value). 1 approves; else points, or the place from 1."""

    line: int
    voter: str
    choice: tuple[tuple[str, int], ...]
    method: str = ""


@dataclass
class Election:
    """An open file. `refused` grows while `ballots` are read; `notes` are oddities that change no count."""

    vote_type: VoteType
    meta: Mapping[str, str]
    limits: Mapping[str, int]
    budget: int
    max_sum_cost: int | None
    scale: int
    projects: Mapping[str, Project]
    ballots: Iterator[CastBallot]
    notes: list[Damage] = field(default_factory=list)
    refused: list[Damage] = field(default_factory=list)


@contextmanager
def opened(path: Path) -> Iterator[Election]:
    """The election of a file. Raises Broken where it cannot be counted as a whole."""
    with lines.opened(path) as found:
        yield _Reader(found).election()


class _Reader:
    """Goes through the lines once."""

    def __init__(self, found: Iterator[Line]) -> None:
        self.lines = found
        self.broken: list[Damage] = []
        self.notes: list[Damage] = []
        self.meta: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.projects: dict[str, Project] = {}
        self.seen: dict[str, int] = {}

    def election(self) -> Election:
        self._begin()
        raw = self._rows_of_projects()
        head = self._head("VOTES") if "VOTES" in self.seen else {}
        vote_type, limits = self._vote_type(), self._limits()
        if "VOTES" in self.seen and vote_type in WITH_POINTS and "points" not in head:
            self._break(self.seen["VOTES"], f"VOTES has no column points, and {vote_type} votes need one")
        scale, budget, dearest = self._money(raw)
        if self.broken or vote_type is None or budget is None:
            raise Broken(sorted(self.broken, key=lambda one: one.line))
        election = Election(
            vote_type, self.meta, limits, budget, dearest, scale, self.projects, iter(()), notes=self.notes
        )
        self._compare_count("num_projects", len(self.projects), "projects")
        election.ballots = self._ballots(election, head)
        return election

    def _break(self, line: int, reason: str) -> None:
        self.broken.append(Damage(line, reason))

    def _begin(self) -> None:
        """META and the lines up to PROJECTS."""
        section = None
        for line in self.lines:
            if line.section == "PROJECTS":
                self.seen["PROJECTS"] = line.number
                break
            if line.section == "VOTES":
                self._break(line.number, "VOTES stands before PROJECTS")
                break
            if line.section:
                self._once(line)
                section = line.section
            elif section is None:
                self._break(line.number, "the file does not begin with the section META")
                section = "META"
            else:
                self._keep_meta(line)
        for name in SECTIONS[:2]:
            if name not in self.seen:
                self._break(0, f"there is no section {name}")
        if "PROJECTS" not in self.seen:
            raise Broken(self.broken)

    def _once(self, line: Line) -> None:
        name = str(line.section)
        if name in self.seen:
            self._break(line.number, f"a second section {name}; the first begins on line {self.seen[name]}")
        self.seen.setdefault(name, line.number)

    def _keep_meta(self, line: Line) -> None:
        key = line.cells[0].casefold()
        if key == "key":
            return
        if line.fault:
            self.notes.append(Damage(line.number, line.fault))
        # An unquoted text may hold the separator itself.
        value = ";".join(line.cells[1:]).rstrip(";")
        if key in self.meta and self.meta[key] != value:
            self._break(line.number, f"{key} is said on line {self.places[key]} already, and otherwise")
        self.meta.setdefault(key, value)
        self.places.setdefault(key, line.number)

    def _head(self, section: str) -> dict[str, int]:
        line = next(self.lines, None)
        columns = {} if line is None else {name.casefold(): place for place, name in enumerate(line.cells) if name}
        for name in COLUMNS[section]:
            if name not in columns:
                self._break(self.seen[section], f"{section} has no column {name}")
        if self.broken and not columns:
            raise Broken(self.broken)
        return columns

    def _rows_of_projects(self) -> list[tuple[Line, Mapping[str, str]]]:
        head = self._head("PROJECTS")
        found: list[tuple[Line, Mapping[str, str]]] = []
        for line in self.lines:
            if line.section:
                self._once(line)
                if line.section == "VOTES":
                    return found
            else:
                found.append((line, {name: _cell(line.cells, place) for name, place in head.items()}))
        self._break(0, "there is no section VOTES")
        return found

    def _vote_type(self) -> VoteType | None:
        named = self.meta.get("vote_type", "").casefold()
        if named in tuple(VoteType):
            return VoteType(named)
        known = ", ".join(VoteType)
        said = f"the vote_type {named[:40]!r} is none of {known}" if named else f"META has no vote_type: one of {known}"
        self._break(self.places.get("vote_type", self.seen.get("META", 0)), said)
        return None

    def _limits(self) -> dict[str, int]:
        found = {}
        for key in LIMITS:
            if self.meta.get(key):
                try:
                    found[key] = whole(self.meta[key])
                except ValueError:
                    self._break(self.places[key], f"{key} {self.meta[key][:40]!r} is no whole number")
        return found

    def _money(self, rows: list[tuple[Line, Mapping[str, str]]]) -> tuple[int, int | None, int | None]:
        """The power of ten that makes all amounts whole, the budget and the dearest ballot; fills the projects."""
        amounts = {key: self._amount(key) for key in ("budget", "max_sum_cost")}
        if "budget" not in self.meta:
            self._break(self.seen.get("META", 0), "META has no budget")
        costs = [self._cost(line, cells) for line, cells in rows]
        scale = 10 ** max(
            (_decimals(amount) for amount in [*amounts.values(), *costs] if amount is not None), default=0
        )
        for (line, cells), cost in zip(rows, costs, strict=True):
            if cost is not None:
                self._keep_project(line, cells, int(cost * scale))
        if not self.projects and not self.broken:
            self._break(self.seen["PROJECTS"], "PROJECTS has no rows")
        budget, dearest = (None if amount is None else int(amount * scale) for amount in amounts.values())
        return scale, budget, dearest

    def _amount(self, key: str) -> Decimal | None:
        if not self.meta.get(key):
            return None
        try:
            return amount_of(self.meta[key])
        except ValueError as fault:
            self._break(self.places[key], f"{key} {self.meta[key][:40]!r} {fault}")
            return None

    def _cost(self, line: Line, cells: Mapping[str, str]) -> Decimal | None:
        try:
            return amount_of(cells.get("cost", ""))
        except ValueError as fault:
            self._break(line.number, f"the cost {cells.get('cost', '')[:40]!r} {fault}")
            return None

    def _keep_project(self, line: Line, cells: Mapping[str, str], cost: int) -> None:
        id = cells.get("project_id", "")
        if not id:
            self._break(line.number, "a project without project_id")
        elif id in self.projects:
            self._break(line.number, f"project {id} stands on line {self.projects[id].line} already")
        else:
            self.projects[id] = Project(id, len(self.projects) + 1, line.number, cost, cells)
        if line.fault:
            self.notes.append(Damage(line.number, line.fault))

    def _compare_count(self, key: str, found: int, what: str) -> None:
        said = self.meta.get(key, "")
        if said and said != str(found):
            self.notes.append(Damage(self.places[key], f"{key} is {said[:40]}, and there are {found} {what}"))

    def _ballots(self, election: Election, head: Mapping[str, int]) -> Iterator[CastBallot]:
        voters: dict[str, int] = {}
        rows = 0
        for line in self.lines:
            rows += 1
            try:
                if line.section:
                    rows -= 1
                    raise Refused(f"the section {line.section} stands after VOTES")
                ballot = ballot_of(line, head, election)
                if ballot.voter in voters:
                    raise Refused(f"voter {ballot.voter} stands on line {voters[ballot.voter]} already")
            except Refused as refused:
                election.refused.append(Damage(line.number, str(refused), line.text))
                continue
            voters[ballot.voter] = line.number
            yield ballot
        self._compare_count("num_votes", rows, "ballots")


def ballot_of(line: Line, head: Mapping[str, int], election: Election) -> CastBallot:
    """The ballot of a line. Raises Refused where it cannot be counted as it was cast."""
    if line.fault:
        raise Refused(line.fault)
    if len(line.cells) > len(head) and any(line.cells[len(head) :]):
        raise Refused(f"the row has {len(line.cells)} cells, the head has {len(head)}")
    voter = _cell(line.cells, head["voter_id"])
    if not voter:
        raise Refused("there is no voter_id")
    ids = _listed(_cell(line.cells, head["vote"]))
    for id in ids:
        if id not in election.projects:
            raise Refused(f"a vote for project {id[:40]!r}, which is not in PROJECTS")
    if len(set(ids)) < len(ids):
        raise Refused("a project stands twice in the vote")
    values = _values(line, head, election, len(ids))
    _require_limits(election, ids, values)
    method = _cell(line.cells, head["voting_method"]) if "voting_method" in head else ""
    return CastBallot(line.number, voter, tuple(zip(ids, values, strict=True)), method.casefold())


def _listed(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(",")] if cell else []


def _values(line: Line, head: Mapping[str, int], election: Election, count: int) -> list[int]:
    if election.vote_type == VoteType.ORDINAL:
        return list(range(1, count + 1))
    if election.vote_type not in WITH_POINTS:
        return [1] * count
    points = _listed(_cell(line.cells, head["points"]))
    if len(points) != count:
        raise Refused(f"{len(points)} points for {count} projects")
    return [_points(one, election) for one in points]


def _points(text: str, election: Election) -> int:
    try:
        points = whole(text)
    except ValueError:
        raise Refused(f"the points {text[:40]!r} are no whole number") from None
    least = election.limits.get("min_points", 0) if election.vote_type == VoteType.SCORING else 0
    if points < least:
        raise Refused(f"{points} points, the least are {least}")
    most = election.limits.get("max_points", HIGHEST)
    if points > most:
        raise Refused(f"{points} points, the most are {most}")
    return points


def _require_limits(election: Election, ids: list[str], values: list[int]) -> None:
    limits = election.limits
    most = 1 if election.vote_type == VoteType.CHOOSE_ONE else limits.get("max_length", len(election.projects))
    if len(ids) > most:
        raise Refused(f"the vote names {len(ids)} projects, the most are {most}")
    if len(ids) < limits.get("min_length", 0):
        raise Refused(f"the vote names {len(ids)} projects, the least are {limits['min_length']}")
    if election.vote_type == VoteType.CUMULATIVE and sum(values) > limits.get("max_sum_points", HIGHEST):
        raise Refused(f"{sum(values)} points in all, the most are {limits['max_sum_points']}")
    if election.max_sum_cost is not None and election.vote_type == VoteType.APPROVAL:
        cost = sum(election.projects[id].cost for id in ids)
        if cost > election.max_sum_cost:
            raise Refused(
                f"the projects cost {_amount(cost, election)}, {_amount(election.max_sum_cost, election)} is there"
            )


def _amount(units: int, election: Election) -> str:
    return str(Decimal(units) / election.scale)


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def whole(text: str) -> int:
    """A whole number in plain digits, with a sign or with decimals that are all naughts. Raises ValueError for anything else."""
    digits, _, decimals = text.strip().partition(".")
    if not (digits.isascii() and digits.removeprefix("-").isdigit()) or decimals.strip("0") or len(digits) > 12:
        raise ValueError(text)
    return int(digits)


def amount_of(text: str) -> Decimal:
    """An amount of money, from 0, with a few decimals. Raises ValueError with what is wrong with it."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    try:
        amount = Decimal(plain) if plain.isascii() and "_" not in plain else Decimal("NaN")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise ValueError("is no number")
    if not 0 <= amount <= MOST_MONEY:
        raise ValueError("is no amount from 0")
    if _decimals(amount) > MOST_DECIMALS:
        raise ValueError(f"has more than {MOST_DECIMALS} decimals")
    return amount


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
