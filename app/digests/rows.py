"""The rows that sections are made of, as queries read them: no session, no order, no language."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class IdeaRow:
    """An idea in the frozen result. `sent_on` is a day of the campaign's calendar, `outcome` what became of the idea since."""

    id: int
    number: int | None
    rank: int
    votes: int
    on_site: int
    elsewhere: int
    against: int
    winner: bool
    track_id: int | None
    territory_id: int | None
    service_id: int | None
    channel: str
    author_id: int | None
    sent_on: date


@dataclass(frozen=True)
class ThemeRow:
    """A theme that facilitators have named."""

    id: int
    name: str
    note: str


@dataclass(frozen=True)
class Took:
    """Who took part, from rows: days by what was done on them, people by their account with the territory they live in."""

    ideas: Counter[date]
    support: Counter[date]
    comments: Counter[date]
    homes: Mapping[int, int | None]
    authors: int
    supporters: int
    returning: int


@dataclass(frozen=True)
class Place:
    """A territory that the campaign is about."""

    id: int
    name: str


@dataclass(frozen=True)
class Split:
    """How people stand to something: an idea in a vote or a topic of the discussion."""

    id: int
    number: int | None
    given_for: int
    against: int


@dataclass(frozen=True)
class LocalSupport:
    """How many people of a territory support an idea on the site; None for those who have not said where they live."""

    idea_id: int
    territory_id: int | None
    people: int


@dataclass(frozen=True)
class QuestionRow:
    """A closed question with the answers: people by value. `options` are its words."""

    id: int
    topic_id: int
    service_id: int | None
    position: int
    is_scale: bool
    text: str
    options: Sequence[str]
    people: Mapping[int, int]


@dataclass(frozen=True)
class ProblemRow:
    """A problem that a public conclusion names."""

    id: int
    number: int
    text: str
    topic_id: int
    conclusion_id: int
    service_id: int | None


@dataclass(frozen=True)
class TopicRow:
    """A public topic with what was said in it."""

    id: int
    title: str
    comments: int = 0
    people: int = 0
    answers: int = 0
    stands_for: int = 0
    stands_against: int = 0
    conclusion_id: int | None = None
    conclusion: str = ""
    problems: Sequence[ProblemRow] = field(default_factory=tuple)


@dataclass(frozen=True)
class ServiceRow:
    """A service; `score` is the sum of `answers` on scales from 1 to 5."""

    id: int
    name: str
    department: str | None
    score: int = 0
    answers: int = 0


@dataclass(frozen=True)
class OwedRow:
    """An answer that was asked for, as it stood at the moment of the snapshot. `outcome` is that of the answer that can be read."""

    idea_id: int
    office: str
    due_on: date
    standing: str
    outcome: str | None
    answered_on: date | None
    closed_because: str


@dataclass(frozen=True)
class WorkRow:
    """What a department does about an idea."""

    idea_id: int
    office: str
    state: str
    due_on: date | None
    ended_on: date | None
    reached: int
    milestones: int
    objections: int
    given_up_because: str


@dataclass(frozen=True)
class ScoreRow:
    """What experts gave an idea, in tenths: the mean, the lowest and the highest."""

    idea_id: int
    place: int
    experts: int
    mean_tenths: int
    lowest_tenths: int
    highest_tenths: int


@dataclass(frozen=True)
class PictureRow:
    """A picture that the report shows. `source` and `id` say where it stands; it goes when its idea is public no more. One of the
    organiser's own has no idea, and in `alt` what can be seen in it."""

    source: str
    id: int
    idea_id: int | None
    digest: str
    media_type: str
    width: int
    height: int
    name: str
    caption: str
    alt: str = ""
