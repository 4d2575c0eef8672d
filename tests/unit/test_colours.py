"""The main colour: words in it can be read, by day and by night, or it is refused with the nearest that can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.site import colours

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0b5c63", "#0b5c63", 1.0)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, contrast: float) -> None:
    assert round(colours.contrast(one, other), 2) == contrast


@pytest.mark.parametrize(
    ("words", "colour"),
    [("#0B5C63", "#0b5c63"), ("0b5", "#00bb55"), (" #fff ", "#ffffff"), ("red", None), ("#12345", None), ("", None)],
)
def test_a_colour_is_read_as_people_write_it(words: str, colour: str | None) -> None:
    assert colours.read(words) == colour


def test_the_colour_of_the_platform_passes() -> None:
    assert (colours.passes("#0b5c63"), colours.nearest("#0b5c63")) == (True, "#0b5c63")


def test_a_pale_colour_has_a_nearest_one_of_its_hue() -> None:
    assert (colours.passes("#f0b23c"), colours.nearest("#f0b23c")) == (False, "#91630b")


@given(COLOURS)
def test_whatever_is_chosen_the_nearest_can_be_read_by_day_and_by_night(colour: str) -> None:
    nearest = colours.nearest(colour)

    assert colours.passes(nearest)
    for shades in (colours.by_day(nearest), colours.by_night(nearest)):
        assert colours.contrast(shades.main, shades.on_main) >= colours.LEAST
        assert colours.contrast(shades.main, shades.soft) >= colours.LEAST
