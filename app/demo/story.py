"""What a story of the demonstration is made of. Days count from the opening of the campaign; people are told by their place in the cast."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Course(StrEnum):
    """How far a story has come when it is loaded."""

    ANNOUNCED = "announced"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class Offered:
    """A service of the catalogue."""

    name: str
    office: str
    description: str
    place: str
    link: str = ""


@dataclass(frozen=True)
class Said:
    """A comment. `who` is a resident's place in the cast or the name of a staff role; `fate` "hide" is a moderator's."""

    who: int | str
    body: str
    day: float
    stand: str = ""
    useful: int = 0
    answers: tuple["Said", ...] = ()
    highlighted: bool = False
    fate: str = ""


@dataclass(frozen=True)
class Asked:
    """A closed question: how many people gave each answer, from 1. `options` are choices, or the ends of a scale."""

    text: str
    kind: str
    options: tuple[str, ...]
    people: tuple[int, ...]


@dataclass(frozen=True)
class Talk:
    """A topic. With a conclusion it is closed on day `until`; each problem with the name of its service, if any. One that
    was `proposed_by` a resident waits for a moderator where its `fate` is to wait.

    `stands` are so many people for, against and unsure.
    """

    title: str
    background: str
    service: str = ""
    asked: tuple[Asked, ...] = ()
    said: tuple[Said, ...] = ()
    day: float = 0.1
    until: float = 0
    conclusion: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    proposed_by: int | None = None
    stands: tuple[int, int, int] = (0, 0, 0)
    fate: str = "publish"


@dataclass(frozen=True)
class Told:
    """An idea. `fate` is what a moderator decides, if anything; `problems` are numbers; `edits` are later words of the proposal."""

    title: str
    problem: str
    proposal: str
    effect: str = ""
    track: str = ""
    place: str = ""
    author: int = 0
    supports: int = 0
    day: float = 1
    fate: str = "publish"
    elsewhere: str = ""
    channel: str = "site"
    byline: str = ""
    service: str = ""
    problems: tuple[int, ...] = ()
    said: tuple[Said, ...] = ()
    edit: str = ""
    edit_day: float = 0
    co_author: int | None = None


@dataclass(frozen=True)
class Pair:
    """Two ideas that ask for the same, by title: the first is proposed to go on in the second. All agree on `agreed_on`, if ever."""

    title: str
    into: str
    reason: str
    day: float
    agreed_on: float | None = None


@dataclass(frozen=True)
class Named:
    """A theme that the facilitator names on a day, with a note and the titles of its ideas."""

    name: str
    note: str
    ideas: tuple[str, ...]
    day: float


@dataclass(frozen=True)
class Piece:
    """A piece of news."""

    title: str
    body: str
    day: float


@dataclass(frozen=True)
class Vote:
    """A vote on the selected ideas, from one day up to another: everyone may choose up to `most`, so many win.

    So many `people` vote, `again` of them twice; `liked` says of every ten how many choose an idea, by title.
    """

    opens: int
    closes: int
    most: int
    winners: int
    people: int
    again: int
    liked: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Answered:
    """What the department answers to an idea, by title, on a day; with no day it has not answered. `milestones` are of what it will do."""

    title: str
    outcome: str = ""
    reasons: str = ""
    day: float = 0
    link: str = ""
    signer: str = ""
    post: str = ""
    letter: str = ""
    milestones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reported:
    """What the department reports about an idea, by title; `picture` names the file of the picture that shows it."""

    title: str
    state: str
    text: str
    day: float
    milestone: str = ""
    picture: str = ""
    caption: str = ""


@dataclass(frozen=True)
class After:
    """What comes of a campaign: the department is asked on one day for answers up to another, and the report is frozen on a third."""

    office: str
    asked: float
    due: float
    answers: tuple[Answered, ...]
    reports: tuple[Reported, ...]
    report_day: float
    foreword: str
    approval: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Story:
    """A campaign. `today` is the day on which it is loaded, negative before its opening; `picks` are titles with reasons."""

    slug: str
    language: str
    zone: str
    region: str
    title: str
    question: str
    purpose: str
    organiser: str
    tracks: tuple[str, ...]
    length: int
    today: int
    winners: int
    ideas: tuple[Told, ...] = ()
    talks: tuple[Talk, ...] = ()
    services: tuple[Offered, ...] = ()
    news: tuple[Piece, ...] = ()
    rules: str = ""
    picks: tuple[tuple[str, str], ...] = ()
    pairs: tuple[Pair, ...] = ()
    themes: tuple[Named, ...] = ()
    vote: Vote | None = None
    after: After | None = None
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def course(self) -> Course:
        if self.today < 0:
            return Course.ANNOUNCED
        return Course.OVER if self.today > self.length else Course.OPEN


Stories = Sequence[Story]
