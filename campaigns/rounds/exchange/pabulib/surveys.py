"""What the ballots of a file come to: read once before anything is brought in, for the rule that the file does not spell out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from campaigns.rounds.ballots import marks
from campaigns.rounds.counting.tallies import tally
from campaigns.rounds.counting.values import Candidate, Tally
from campaigns.rounds.exchange.damage import Broken, Damage
from campaigns.rounds.exchange.pabulib import election
from campaigns.rounds.exchange.pabulib.election import WITH_POINTS, Election, Project

# What stands in the column of winners: 1 by the rule; 2 and more with money from elsewhere.
BY_RULE = "1"
PAPER = frozenset({"paper", "traditional"})
FEW = 5


@dataclass
class Survey:
    """An election without its voters. Choices are spelled by the places of projects."""

    election: Election
    choices: Counter[str] = field(default_factory=Counter)
    longest: int = 0
    most_points: int = 0
    least_value: int = 0
    greatest_value: int = 0
    on_paper: bool = False

    @property
    def ballots(self) -> int:
        return self.choices.total()

    @property
    def projects(self) -> Mapping[str, Project]:
        return self.election.projects

    @property
    def candidates(self) -> list[Candidate]:
        return [Candidate(project.place, project.place, project.cost) for project in self.projects.values()]

    def tallies(self) -> dict[int, Tally]:
        """By place what each project that anybody named got."""
        return tally(self.choices.items(), self.election.vote_type)

    @property
    def winners(self) -> frozenset[int] | None:
        """The places of those that the file calls winners by its rule; None where it names none."""
        named = [project.cells.get("selected", "") for project in self.projects.values()]
        if not any(named):
            return None
        return frozenset(p.place for p in self.projects.values() if p.cells.get("selected") == BY_RULE)


def survey(path: Path) -> Survey:
    """Reads the whole file. Raises Broken where it cannot be counted as a whole, or where no ballot of it can."""
    with election.opened(path) as found:
        seen = Survey(found)
        places = {id: project.place for id, project in found.projects.items()}
        for ballot in found.ballots:
            values = [value for _, value in ballot.choice]
            seen.choices[marks.spell(marks.of((places[id], value) for id, value in ballot.choice))] += 1
            seen.longest = max(seen.longest, len(values))
            seen.most_points = max(seen.most_points, sum(values))
            seen.least_value = min(seen.least_value, *values, 0)
            seen.greatest_value = max(seen.greatest_value, *values, 0)
            seen.on_paper = seen.on_paper or ballot.method in PAPER
    _compare(seen)
    if found.refused and not seen.ballots:
        raise Broken([*found.refused[:FEW], Damage(0, "not one ballot can be counted")])
    return seen


def _compare(seen: Survey) -> None:
    """Notes where the official numbers of the file are not those of its ballots."""
    got = seen.tallies()
    for project in seen.projects.values():
        counted = got.get(project.place, Tally())
        numbers = {"votes": counted.votes}
        if seen.election.vote_type in WITH_POINTS:
            numbers["score"] = counted.total
        for column, number in numbers.items():
            said = project.cells.get(column, "")
            if said and said.removesuffix(".0") != str(number):
                reason = f"project {project.id}: the file says {said[:40]} {column}, its ballots come to {number}"
                seen.election.notes.append(Damage(project.line, reason))
