"""Groups of votes that make the same choice and agree in signs. Pure; the same votes give the same groups. Standard library only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from campaigns.rounds.apart import signs
from campaigns.rounds.apart.rules import NEW_ACCOUNTS, SWARM
from campaigns.rounds.apart.signs import MINUTE, Sign, Trait
from campaigns.rounds.apart.votes import Vote

# An account is new to the rule of swarms for so long.
FRESH_WITHIN = 30 * MINUTE
# On longer ballots what a single mark says is no choice any more, only the whole of it.
FEW_MARKS = 5
# What more there must be beside new accounts and one ballot.
OF_ONE_HAND = frozenset({Sign.PROGRAM, Sign.PATTERN, Sign.PACE, Sign.CROWDED})

Pair = tuple[Trait, Trait]


@dataclass(frozen=True)
class Found:
    """Why a vote is set apart: the code of the rule, and the signs that agree."""

    code: str
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class Candidate:
    """Votes with one choice and two traits in common; `certain` are the traits that are signs."""

    choice: str
    pair: Pair
    certain: frozenset[Sign]


def find(votes: Iterable[Vote], rules: Iterable[Mapping[str, Any]]) -> dict[int, Found]:
    """The votes that the rules set apart, by ballot. Where several rules speak, the first of accounts that are new."""
    ordered = sorted(votes, key=lambda vote: vote.ballot_id)
    found: dict[int, Found] = {}
    for rule in sorted(rules, key=lambda one: str(one["code"])):
        for members, agreed in _BY_CODE[rule["code"]](ordered, rule):
            told = tuple(sorted(agreed, key=list(Sign).index))
            for vote in members:
                found.setdefault(vote.ballot_id, Found(rule["code"], told))
    return found


Group = tuple[Sequence[Vote], frozenset[Sign]]


def _new_accounts(votes: Sequence[Vote], rule: Mapping[str, Any]) -> Iterator[Group]:
    crowd = Crowd(votes, rule["minutes"] * MINUTE, whole_only=True)
    for members, agreed in crowd.groups(rule["least"]):
        fresh = all(0 <= vote.delay <= rule["minutes"] * MINUTE for vote in members)
        if fresh and len(agreed) >= 3 and agreed & OF_ONE_HAND:
            yield members, agreed


def _swarm(votes: Sequence[Vote], rule: Mapping[str, Any]) -> Iterator[Group]:
    crowd = Crowd(votes, FRESH_WITHIN, whole_only=False)
    for members, agreed in crowd.groups(rule["least"]):
        if len(agreed) >= rule["signs"]:
            yield members, agreed


_BY_CODE = {NEW_ACCOUNTS: _new_accounts, SWARM: _swarm}


class Crowd:
    """All votes of a round with what they have in common, counted."""

    def __init__(self, votes: Sequence[Vote], fresh_within: float, *, whole_only: bool) -> None:
        self.votes = votes
        self.traits = [signs.traits(vote, fresh_within) for vote in votes]
        self.choices = [_choices(vote.marks, whole_only) for vote in votes]
        self.with_trait = Counter(trait for own in self.traits for trait in own)
        self.by_choice: defaultdict[str, list[int]] = defaultdict(list)
        for place, own in enumerate(self.choices):
            for choice in own:
                self.by_choice[choice].append(place)

    def groups(self, least: int) -> Iterator[Group]:
        """Groups of at least so many votes with the signs of their own that agree in them, the choice among them."""
        candidates = [one for choice in sorted(self.by_choice) for one in self._candidates(choice, least)]
        sharing = self._sharing({one.pair for one in candidates})
        for candidate in candidates:
            group = self._group(candidate, sharing[candidate.pair])
            if group is not None:
                yield group

    def _candidates(self, choice: str, least: int) -> list[Candidate]:
        """Pairs of traits of which at least one is a sign among those who made the choice."""
        places = self.by_choice[choice]
        if len(places) < least:
            return []
        single = Counter(trait for place in places for trait in self.traits[place])
        often = {trait for trait, count in single.items() if count >= least}
        both = Counter(pair for place in places for pair in _pairs(self.traits[place], often))
        return [
            Candidate(choice, pair, certain)
            for pair, count in both.items()
            if count >= least and (certain := self._certain(pair, count, single))
        ]

    def _certain(self, pair: Pair, count: int, single: Mapping[Trait, int]) -> frozenset[Sign]:
        """The traits that are a sign among those with the choice and the other trait: no group makes its own signs."""
        return frozenset(
            trait[0]
            for trait, other in (pair, pair[::-1])
            if signs.is_surplus(count, single[other], self.with_trait[trait] - count, len(self.votes) - single[other])
        )

    def _sharing(self, pairs: set[Pair]) -> Mapping[Pair, list[int]]:
        """Whoever shares both traits, whatever they chose."""
        wanted = {trait for pair in pairs for trait in pair}
        sharing: defaultdict[Pair, list[int]] = defaultdict(list)
        for place, own in enumerate(self.traits):
            for pair in _pairs(own, wanted):
                if pair in pairs:
                    sharing[pair].append(place)
        return sharing

    def _group(self, candidate: Candidate, sharing: Sequence[int]) -> Group | None:
        alike = [place for place in sharing if candidate.choice in self.choices[place]]
        elsewhere = len(self.by_choice[candidate.choice]) - len(alike)
        if not signs.is_of_one_mind(len(alike), len(sharing), elsewhere, len(self.votes) - len(sharing)):
            return None
        members = [self.votes[place] for place in alike]
        certain = set(candidate.certain) | {Sign.CHOICE} | self._more(candidate, alike)
        if signs.is_even(members):
            certain.add(Sign.PACE)
        in_one_room = signs.is_room(members)
        is_liked = elsewhere > signs.LIKED * (len(self.votes) - len(sharing))
        if in_one_room and not is_liked and signs.is_crowded(members):
            certain.add(Sign.CROWDED)
        return members, signs.causes(frozenset(certain), in_one_room=in_one_room)

    def _more(self, candidate: Candidate, alike: Sequence[int]) -> set[Sign]:
        """Signs beside the two: program and pattern that nearly all of the group share."""
        taken = {trait[0] for trait in candidate.pair}
        shared = Counter(
            trait for place in alike for trait in self.traits[place] if trait[0] in {Sign.PROGRAM, Sign.PATTERN} - taken
        )
        others = len(self.votes) - len(alike)
        return {
            trait[0]
            for trait, count in shared.items()
            if count >= signs.ALIKE * len(alike)
            and signs.is_surplus(count, len(alike), self.with_trait[trait] - count, others)
        }


def _choices(marks: str, whole_only: bool) -> frozenset[str]:
    single = marks.split(",")
    if whole_only or len(single) > FEW_MARKS:
        return frozenset({marks})
    # A mark alone is a choice as well as the ballot with nothing beside it: told apart by the comma.
    return frozenset({marks, *(f"{mark}," for mark in single if not mark.endswith((":0", ":-1")))})


def _pairs(traits: Iterable[Trait], often: set[Trait]) -> Iterator[Pair]:
    own = [trait for trait in traits if trait in often]
    return ((one, other) for one, other in combinations(own, 2) if one[0] != other[0])
