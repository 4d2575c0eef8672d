"""Rules that set votes apart: what may be published, how it reads, and what they do to made worlds that are small."""

from typing import Any

import pytest

from campaigns.rounds.apart import rules, signs
from campaigns.rounds.apart.groups import find
from campaigns.rounds.apart.rules import NEW_ACCOUNTS, SWARM, usual
from campaigns.rounds.apart.signs import Sign
from campaigns.rounds.apart.votes import Vote, pattern_of
from tests.evaluation import swarms

BOTH = [usual(NEW_ACCOUNTS), usual(SWARM)]


@pytest.mark.parametrize("given", [[], BOTH, [{**usual(SWARM), "signs": 5, "least": 8, "days": 90}]])
def test_these_rules_may_be_published(given: list[dict[str, Any]]) -> None:
    assert rules.faults(given) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (None, "apart.no-rule"),
        ({"code": SWARM}, "apart.no-rule"),
        (["swarm"], "apart.no-rule"),
        ([{"code": "network"}], "apart.no-rule"),
        ([{"code": SWARM}], "apart.no-rule"),
        ([{"code": ["swarm"]}], "apart.no-rule"),
        ([{**usual(SWARM), "network": 1}], "apart.no-rule"),
        ([{**usual(SWARM), "signs": 2}], "apart.out-of-range"),
        ([{**usual(SWARM), "signs": True}], "apart.out-of-range"),
        ([{**usual(SWARM), "least": "10"}], "apart.out-of-range"),
        ([{**usual(SWARM), "least": float("nan")}], "apart.out-of-range"),
        ([{**usual(NEW_ACCOUNTS), "days": 0}], "apart.out-of-range"),
        ([usual(SWARM), usual(SWARM)], "apart.twice"),
    ],
)
def test_these_rules_may_not(given: Any, code: str) -> None:
    assert [reason.code for reason in rules.faults(given)] == [code]


def test_traces_are_kept_for_the_longest_of_the_terms_and_not_at_all_without_a_rule() -> None:
    assert rules.days([usual(SWARM), {**usual(NEW_ACCOUNTS), "days": 45}]) == 45
    assert rules.days([]) == 0


@pytest.mark.parametrize(
    ("address", "pattern"),
    [
        ("olga17@mail.example", "olga#"),
        ("Olga18@other.example", "olga#"),
        ("me+news@mail.example", "me+"),
        ("anna.kravets@mail.example", None),
        ("79041234567@mail.example", None),
    ],
)
def test_a_pattern_is_of_addresses_made_in_a_row_whatever_their_domain(address: str, pattern: str | None) -> None:
    assert pattern_of(address) == pattern


def share_of(kind: str, *, honest: bool = False) -> float:
    """Which share of the attack, or of the honest group and everyone beside it, is set apart in a made world."""
    hit = of = 0
    for world in swarms.worlds([kind], 1, swarms.TUNED):
        found = find(world.votes(), BOTH)
        places = [place for place, one in enumerate(world.people) if one.is_attack is not honest]
        hit, of = hit + len(found.keys() & set(places)), of + len(places)
    return hit / of


@pytest.mark.parametrize("kind", ["naive bots", "slow drip", "old farm", "copycats"])
def test_these_attacks_are_found(kind: str) -> None:
    assert share_of(kind) > 0.95


@pytest.mark.parametrize("kind", ["one computer", "class, school's addresses", "blogger", "branches"])
def test_these_honest_groups_are_counted(kind: str) -> None:
    assert share_of(kind, honest=True) == 0


def test_one_room_is_one_sign_however_much_of_it_agrees() -> None:
    room = frozenset({Sign.CHOICE, Sign.NETWORK, Sign.PROGRAM, Sign.FRESH, Sign.BURST, Sign.PATTERN})

    assert signs.causes(room, in_one_room=True) == {Sign.CHOICE, Sign.ROOM}
    assert signs.causes(room, in_one_room=False) == {Sign.CHOICE, Sign.PROGRAM, Sign.FRESH, Sign.PATTERN}


def test_the_same_votes_in_any_order_give_the_same_marks() -> None:
    (world,) = swarms.worlds(["hidden bots"], 1, swarms.TUNED)
    votes = world.votes()

    assert find(votes[::-1], BOTH) == find(votes, BOTH)


def test_votes_whose_traces_are_gone_are_set_apart_by_nothing_they_might_have_shown() -> None:
    votes = [Vote(number, "5:1", number * 7.0, number * 7.0 - 60, None, None, None) for number in range(12)]

    assert find(votes, BOTH) == {}


@pytest.mark.parametrize(
    ("alike", "of", "elsewhere", "of_others", "of_one_mind"),
    [(30, 30, 20, 400, True), (26, 30, 20, 400, False), (30, 30, 395, 400, False), (10, 10, 0, 0, True)],
)
def test_votes_are_of_one_mind_where_nine_in_ten_choose_what_others_do_not(
    alike: int, of: int, elsewhere: int, of_others: int, of_one_mind: bool
) -> None:
    assert signs.is_of_one_mind(alike, of, elsewhere, of_others) is of_one_mind
