"""What became of a text word by word. Standard library only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# Beyond this many words a comparison would take longer than anybody waits: whole paragraphs are compared instead.
MOST_WORDS = 3_000


class Change(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, went or came."""

    change: Change
    text: str


def differences(before: str, after: str) -> list[Stretch]:
    """Both texts as one line of stretches: without the new ones it reads as before, without the gone ones as after."""
    return [stretch for stretch in _stretches(_pieces(before, after), _pieces(after, before)) if stretch.text]


def words_changed(before: str, after: str) -> tuple[int, int]:
    """How many words went or came (the larger of the two), and how many there were (the larger of both texts)."""
    old, new = (re.findall(r"\w+", text.casefold()) for text in (before, after))
    matched = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    most = max(len(old), len(new))
    return most - matched, most


def _pieces(text: str, other: str) -> list[str]:
    words = _WORDS.findall(text)
    if len(words) + len(_WORDS.findall(other)) > MOST_WORDS:
        return text.splitlines(keepends=True)
    return words


def _stretches(old: list[str], new: list[str]) -> Iterator[Stretch]:
    for tag, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Stretch(Change.SAME, "".join(old[start:end]))
            continue
        yield Stretch(Change.GONE, "".join(old[start:end]))
        yield Stretch(Change.NEW, "".join(new[begin:stop]))
