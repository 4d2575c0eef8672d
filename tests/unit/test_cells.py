"""Small cells are merged until none tells how a few people voted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rounds import cells


@pytest.mark.parametrize(
    ("voters", "shown"),
    [
        ({"site": 100, "paper": 10}, {"site": "site", "paper": "paper"}),
        ({"site": 100, "paper": 9}, {"site": "site+paper", "paper": "site+paper"}),
        (
            {"site": 100, "paper": 9, "meeting": 4},
            {"site": "site", "paper": "paper+meeting", "meeting": "paper+meeting"},
        ),
        ({"site": 3, "code": 0}, {"site": "site"}),
        ({}, {}),
    ],
)
def test_channels_with_few_voters_go_together(voters: dict[str, int], shown: dict[str, str]) -> None:
    assert cells.of_channels(voters) == shown


@pytest.mark.parametrize(
    ("voters", "shown"),
    [
        ([("Б", 12), ("А", 10)], [("А", 10), ("Б", 12)]),
        ([("А", 10), ("Б", 4), ("В", 6)], [("А", 10), ("", 10)]),
        ([("А", 30), ("Б", 10), ("В", 1)], [("А", 30), ("", 11)]),
        ([("А", 30), ("", 2)], [("", 32)]),
        ([("А", 3)], [("", 3)]),
        ([], []),
    ],
)
def test_places_with_few_voters_lose_their_names(voters: list[tuple[str, int]], shown: list[tuple[str, int]]) -> None:
    assert cells.of_places(voters) == shown


@given(st.dictionaries(st.sampled_from(cells.ORDER), st.integers(0, 40)))
def test_every_cell_of_channels_is_large_or_the_only_one(voters: dict[str, int]) -> None:
    shown = cells.of_channels(voters)

    sizes = {cell: sum(voters[channel] for channel in voters if shown.get(channel) == cell) for cell in shown.values()}
    assert len(sizes) < 2 or min(sizes.values()) >= cells.LEAST
    assert sum(sizes.values()) == sum(voters.values())
