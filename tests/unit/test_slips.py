"""What is typed for a slip, and a code, however it is typed."""

from typing import Any

import pytest

from app.foundation.errors import Invalid
from campaigns.rounds.ballots.choices import Offered
from campaigns.rounds.paper import reading
from campaigns.rounds.paper.domain import codes

# The numbers on paper are 1 to 4; the ideas behind them are others.
PRINTED = [
    (40, Offered("Катер", 300)),
    (7, Offered("Врач", 200)),
    (19, Offered("Окно", 100)),
    (23, Offered("Мост", 50)),
]
BALLOTS: dict[str, dict[str, Any]] = {
    "approve": {"kind": "approve", "least": 1, "most": 2},
    "choose-one": {"kind": "choose-one"},
    "for-against": {"kind": "for-against"},
    "budget": {"kind": "budget", "budget": 350},
    "score": {"kind": "score", "from": 1, "to": 5},
    "points": {"kind": "points", "points": 10},
    "ranking": {"kind": "ranking", "most": 3},
}


def read(kind: str, typed: str) -> str | None:
    return reading.read(typed, BALLOTS[kind], PRINTED)


def refused(kind: str, typed: str) -> str:
    with pytest.raises(Invalid) as refusal:
        read(kind, typed)
    return refusal.value.reason.code


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("approve", "1 4", "23:1,40:1"),
        ("approve", " 4,1; ", "23:1,40:1"),
        ("choose-one", "3", "19:1"),
        ("for-against", "1 -2 3?", "7:-1,19:0,40:1"),
        ("for-against", "+1 2- −3", "7:-1,19:-1,40:1"),
        ("budget", "1 4", "23:1,40:1"),
        ("score", "1=5 2:3", "7:3,40:5"),
        ("points", "1=7 4=3", "23:3,40:7"),
        ("ranking", "3 1 2", "7:3,19:1,40:2"),
    ],
)
def test_the_numbers_of_the_printed_ballot_become_a_choice(kind: str, typed: str, kept: str) -> None:
    assert read(kind, typed) == kept


@pytest.mark.parametrize("typed", ["0", "x", "Х", "ч", "-", "—"])
def test_a_sign_alone_is_a_spoilt_slip_and_nothing_is_none_yet(typed: str) -> None:
    assert (read("approve", typed), read("approve", " ,; ")) == ("", None)


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("approve", "5", "slip.no-option"),
        ("approve", "0 1", "slip.no-option"),
        ("approve", "1 1", "slip.twice"),
        ("approve", "1 2 3", "slip.not-by-rule"),
        ("choose-one", "1 2", "slip.not-by-rule"),
        ("budget", "1 3", "slip.not-by-rule"),
        ("score", "1=6", "slip.not-by-rule"),
        ("score", "1", "slip.unreadable"),
        ("points", "1=8 2=3", "slip.not-by-rule"),
        ("points", "1=-3", "slip.unreadable"),
        ("points", "1=NaN", "slip.unreadable"),
        ("ranking", "1 2 3 4", "slip.not-by-rule"),
        ("for-against", "+1-", "slip.unreadable"),
        ("approve", "один", "slip.unreadable"),
        ("approve", "٣", "slip.unreadable"),
        ("approve", "99999", "slip.unreadable"),
        ("approve", "1e1", "slip.unreadable"),
    ],
)
def test_what_is_no_choice_is_told_for_what_it_is(kind: str, typed: str, code: str) -> None:
    assert refused(kind, typed) == code


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("approve", "1 4"),
        ("for-against", "1 -2 3?"),
        ("score", "1=5 2=3"),
        ("ranking", "3 1 2"),
        ("approve", "0"),
        ("approve", ""),
    ],
)
def test_what_is_kept_is_shown_as_it_would_be_typed(kind: str, typed: str) -> None:
    assert reading.write(read(kind, typed), BALLOTS[kind], PRINTED) == typed


def test_a_code_is_read_however_it_is_typed() -> None:
    code = "0123456789ABCDEF"

    typed = ["0123-4567-89AB-CDEF", "o i23 4567 89ab cdef", " 0L23456789abcdef. "]

    assert [codes.read(one) for one in typed] == [code] * 3
    assert [codes.read(one) for one in ("", "0123-4567-89AB-CDE", "0123-4567-89AB-CDEU", "0123-4567-89AB-CDEF-0")] == [
        None
    ] * 4


def test_codes_are_long_by_chance_and_kept_as_a_hash_that_the_salt_changes() -> None:
    made = {codes.new() for _ in range(1000)}

    assert (len(made), {len(code) for code in made}) == (1000, {16})
    assert {codes.read(codes.spell(code)) for code in made} == made
    assert codes.digest("one", "A" * 16) != codes.digest("other", "A" * 16)
    assert codes.is_receipt("0123-4567-89AB-CDEF-0123")
