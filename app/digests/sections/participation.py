"""Who took part: by day, by channel, by the place they live in, who is new, and which places are silent."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests import words
from app.digests.findings import SMALL, Part, finding, left, percent
from app.digests.outline import (
    Block,
    Chart,
    Column,
    ColumnKind,
    Facts,
    Heading,
    Paragraph,
    Point,
    Shape,
    Table,
    Tone,
)
from app.digests.periods import Unit, start_of, starts, unit_for
from app.digests.reader import Reader
from app.digests.rows import Place, Took
from app.digests.words import LeftOut, Sentences, Values, number
from campaigns.contributions.models import Channel

MOST_PLACES = 20


def told(took: Took) -> Part:
    """Days and homes from rows. Voters are told by the result alone: `of_voters`."""
    return {**by_time(took), **_homes(took.homes)}


def by_time(took: Took) -> Part:
    """What came by day, or by the longer unit that makes a row one can read."""
    columns = {"ideas": took.ideas, "support": took.support, "comments": took.comments}
    known = sorted(set().union(*columns.values()))
    if not known:
        return {"unit": Unit.DAY.value, "rows": []}
    unit = unit_for(known[0], known[-1])
    sums = {name: _summed(counted, unit) for name, counted in columns.items()}
    rows = [
        {"from": start.isoformat(), **{name: counted[start] for name, counted in sums.items()}}
        for start in starts(known[0], known[-1], unit)
    ]
    return {"unit": unit.value, "rows": rows}


def _summed(of_days: Counter[date], unit: Unit) -> Counter[date]:
    found: Counter[date] = Counter()
    for day, count in of_days.items():
        found[start_of(day, unit)] += count
    return found


def _homes(lives_in: Mapping[int, int | None]) -> Part:
    known = Counter(place for place in lives_in.values() if place is not None)
    return {"counted": known, "unknown": len(lives_in) - sum(known.values())}


def homes(part: Part, names: Mapping[int, str]) -> Part:
    """People by the territory they live in, the most first."""
    counted: Counter[int] = part.pop("counted")
    unknown: int = part.pop("unknown")
    shown, merged = told_apart(counted, names)
    merged += shown[MOST_PLACES:]
    return {
        **part,
        "homes": [{"name": names[id], "people": count} for id, count in shown[:MOST_PLACES]],
        "homes_merged": sum(count for _id, count in merged),
        "homes_unknown": unknown,
    }


def told_apart(
    counted: Mapping[int, int], names: Mapping[int, str]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Territories with their people, the most first: those that are told, and those that are merged. A place with fewer than SMALL
    is merged with others; what is merged are two places at least and SMALL people, as far as there are any: else the smallest of
    the rest goes with them, so that nobody can subtract.
    """
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], names[pair[0]]))
    shown = [pair for pair in ranked if pair[1] >= SMALL]
    merged = [pair for pair in ranked if pair[1] < SMALL]
    while merged and shown and (len(merged) < 2 or sum(count for _id, count in merged) < SMALL):
        merged.append(shown.pop())
    return shown, merged


def of_voters(turnout: Mapping[str, Any]) -> Part:
    """Voters by the place they gave, as the result has them: places with few are told together there."""
    places = turnout["territories"]
    return {
        "homes": [{"name": one["name"], "people": one["voters"]} for one in places if one["name"]],
        "homes_merged": sum(one["voters"] for one in places if not one["name"]),
        "homes_unknown": 0,
    }


def silent(places: Sequence[Place], lives_in: Mapping[int, int | None]) -> Part:
    """The territories of the campaign in which nobody of those who took part lives; nothing where nobody said where they live."""
    heard = {place for place in lives_in.values() if place is not None}
    if not heard or len(places) < 2:
        return {}
    names = sorted(place.name for place in places if place.id not in heard)
    return {"names": names[:MOST_PLACES], "places": len(names), "of": len(places)} if names else {}


def newcomers(people: int, returning: int) -> Part:
    """Who took part for the first time; nothing where either side is too few to be told apart."""
    new = people - returning
    if not people or 0 < new < SMALL or 0 < returning < SMALL:
        return {}
    return {"new": new, "returning": returning}


def findings(silent_places: Part, new: Part) -> list[Part]:
    """How many are new, and how many places are silent."""
    found = []
    if new and new["returning"]:
        found.append(finding("newcomers", new=new["new"], share=percent(new["new"], new["new"] + new["returning"])))
    if silent_places:
        found.append(finding("silent", places=silent_places["places"], of=silent_places["of"]))
    return found


def left_out(part: Part, numbers: Part, silent_places: Part) -> list[Part]:
    """Whose place is not told, and what has no day."""
    is_vote = "voters" in numbers
    return [
        *left("small-places", 0 if is_vote else part["homes_merged"]),
        *left("no-home", part["homes_unknown"]),
        *left("undated-support", 0 if is_vote else numbers["elsewhere"]),
        *left("silent-places", max(silent_places.get("places", 0) - MOST_PLACES, 0)),
    ]


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    part = reader.part("participation") or {}
    if not part.get("rows") and not part.get("homes"):
        return
    yield Heading(2, _("Participation"), "participation")
    yield from _days(reader, part)
    yield from _new(reader.part("newcomers"))
    yield from _places(reader, part)
    yield from _silent(reader.part("silent"))


def _days(reader: Reader, part: Part) -> Iterator[Block]:
    rows = part.get("rows")
    if not rows:
        return
    unit = Unit(part["unit"])
    drawn = [("ideas", _("Ideas sent"), "ideas-line"), ("comments", _("Comments"), "comments-line")]
    if not reader.is_vote:
        drawn.insert(0, ("support", _("Support given on the site"), "support-line"))
    drawn = [one for one in drawn if any(row.get(one[0]) for row in rows)]
    for name, title, anchor in drawn:
        points = tuple(Point(words.period(row["from"], unit), row[name]) for row in rows)
        most = max(points, key=lambda point: point.value)
        yield Chart(
            anchor,
            Shape.LINE,
            _("%(what)s: most on %(when)s, %(count)s", what=title, when=most.label, count=number(most.value)),
            _("From the first to the last day with anything; the table below has the numbers."),
            points,
        )
    columns = [Column(str(words.UNITS[unit])), *(Column(title, ColumnKind.NUMBER) for _name, title, _anchor in drawn)]
    cells = tuple((words.period(row["from"], unit), *(row[name] for name, _title, _anchor in drawn)) for row in rows)
    yield Table("days", _("Participation over time"), tuple(columns), cells)


def _new(new: Part | None) -> Iterator[Block]:
    if not new or not new["returning"]:
        return
    yield Heading(3, _("New and returning people"), "newcomers")
    yield Chart(
        "newcomers-share",
        Shape.SHARES,
        _("Who took part for the first time"),
        _("Returning: who took part in another project here before this one began."),
        (Point(_("for the first time"), new["new"]), Point(_("have taken part before"), new["returning"])),
        Table(
            "newcomers",
            _("New and returning people"),
            (Column(_("Who")), Column(_("People"), ColumnKind.NUMBER)),
            ((_("for the first time"), new["new"]), (_("have taken part before"), new["returning"])),
        ),
    )


def _places(reader: Reader, part: Part) -> Iterator[Block]:
    if not part.get("homes"):
        return
    title = _("Where those who voted live") if reader.is_vote else _("Where those who took part live")
    yield Heading(3, title, "homes")
    rows: list[tuple[str, int]] = [(home["name"], home["people"]) for home in part["homes"]]
    if part["homes_merged"]:
        rows.append((_("other places together"), part["homes_merged"]))
    columns = (Column(_("Place")), Column(_("People"), ColumnKind.NUMBER))
    yield Table("homes", _("People by place"), columns, tuple(rows))


def _silent(places: Part | None) -> Iterator[Block]:
    if not places:
        return
    yield Heading(3, _("Places nobody was heard from"), "silent")
    yield Paragraph(", ".join(places["names"]))
    yield Paragraph(
        _("Nobody who said that they live there took part. Those who did not say where they live may be from there."),
        tone=Tone.NOTE,
    )


def channel_blocks(reader: Reader) -> Iterator[Block]:
    """How ideas and support came in, where not all of it came on the site."""
    numbers = reader.body["numbers"]
    ideas, support = numbers["ideas_by_channel"], numbers["elsewhere_by_channel"]
    rows = []
    for channel in Channel:
        if channel.value in ideas and set(ideas) != {Channel.SITE.value}:
            rows.append((_("Ideas %(channel)s", channel=words.CHANNELS[channel]), words.number(ideas[channel.value])))
        if channel.value in support:
            rows.append(
                (_("Support %(channel)s", channel=words.CHANNELS[channel]), words.number(support[channel.value]))
            )
    if rows:
        yield Facts(tuple(rows))


def _newcomers(values: Values) -> str:
    return str(
        ngettext(
            "%(count)s person took part for the first time, %(share)s %% of all.",
            "%(count)s people took part for the first time, %(share)s %% of all.",
            values["new"],
            count=number(values["new"]),
            share=values["share"],
        )
    )


def _is_silent(values: Values) -> str:
    return str(
        ngettext(
            "From %(count)s of %(of)s places nobody was heard.",
            "From %(count)s of %(of)s places nobody was heard.",
            values["places"],
            count=number(values["places"]),
            of=number(values["of"]),
        )
    )


SENTENCES: Sentences = {"newcomers": _newcomers, "silent": _is_silent}
LEFT_OUT: LeftOut = {
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
    "silent-places": lambda n: ngettext(
        "The name of %(count)s more place that nobody was heard from.",
        "The names of %(count)s more places that nobody was heard from.",
        n,
        count=number(n),
    ),
}
