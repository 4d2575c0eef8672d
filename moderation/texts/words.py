"""What a moderator, an author or a letter needs of any text, whatever its kind."""

from dataclasses import dataclass
from typing import Any

from campaigns.contributions.models import Kind

FIRST_WORDS = 70


@dataclass(frozen=True)
class Part:
    """A piece of a text: a field of its kind, with the heading people read above it."""

    name: str
    label: Any
    text: str


@dataclass(frozen=True)
class Place:
    """Another text that this one hangs on: what it is to it, its words, where it is, and whether everyone may read it."""

    label: Any
    title: str
    endpoint: str
    values: dict[str, Any]
    is_public: bool = True


@dataclass(frozen=True)
class Text:
    """The words of a contribution and where its page is: endpoint and values for `url_for`.

    `hangs_on` is what one has to read to understand it: the idea a comment is about, the comment it answers.
    """

    kind: Kind
    title: str
    number: int | None
    parts: tuple[Part, ...]
    endpoint: str
    values: dict[str, Any]
    hangs_on: tuple[Place, ...] = ()


def first_words(text: str, most: int = FIRST_WORDS) -> str:
    """The beginning of a text in one line, cut between words: what names a text without a title. Never empty."""
    line = " ".join(text[: most * 4].split())
    if len(line) <= most:
        return line or "…"
    return (line[:most].rpartition(" ")[0] or line[:most]).rstrip(" ,;:.–—-") + "…"
