"""Work that a browser does by itself: easy to check, dear to do by the thousand."""

import pytest

from app.guards import networks, puzzles


def test_a_solution_has_the_zeros_that_were_asked_for() -> None:
    proof = puzzles.solve("a word", 8)

    assert puzzles.zeros("a word", proof) >= 8
    assert puzzles.zeros("another word", proof) < 8


@pytest.mark.parametrize("proof", ["", "-1", "1e3", "٣", "9" * 16, "0x1", " 1"])
def test_what_is_no_number_solves_nothing(proof: str) -> None:
    assert puzzles.zeros("a word", proof) == 0


@pytest.mark.parametrize(
    ("network", "own", "wide"),
    [
        ("198.51.100.7", "198.51.100.7/32", "198.51.100.0/24"),
        ("2001:db8:1:ab12::/64", "2001:db8:1:ab00::/56", "2001:db8:1::/48"),
        ("2001:db8:1:abff::/64", "2001:db8:1:ab00::/56", "2001:db8:1::/48"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_a_network_is_what_one_subscriber_has(network: str, own: str, wide: str) -> None:
    assert (networks.own(network), networks.wide(network)) == (own, wide)
