"""Ideas on their way: how many came how far, by direction and by the place they concern."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.digests.findings import Part, finding, left, percent
from app.digests.outline import Block, Cell, Chart, Column, ColumnKind, Heading, Point, Shape, Table
from app.digests.reader import Reader
from app.digests.rows import IdeaRow
from app.digests.words import LeftOut, Sentences, Values, number
from campaigns.contributions.models import PUBLIC
from campaigns.ideas.models import Outcome

MOST_GROUPS = 20
CITED = 3
# What an idea has behind it that stands where it stands.
ANSWERED = frozenset(set(Outcome) - {Outcome.SHORTLISTED, Outcome.NOT_SELECTED})
TAKEN_UP = frozenset({Outcome.ACCEPTED, Outcome.PARTLY_ACCEPTED, Outcome.IN_PROGRESS, Outcome.IMPLEMENTED})
STEPS: dict[str, Any] = {
    "sent": _l("sent"),
    "published": _l("published"),
    "counted": _l("counted by themselves"),
    "selected": _l("selected"),
    "answered": _l("answered by a department"),
    "taken-up": _l("accepted, wholly or partly"),
    "implemented": _l("done"),
}


def funnel(states: Mapping[str, int], ideas: Sequence[IdeaRow], outcomes: Mapping[str, int]) -> list[Part]:
    """How many ideas came how far. A step nobody has reached, and all after it, are absent."""
    reached = {
        "sent": sum(states.values()),
        "published": sum(states.get(state.value, 0) for state in PUBLIC),
        "counted": len(ideas),
        "selected": sum(row.winner for row in ideas),
        "answered": sum(outcomes.get(outcome.value, 0) for outcome in ANSWERED),
        "taken-up": sum(outcomes.get(outcome.value, 0) for outcome in TAKEN_UP),
        "implemented": outcomes.get(Outcome.IMPLEMENTED.value, 0),
    }
    found = []
    for step in STEPS:
        if not reached[step]:
            break
        found.append({"step": step, "ideas": reached[step]})
    return found


def groups(
    ideas: Sequence[IdeaRow], key: Callable[[IdeaRow], int | None], names: Mapping[int, str]
) -> tuple[list[Part], int]:
    """The largest groups of ideas, each with its first ones, and how many were left out; nothing where no idea has any."""
    found: defaultdict[int | None, list[IdeaRow]] = defaultdict(list)
    for row in ideas:
        found[key(row)].append(row)
    if not found.keys() - {None}:
        return [], 0
    rows = [_group(id, names.get(id) if id is not None else None, members) for id, members in found.items()]
    rows.sort(key=lambda group: (-group["ideas"], group["name"] is None, group["name"] or ""))
    return rows[:MOST_GROUPS], max(len(rows) - MOST_GROUPS, 0)


def _group(id: int | None, name: str | None, members: Sequence[IdeaRow]) -> Part:
    first = sorted(members, key=lambda row: row.rank)[:CITED] if id is not None else []
    support = sum(row.votes for row in members)
    return {"id": id, "name": name, "ideas": len(members), "support": support, "first": [row.id for row in first]}


def findings(tracks: Sequence[Part], ideas: int) -> list[Part]:
    """What most ideas are about; nothing where another direction has as many, or one idea is all there is."""
    named = [track for track in tracks if track["name"] is not None]
    if len(named) < 2 or named[0]["ideas"] < 2 or named[0]["ideas"] == named[1]["ideas"]:
        return []
    first = named[0]
    share = percent(first["ideas"], ideas)
    return [finding("track", first["first"], name=first["name"], ideas=first["ideas"], share=share)]


def left_out(tracks: int, territories: int, not_public: int) -> list[Part]:
    """Smaller groups, and ideas whose text is not public."""
    return [*left("tracks", tracks), *left("territories", territories), *left("not-public", not_public)]


def blocks(reader: Reader) -> Iterator[Block]:
    """The sections of the way, of directions and of places."""
    steps = reader.part("funnel")
    if steps and len(steps) > 1:
        yield Heading(2, _("The way of the ideas"), "funnel")
        yield _way(steps)
    is_vote = reader.is_vote
    about = _("Ideas and votes by direction") if is_vote else _("Ideas and support by direction")
    yield from _grouped(reader, "tracks", "tracks", (_("By direction"), about), (_("Direction"), _("no direction")))
    where = (
        _("Ideas and votes by the place they concern") if is_vote else _("Ideas and support by the place they concern")
    )
    yield from _grouped(reader, "territories", "places", (_("By place"), where), (_("Place"), _("no place")))


def _way(steps: Sequence[Part]) -> Chart:
    points = tuple(Point(str(STEPS[one["step"]]), one["ideas"]) for one in steps)
    rows = tuple((point.label, point.value) for point in points)
    columns = (Column(_("Step")), Column(_("Ideas"), ColumnKind.NUMBER))
    title = _(
        "Of %(sent)s ideas sent %(last)s came to the last step",
        sent=number(steps[0]["ideas"]),
        last=number(steps[-1]["ideas"]),
    )
    described = _("Ideas by the step they have reached; whoever has reached a later step has passed those before.")
    return Chart("funnel-chart", Shape.BARS, title, described, points, Table("funnel", title, columns, rows))


def _grouped(
    reader: Reader, part: str, anchor: str, titles: tuple[str, str], kinds: tuple[str, str]
) -> Iterator[Block]:
    groups = reader.part(part)
    if not groups:
        return
    # The table is a region of its own beside the section: each has its name.
    (title, caption), (kind, without) = titles, kinds
    yield Heading(2, title, anchor)
    columns = (
        Column(kind),
        Column(_("Ideas"), ColumnKind.NUMBER),
        Column(_("Votes") if reader.is_vote else _("Support"), ColumnKind.NUMBER),
        Column(_("In front"), ColumnKind.IDEA),
    )
    rows = tuple(_cells(reader, one, without) for one in groups)
    yield Table(anchor, caption, columns, rows)


def _cells(reader: Reader, one: Mapping[str, Any], without: str) -> tuple[Cell, ...]:
    first = one.get("first") or []
    return (one["name"] or without, one["ideas"], one["support"], reader.cited(first[0]) if first else None)


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


SENTENCES: Sentences = {"track": _track}
LEFT_OUT: LeftOut = {
    "tracks": lambda n: ngettext("%(count)s smaller direction.", "%(count)s smaller directions.", n, count=number(n)),
    "territories": lambda n: ngettext(
        "%(count)s place with fewer ideas.", "%(count)s places with fewer ideas.", n, count=number(n)
    ),
    "not-public": lambda n: ngettext(
        "The text of %(count)s idea that is not public: it is only counted.",
        "The texts of %(count)s ideas that are not public: they are only counted.",
        n,
        count=number(n),
    ),
}
