"""What a search asks for, as its address says it: for the page, for its feed and for searches that people keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.foundation.canonical import fingerprint
from app.foundation.paging import LARGEST
from app.foundation.texts import clean_line
from campaigns.contributions.models import PUBLIC
from campaigns.ideas.models import Outcome
from search.engine import Facet, Sort
from search.queries.documents import LOADERS

# Each link of the page repeats the words: longer ones would make it heavy, and of many words the rarest twelve count anyway.
LONGEST = 300
LONGEST_VALUE = 100
YEARS = range(2000, 2101)
BY_NUMBER = (Facet.TRACK, Facet.TERRITORY, Facet.SERVICE)
STATUSES = (*Outcome, *sorted(PUBLIC))


class Period(StrEnum):
    """How far back the found was published at most."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


DAYS = {Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365}


@dataclass(frozen=True)
class Wanted:
    """A search. `chosen` has one value a facet as addresses have it: the slug of a project, numbers of rows for others.

    `since` and `until` are days of the site's time zone, both inclusive.
    """

    text: str = ""
    chosen: Mapping[Facet, str] = field(default_factory=dict)
    period: Period | None = None
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.BEST

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "Wanted":
        """What the arguments of an address ask for; those that nobody knows or that make no sense are passed over."""
        chosen = {facet: value for facet in Facet if (value := _value(facet, args.get(facet.value, "")))}
        return cls(
            clean_line(args.get("q", "")[:LONGEST]),
            chosen,
            next((period for period in Period if period == args.get("period")), None),
            _day(args.get("since", "")),
            _day(args.get("until", "")),
            next((sort for sort in Sort if sort == args.get("sort")), Sort.BEST),
        )

    @property
    def arguments(self) -> dict[str, str]:
        """The arguments of its address, in a fixed order."""
        named: dict[str, str | None] = {
            "q": self.text,
            **{facet.value: self.chosen.get(facet) for facet in Facet},
            "period": self.period,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "sort": self.sort if self.sort != Sort.BEST else None,
        }
        return {name: str(value) for name, value in named.items() if value}

    @property
    def lasting(self) -> dict[str, str]:
        """The arguments that say what is found, in whatever order it stands."""
        return replace(self, sort=Sort.BEST).arguments

    @property
    def digest(self) -> str:
        """Tells searches apart that find different things."""
        return fingerprint(self.lasting)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.text or self.is_narrowed)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(self.chosen or self.period or self.since or self.until)

    def narrowed(self, facet: Facet, value: str | None) -> "Wanted":
        """The same with this value of the facet, or with none."""
        chosen = {other: kept for other, kept in self.chosen.items() if other != facet}
        return replace(self, chosen={**chosen, facet: value} if value else chosen)

    def words_alone(self) -> "Wanted":
        """The same without anything that narrows it but its words."""
        return Wanted(self.text, sort=self.sort)


def _value(facet: Facet, word: str) -> str | None:
    match facet:
        case Facet.KIND:
            return word if word in LOADERS else None
        case Facet.STATUS:
            return word if word in STATUSES else None
        case Facet.LANGUAGE:
            return word if word.isascii() and word.isalpha() and len(word) in {2, 3} else None
        case Facet.CAMPAIGN:
            return clean_line(word[:LONGEST_VALUE]) or None
    is_number = word.isascii() and word.isdigit() and len(word) < 19
    return str(int(word)) if is_number and 0 < int(word) <= LARGEST else None


def _day(word: str) -> date | None:
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    return day if day.year in YEARS else None
