"""A snapshot as a reader gets it: sentences, tables and addresses in the language that holds at the moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.digests import words
from app.digests.models import Snapshot
from app.digests.periods import Unit
from app.digests.talk import PROBLEM
from campaigns.contributions.models import Channel, State
from campaigns.contributions.words import LABELS
from campaigns.plan.phases import PhaseKind
from campaigns.plan.words import PHASES
from campaigns.rounds.rules.words import sentences
from moderation.models import Decision
from moderation.reasons import BY_CODE
from moderation.words import DECIDED

# The address of a page by its endpoint and what the endpoint needs, as `url_for` gives it.
Address = Callable[..., str]


@dataclass(frozen=True)
class Cited:
    """An idea that a statement stands on. `title` is None where it is not public any more."""

    id: int
    number: int
    title: str | None
    url: str


@dataclass(frozen=True)
class Placed:
    """An idea with its place."""

    idea: Cited
    rank: int
    on_site: int
    elsewhere: int
    votes: int
    winner: bool

    @property
    def label(self) -> str:
        """The idea's name in a chart."""
        return self.idea.title or str(_("Idea No. %(number)s, no longer shown", number=self.idea.number))

    @property
    def value(self) -> int:
        return self.votes

    @property
    def tone(self) -> str:
        return "done" if self.winner else ""


@dataclass(frozen=True)
class Said:
    """A sentence and the ideas it speaks of."""

    text: str
    ideas: list[Cited]


@dataclass(frozen=True)
class OneService:
    """A service with what was brought about it; `rating` is a mean in words."""

    name: str
    url: str
    department: str
    ideas: int
    support: int
    problems: int
    rating: str
    answers: int


@dataclass(frozen=True)
class OneTopic:
    """A topic; `title` and the texts of `problems` are None where they are not public any more."""

    title: str | None
    url: str
    comments: int
    people: int
    answers: int
    problems: list[tuple[int, str | None]]


@dataclass(frozen=True)
class Point:
    """A value in a line."""

    label: str
    value: int


class Document:
    """What the templates of a digest read. `words` are those of what it cites that may be shown, by id. Snapshots of earlier
    releases know no services and no discussion.
    """

    def __init__(self, snapshot: Snapshot, words: Mapping[str, str], address: Address) -> None:
        self.body = snapshot.body
        self.fingerprint = snapshot.fingerprint
        self.campaign, self.round, self.numbers = self.body["campaign"], self.body["round"], self.body["numbers"]
        self._address, self._words = address, words
        self._numbers = {idea["id"]: idea["number"] for idea in self.body["cited"]}

    def _cited(self, id: int) -> Cited:
        address = self._address
        return Cited(id, self._numbers.get(id) or id, self._words.get(str(id)), address("ideas.show_idea", idea_id=id))

    def _placed(self, idea: dict[str, Any]) -> Placed:
        values = (idea[name] for name in ("rank", "on_site", "elsewhere", "votes", "winner"))
        return Placed(self._cited(idea["id"]), *values)

    @property
    def findings(self) -> list[Said]:
        return [
            Said(words.finding(found["code"], found["values"]), [self._cited(id) for id in found["ideas"]])
            for found in self.body["findings"]
        ]

    @property
    def is_vote(self) -> bool:
        """Whether it tells of a vote, not of support for ideas."""
        return bool(self.body["round"]["rule"].get("source") == "ballots")

    @property
    def top(self) -> list[Placed]:
        return [self._placed(idea) for idea in self.body["top"]]

    @property
    def just_in(self) -> list[Placed]:
        return [self._placed(idea) for idea in self.body["cut"]["just_in"]] if self.body["cut"] else []

    @property
    def just_out(self) -> list[Placed]:
        return [self._placed(idea) for idea in self.body["cut"]["just_out"]] if self.body["cut"] else []

    @property
    def unit(self) -> Any:
        return words.UNITS[Unit(self.body["participation"]["unit"])]

    @property
    def days(self) -> list[list[Any]]:
        """Rows of participation: when, ideas, supports on the site."""
        unit = Unit(self.body["participation"]["unit"])
        return [
            [words.period(row["from"], unit), row["ideas"], row["support"]]
            for row in self.body["participation"]["rows"]
        ]

    def line(self, column: int) -> list[Point]:
        """A column of participation as the points of a line."""
        return [Point(row[0], row[column]) for row in self.days]

    @property
    def homes(self) -> list[list[Any]]:
        participation = self.body["participation"]
        rows: list[list[Any]] = [[home["name"], home["people"]] for home in participation["homes"]]
        if rows and participation["homes_merged"]:
            rows.append([_("other places together"), participation["homes_merged"]])
        return rows

    @property
    def tracks(self) -> list[list[Any]]:
        return [[track["name"] or _("no direction"), track["ideas"], track["support"]] for track in self.body["tracks"]]

    @property
    def territories(self) -> list[list[Any]]:
        return [
            [place["name"] or _("no place"), place["ideas"], place["support"]] for place in self.body["territories"]
        ]

    @property
    def services(self) -> list[OneService]:
        return [self._service(service) for service in self.body.get("services", [])]

    def _service(self, told: dict[str, Any]) -> OneService:
        address = self._address
        return OneService(
            told["name"],
            address("services.show_service", service_id=told["id"]),
            told["department"] or "",
            told["ideas"],
            told["support"],
            told["problems"],
            words.rating(told["rating_tenths"]),
            told["answers"],
        )

    @property
    def topics(self) -> list[OneTopic]:
        """What was discussed, as far as anybody said anything."""
        told = self.body.get("discussed", {}).get("topics", [])
        return [self._topic(topic) for topic in told if topic["comments"] or topic["answers"] or topic["problems"]]

    def _topic(self, told: dict[str, Any]) -> OneTopic:
        address = self._address
        return OneTopic(
            self._words.get(str(told["id"])),
            address("discussion.show_topic", slug=self.campaign["slug"], topic_id=told["id"]),
            told["comments"],
            told["people"],
            told["answers"],
            [(problem["number"], self._words.get(f"{PROBLEM}{problem['id']}")) for problem in told["problems"]],
        )

    @property
    def states(self) -> list[list[Any]]:
        known = self.numbers["ideas_by_state"]
        return [[LABELS[state], known[state.value]] for state in State if state.value in known]

    @property
    def channels(self) -> list[tuple[Any, str]]:
        """How ideas and support came in, where not all of it came on the site."""
        ideas, support = self.numbers["ideas_by_channel"], self.numbers["elsewhere_by_channel"]
        told = []
        for channel in Channel:
            if channel.value in ideas and set(ideas) != {Channel.SITE.value}:
                told.append(
                    (_("Ideas %(channel)s", channel=words.CHANNELS[channel]), words.number(ideas[channel.value]))
                )
            if channel.value in support:
                told.append(
                    (_("Support %(channel)s", channel=words.CHANNELS[channel]), words.number(support[channel.value]))
                )
        return told

    @property
    def moderation(self) -> list[tuple[Any, str]]:
        found = self.body["moderation"]
        rows = [
            (_("Sent to be checked"), words.number(found["submitted"])),
            (_("Decided"), words.number(found["decided"])),
        ]
        rows += [
            (DECIDED[Decision(word)], words.number(count))
            for word, count in sorted(found["by_decision"].items())
            if count
        ]
        if found["waiting"]:
            rows.append((_("Still waiting"), words.number(found["waiting"])))
        if found["median_minutes"] is not None:
            rows.append((_("Half had the answer within"), words.duration(found["median_minutes"])))
            rows.append((_("95 of 100 had the answer within"), words.duration(found["p95_minutes"])))
        return rows

    @property
    def reasons(self) -> list[list[Any]]:
        """Why texts were restricted, the most frequent reason first."""
        found = sorted(self.body["moderation"]["reasons"].items(), key=lambda pair: (-pair[1], pair[0]))
        return [[BY_CODE[code].label if code in BY_CODE else code, count] for code, count in found]

    @property
    def timeline(self) -> list[tuple[Any, str]]:
        zone = self.campaign["time_zone"]
        return [
            (PHASES[PhaseKind(window["kind"])], words.span(window["opens_at"], window["closes_at"], zone))
            for window in self.campaign["timeline"]
        ]

    @property
    def changes(self) -> list[tuple[str, str]]:
        zone = self.campaign["time_zone"]
        return [(words.instant(change["changed_at"], zone), change["reason"]) for change in self.campaign["changes"]]

    @property
    def closed_at(self) -> str:
        return words.instant(self.round["closed_at"], self.campaign["time_zone"])

    @property
    def rule(self) -> list[str]:
        return sentences(self.round["rule"], self.campaign["time_zone"])

    @property
    def left_out(self) -> list[str]:
        return [words.left_out(left["code"], left["number"]) for left in self.body["left_out"]]
