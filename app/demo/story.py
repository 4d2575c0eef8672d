"""What a story of the demonstration is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """An idea of the demonstration. `day` counts from the opening of the ideas; `fate` is what a moderator decides, if anything."""

    title: str
    problem: str
    proposal: str
    effect: str = ""
    track: str = ""
    place: str = "Сургут"
    author: int = 0
    supports: int = 0
    day: float = 1
    fate: str = "publish"
    elsewhere: str = ""
    channel: str = "site"
    byline: str = ""


@dataclass(frozen=True)
class Story:
    """A campaign of the demonstration. Days count from its opening; `today` is the day on which it is loaded."""

    slug: str
    title: str
    question: str
    purpose: str
    organiser: str
    tracks: tuple[str, ...]
    length: int
    today: int
    winners: int
    ideas: tuple[Told, ...]
