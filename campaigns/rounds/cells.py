"""Small cells are merged, so that no number tells how a few people voted. Standard library only."""

from collections.abc import Iterable, Mapping, Sequence

LEAST = 10
ORDER = ("site", "code", "paper", "meeting", "import")


def of_channels(voters: Mapping[str, int], least: int = LEAST) -> dict[str, str]:
    """For each channel that anyone voted by the cell it is shown in: `site`, or `site+paper` where one was too small alone.

    While a cell has fewer than `least` voters and is not the only one, the smallest goes together with the next larger; of
    equals the one that stands first in the order of channels.
    """
    cells: list[tuple[int, tuple[str, ...]]] = [(number, (channel,)) for channel, number in voters.items() if number]
    cells.sort(key=_size)
    while len(cells) > 1 and cells[0][0] < least:
        (one, these), (other, those), *rest = cells
        cells = sorted([(one + other, tuple(sorted((*these, *those), key=ORDER.index))), *rest], key=_size)
    return {channel: "+".join(channels) for _, channels in cells for channel in channels}


def _size(cell: tuple[int, Sequence[str]]) -> tuple[int, int]:
    number, channels = cell
    return number, ORDER.index(channels[0])


def of_places(voters: Iterable[tuple[str, int]], least: int = LEAST) -> list[tuple[str, int]]:
    """Places and their voters by name; all small ones, and voters without a place, as one without a name at the end.

    Where even that one is too small, the smallest of the others goes into it: what is left of a sum would tell its number.
    """
    by_name: dict[str, int] = {}
    for name, number in voters:
        by_name[name] = by_name.get(name, 0) + number
    nameless = by_name.pop("", 0)
    named = sorted((number, name) for name, number in by_name.items() if number)
    while named and (named[0][0] < least or 0 < nameless < least):
        nameless += named.pop(0)[0]
    shown = sorted((name, number) for number, name in named)
    return [*shown, ("", nameless)] if nameless else shown
