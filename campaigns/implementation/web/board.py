"""The public board of all work on ideas, and its feed."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock, feeds, letters
from app.foundation.filters import Group, Option
from campaigns.contributions.models import Thing
from campaigns.contributions.queries.follows import followable
from campaigns.implementation.models import WorkState
from campaigns.implementation.queries import board
from campaigns.implementation.queries.board import EPOCH, Asked, Cells, WorkLine
from campaigns.implementation.words import STATES, TONES
from campaigns.plan import days
from campaigns.plan.slugs import is_fit

RUNNING = frozenset({WorkState.PLANNED, WorkState.IN_PROGRESS})


@dataclass(frozen=True)
class Card:
    """Work as its card shows it. `is_late`: the day by which it was meant to be done is over."""

    line: WorkLine
    state: str
    tone: str
    is_late: bool


@dataclass(frozen=True)
class Shown:
    """A picture, small, with its address."""

    src: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class DoneCard:
    """Something that has been done, on the first page of the site."""

    title: str
    url: str
    sentence: str
    department: str
    when: str
    picture: Shown | None


def show_board() -> str:
    """A page of the board, narrowed as its address asks."""
    actor, asked = current_actor(), _asked()
    counted = board.cells(actor)
    page = board.page_of(actor, asked)
    return render_template(
        "implementation/board.html",
        cards=[card_of(line) for line in page.rows],
        total=sum(counted.by("state", **_chosen(asked)).values()),
        groups=_groups(counted, asked),
        chosen=_chosen_words(counted, asked),
        followable=followable(actor, _things(counted, asked)),
        here=_address(asked.with_()),
        everything=url_for("implementation.show_board") if any(_chosen(asked).values()) else None,
        first=None if page.is_first else _address(asked.with_()),
        following=_address(asked.with_(after=page.following)) if page.following else None,
        feed=_address(asked.with_(), "implementation.feed"),
    )


def feed() -> Response:
    """What was reported last, as an Atom feed: the same narrowing as on the board."""
    asked = _asked().with_()
    reported = board.reported(asked)
    text = render_template(
        "implementation/feed.xml",
        reported=reported,
        states=STATES,
        updated=max((one.reported_at for one in reported), default=EPOCH),
        own=letters.link("implementation.feed", **_values(asked)),
        page=letters.link("implementation.show_board", **_values(asked)),
        address=letters.link,
    )
    return feeds.atom(text)


def card_of(line: WorkLine) -> Card:
    """The card of work in a list."""
    today = days.local(clock.now(), line.zone).date()
    is_late = line.state in RUNNING and line.due_on is not None and line.due_on < today
    return Card(line, str(STATES[line.state]), TONES[line.state], is_late)


def done_card(line: WorkLine) -> DoneCard:
    """What has been done, as the macro `result_card` wants it."""
    picture = None
    if line.picture is not None:
        small = url_for("implementation.show_report_small", progress_id=line.picture_of, name=line.picture.name)
        picture = Shown(small, line.picture.caption, *line.picture.small)
    url = url_for("implementation.show_work", idea_id=line.idea_id)
    when = str(format_date(days.local(line.changed_at, line.zone).date(), "d MMMM y"))
    return DoneCard(line.title, url, line.latest, line.office, when, picture)


def _asked() -> Asked:
    args = request.args
    state = next((one for one in WorkState if one == args.get("state")), None)
    campaign = args.get("campaign") or ""
    return Asked(
        _id(args.get("office")),
        _id(args.get("territory")),
        state,
        campaign if is_fit(campaign) else None,
        args.get("after"),
    )


def _id(word: str | None) -> int | None:
    return int(word) if word and word.isascii() and word.isdigit() and len(word) < 19 else None


def _values(asked: Asked) -> dict[str, Any]:
    values = {
        "office": asked.office_id,
        "territory": asked.territory_id,
        "state": asked.state.value if asked.state else None,
        "campaign": asked.campaign,
        "after": asked.after,
    }
    return {name: value for name, value in values.items() if value is not None}


def _address(asked: Asked, endpoint: str = "implementation.show_board") -> str:
    return url_for(endpoint, **_values(asked))


def _chosen(asked: Asked) -> dict[str, Any]:
    return {
        "state": asked.state,
        "office": asked.office_id,
        "territory": asked.territory_id,
        "campaign": asked.campaign,
    }


def _groups(counted: Cells, asked: Asked) -> list[Group]:
    groups = [
        _group(counted, asked, _("How far it has come"), "state", "state"),
        _group(counted, asked, _("Department"), "office", "office_id"),
        _group(counted, asked, _("Place"), "territory", "territory_id"),
        _group(counted, asked, _("Project"), "campaign", "campaign"),
    ]
    return [group for group in groups if len(group.options) > 2 or any(one.current for one in group.options[1:])]


def _group(counted: Cells, asked: Asked, label: str, what: str, field: str) -> Group:
    others = {name: value for name, value in _chosen(asked).items() if name != what}
    found = counted.by(what, **others)
    current = getattr(asked, field)
    values = sorted(found, key=list(WorkState).index) if what == "state" else [one for one in found if one is not None]
    options = [Option(_("All"), _address(asked.with_(**{field: None})), current is None, sum(found.values()))]
    for value in values:
        key, name = (value, STATES[value]) if what == "state" else value
        options.append(Option(name, _address(asked.with_(**{field: key})), key == current, found[value]))
    return Group(label, options)


def _things(counted: Cells, asked: Asked) -> dict[tuple[Thing, int], str]:
    """What of the choice can be followed, with its name."""
    kinds = {"office": (Thing.DEPARTMENT, asked.office_id), "territory": (Thing.PLACE, asked.territory_id)}
    return {
        (thing, value[0]): value[1]
        for what, (thing, chosen) in kinds.items()
        for value in counted.by(what)
        if value and value[0] == chosen
    }


def _chosen_words(counted: Cells, asked: Asked) -> str | None:
    words = [str(STATES[asked.state])] if asked.state else []
    for what in ("office", "territory", "campaign"):
        words += [value[1] for value in counted.by(what) if value and value[0] == _chosen(asked)[what]]
    return ", ".join(words) or None
