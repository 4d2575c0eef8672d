"""The words of digests: sentences made of codes and values, in the language that holds at the moment."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.digests.periods import Unit
from campaigns.contributions.models import Channel
from campaigns.plan import days

Values = Mapping[str, Any]

UNITS: dict[Unit, Any] = {
    Unit.DAY: _l("Day"),
    Unit.WEEK: _l("Week from"),
    Unit.MONTH: _l("Month"),
    Unit.YEAR: _l("Year"),
}

CHANNELS: dict[Channel, Any] = {
    Channel.SITE: _l("on the site"),
    Channel.PAPER: _l("on paper"),
    Channel.MEETING: _l("at a meeting"),
    Channel.TOLD: _l("told to an assistant"),
    Channel.IMPORT: _l("from another system"),
}


def number(value: int) -> str:
    """1 234"""
    return str(format_decimal(value, locale=get_locale()))


def day(at: date | datetime) -> str:
    """16 November 2026. The year is always there: a document is read in other years."""
    return str(format_date(at, "d MMMM y", locale=get_locale())).replace(" ", "\u00a0")


def instant(text: str, zone: str) -> str:
    """16 November 2026, 14:05 of an instant in ISO 8601, on the wall clock of the zone."""
    local = days.local(datetime.fromisoformat(text), zone)
    return f"{day(local)}, {format_datetime(local, 'HH:mm', locale=get_locale())}"


def span(opens_at: str, closes_at: str, zone: str) -> str:
    """The first and the last day of a window, both included; with the hour where it does not begin or end with its day."""
    opens, closes = datetime.fromisoformat(opens_at), datetime.fromisoformat(closes_at)
    first = instant(opens_at, zone) if days.opening_time(opens, zone) else day(days.first_day(opens, zone))
    last = instant(closes_at, zone) if days.closing_time(closes, zone) else day(days.last_day(closes, zone))
    return f"{first} – {last}"


def period(start: str, unit: Unit) -> str:
    """A unit of participation by its first day."""
    first = date.fromisoformat(start)
    patterns = {Unit.DAY: "d MMM", Unit.WEEK: "d MMM", Unit.MONTH: "LLLL y", Unit.YEAR: "y"}
    return str(format_date(first, patterns[unit], locale=get_locale()))


def duration(minutes: int) -> str:
    """How long, in the two largest fitting words: minutes, hours or days."""
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)  # type: ignore[no-any-return]
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(num)s hour", "%(num)s hours", hours)  # type: ignore[no-any-return]
    return ngettext("%(num)s day", "%(num)s days", round(hours / 24))  # type: ignore[no-any-return]


def _took_part(values: Values) -> str:
    people, ideas, support = values["people"], values["ideas"], values["support"]
    sentences = (
        ngettext(
            "%(count)s person took part on the site.",
            "%(count)s people took part on the site.",
            people,
            count=number(people),
        ),
        ngettext("%(count)s idea was counted.", "%(count)s ideas were counted.", ideas, count=number(ideas)),
        ngettext("%(count)s support was given.", "%(count)s supports were given.", support, count=number(support)),
    )
    return " ".join(sentences)


def _voted(values: Values) -> str:
    voted = ngettext(
        "%(count)s person voted.", "%(count)s people voted.", values["voters"], count=number(values["voters"])
    )
    on_ballot = ngettext(
        "%(count)s idea was on the ballot.",
        "%(count)s ideas were on the ballot.",
        values["ideas"],
        count=number(values["ideas"]),
    )
    return f"{voted} {on_ballot}"


def _votes_leader(values: Values) -> str:
    return str(
        ngettext(
            "In front by the rule, with %(count)s vote:",
            "In front by the rule, with %(count)s votes:",
            values["votes"],
            count=number(values["votes"]),
        )
    )


def _without_votes(values: Values) -> str:
    return str(
        ngettext(
            "%(count)s idea got no vote.",
            "%(count)s ideas got no vote.",
            values["ideas"],
            count=number(values["ideas"]),
        )
    )


def _elsewhere(values: Values) -> str:
    return str(
        ngettext(
            "%(count)s support came in elsewhere, %(share)s %% of all.",
            "%(count)s supports came in elsewhere, %(share)s %% of all.",
            values["elsewhere"],
            count=number(values["elsewhere"]),
            share=values["share"],
        )
    )


def _leader(values: Values) -> str:
    return str(
        ngettext(
            "The most support, %(count)s, went to:",
            "The most support, %(count)s, went to:",
            values["votes"],
            count=number(values["votes"]),
        )
    )


def _selected(values: Values) -> str:
    return str(
        ngettext(
            "Of %(ideas)s ideas %(count)s was selected by the rule:",
            "Of %(ideas)s ideas %(count)s were selected by the rule:",
            values["winners"],
            count=number(values["winners"]),
            ideas=number(values["ideas"]),
        )
    )


def _spread(values: Values) -> str:
    return str(
        _("The first %(top)s ideas gathered %(share)s %% of all support:", top=values["top"], share=values["share"])
    )


def _unsupported(values: Values) -> str:
    return str(
        ngettext(
            "%(count)s idea got no support.",
            "%(count)s ideas got no support.",
            values["unsupported"],
            count=number(values["unsupported"]),
        )
    )


def _cut(values: Values) -> str:
    if not values["gap"]:
        return str(
            _(
                "The last idea selected and the first one not selected have equal support, %(votes)s; the one published "
                "earlier is in:",
                votes=values["last_in"],
            )
        )
    return str(
        ngettext(
            "Between the last idea selected (%(last)s) and the first one not selected (%(first)s) lies %(count)s support:",
            "Between the last idea selected (%(last)s) and the first one not selected (%(first)s) lie %(count)s supports:",
            values["gap"],
            count=number(values["gap"]),
            last=values["last_in"],
            first=values["first_out"],
        )
    )


def _track(values: Values) -> str:
    return str(
        ngettext(
            "Most ideas are about “%(name)s”: %(count)s, or %(share)s %%. The most supported of them:",
            "Most ideas are about “%(name)s”: %(count)s, or %(share)s %%. The most supported of them:",
            values["ideas"],
            count=number(values["ideas"]),
            name=values["name"],
            share=values["share"],
        )
    )


def _service(values: Values) -> str:
    return str(
        ngettext(
            "Most ideas about a service are about “%(name)s”: %(count)s, or %(share)s %%. The most supported of them:",
            "Most ideas about a service are about “%(name)s”: %(count)s, or %(share)s %%. The most supported of them:",
            values["ideas"],
            count=number(values["ideas"]),
            name=values["name"],
            share=values["share"],
        )
    )


def _discussed(values: Values) -> str:
    people = ngettext(
        "%(count)s person spoke in the discussion.",
        "%(count)s people spoke in the discussion.",
        values["people"],
        count=number(values["people"]),
    )
    comments = ngettext(
        "They left %(count)s comment.",
        "They left %(count)s comments.",
        values["comments"],
        count=number(values["comments"]),
    )
    return f"{people} {comments}"


def _problems(values: Values) -> str:
    return str(
        ngettext(
            "Its conclusions name %(count)s problem.",
            "Its conclusions name %(count)s problems.",
            values["problems"],
            count=number(values["problems"]),
        )
    )


def rating(tenths: int | None) -> str:
    """4.2 of 5; a dash where nobody answered."""
    if tenths is None:
        return "–"
    return str(_("%(mean)s of 5", mean=format_decimal(tenths / 10, format="0.0", locale=get_locale())))


def _moderation(values: Values) -> str:
    return str(
        ngettext(
            "Moderators decided about %(count)s text; half of the authors had the answer within %(time)s.",
            "Moderators decided about %(count)s texts; half of the authors had the answer within %(time)s.",
            values["decided"],
            count=number(values["decided"]),
            time=duration(values["median_minutes"] or 0),
        )
    )


FINDINGS: dict[str, Callable[[Values], str]] = {
    "took-part": _took_part,
    "voted": _voted,
    "nobody-voted": lambda _values: str(_("Nobody voted.")),
    "votes-leader": _votes_leader,
    "without-votes": _without_votes,
    "elsewhere": _elsewhere,
    "no-support": lambda values: str(_("No idea got any support.")),
    "leader": _leader,
    "selected": _selected,
    "spread": _spread,
    "unsupported": _unsupported,
    "cut": _cut,
    "track": _track,
    "service": _service,
    "discussed": _discussed,
    "problems": _problems,
    "moderation": _moderation,
}

LEFT_OUT: dict[str, Callable[[int], str]] = {
    "rest-of-ideas": lambda n: ngettext(
        "%(count)s idea below the first places: it stands in the table of the results page.",
        "%(count)s ideas below the first places: they stand in the table of the results page.",
        n,
        count=number(n),
    ),
    "tracks": lambda n: ngettext("%(count)s smaller direction.", "%(count)s smaller directions.", n, count=number(n)),
    "territories": lambda n: ngettext(
        "%(count)s place with fewer ideas.", "%(count)s places with fewer ideas.", n, count=number(n)
    ),
    "services": lambda n: ngettext("%(count)s more service.", "%(count)s more services.", n, count=number(n)),
    "topics": lambda n: ngettext(
        "%(count)s topic with fewer comments.", "%(count)s topics with fewer comments.", n, count=number(n)
    ),
    "small-places": lambda n: ngettext(
        "Where %(count)s person lives: fewer than five of one place are not told apart.",
        "Where %(count)s people live: fewer than five of one place are not told apart.",
        n,
        count=number(n),
    ),
    "no-home": lambda n: ngettext(
        "Where %(count)s person lives: they did not say.",
        "Where %(count)s people live: they did not say.",
        n,
        count=number(n),
    ),
    "undated-support": lambda n: ngettext(
        "The day of %(count)s support gathered elsewhere: lists carry no dates.",
        "The days of %(count)s supports gathered elsewhere: lists carry no dates.",
        n,
        count=number(n),
    ),
    "not-public": lambda n: ngettext(
        "The text of %(count)s idea that is not public: it is only counted.",
        "The texts of %(count)s ideas that are not public: they are only counted.",
        n,
        count=number(n),
    ),
    "no-cut": lambda _n: _("Close calls: all ideas are on one side of the line."),
}


def finding(code: str, values: Values) -> str:
    """A finding as a sentence."""
    return FINDINGS[code](values)


def left_out(code: str, count: int) -> str:
    """What is not in the digest, as a sentence."""
    return str(LEFT_OUT[code](count))
