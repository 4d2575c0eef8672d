"""Who took part: by day, by channel, by the place they live in. Numbers alone, and small ones together."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from app.accounts.models import Account
from app.digests.words import CHANNELS
from app.foundation.db import db
from app.opendata.reading import BATCH, Home, Reading
from app.opendata.shape import Field, Row, Table, count, day, text
from campaigns.contributions.models import Channel, Contribution
from campaigns.contributions.models import Kind as TextKind
from campaigns.ideas.models import Idea, Support, SupportSheet

PLACE, MERGED, UNKNOWN = "place", "others", "unknown"
CELLS = {PLACE: _l("One place"), MERGED: _l("All other places together"), UNKNOWN: _l("Did not say where they live")}
IDEAS, SUPPORT = "ideas", "support"


def _days(reading: Reading) -> Iterator[Row]:
    sent = func.coalesce(Contribution.submitted_at, Contribution.published_at)
    ideas = _by_day(reading, select(sent).where(reading.is_public(Contribution, TextKind.IDEA)))
    support = _by_day(reading, _of_public_ideas(select(Support.since), reading))
    said = _by_day(reading, select(Contribution.published_at).where(reading.is_public(Contribution, TextKind.COMMENT)))
    for one in sorted(ideas.keys() | support.keys() | said.keys()):
        yield one, ideas[one], support[one], said[one]


def _by_day(reading: Reading, query: Select[Any]) -> Counter[date]:
    found: Counter[date] = Counter()
    for at in db.session.scalars(query.execution_options(yield_per=BATCH)):
        on = reading.day(at)
        if on is not None:
            found[on] += 1
    return found


def _of_public_ideas(query: Select[Any], reading: Reading) -> Select[Any]:
    return (
        query.join(Idea, Idea.id == Support.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(reading.is_public(Contribution, TextKind.IDEA))
    )


def _channels(reading: Reading) -> Iterator[Row]:
    sent = select(Contribution.channel, func.count()).where(reading.is_public(Contribution, TextKind.IDEA))
    sheets = (
        select(SupportSheet.channel, func.sum(SupportSheet.count))
        .join(Idea, Idea.id == SupportSheet.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(reading.is_public(Contribution, TextKind.IDEA))
    )
    on_site = db.session.scalar(_of_public_ideas(select(func.count()).select_from(Support), reading)) or 0
    ideas = {channel: int(number) for channel, number in db.session.execute(sent.group_by(Contribution.channel))}
    support = {channel: int(number) for channel, number in db.session.execute(sheets.group_by(SupportSheet.channel))}
    support[Channel.SITE] = support.get(Channel.SITE, 0) + on_site
    for what, counted in ((IDEAS, ideas), (SUPPORT, support)):
        for channel in Channel:
            if counted.get(channel):
                yield what, channel.value, counted[channel]


def _people(reading: Reading) -> Iterator[Row]:
    yield from _cells(reading, reading.participants)


def _supports(reading: Reading) -> Iterator[Row]:
    columns: tuple[Any, ...] = (Account.territory_id, func.count())
    query = (
        _of_public_ideas(select(*columns).select_from(Support), reading)
        .join(Account, Account.id == Support.account_id)
        .group_by(Account.territory_id)
    )
    given: dict[int | None, int] = dict(db.session.execute(query).all())
    together = sum(given.get(id, 0) for id in reading.supporters.merged)
    for cell, id, name, people in _cells(reading, reading.supporters):
        yield cell, id, name, people, together if cell == MERGED else given.get(id, 0)


def _cells(reading: Reading, home: Home) -> Iterator[tuple[str, int | None, str | None, int]]:
    for id, people in home.places:
        yield PLACE, id, reading.territory_names[id], people
    if home.merged_people:
        yield MERGED, None, None, home.merged_people
    if home.unknown:
        yield UNKNOWN, None, None, home.unknown


def _cell_fields() -> tuple[Field, ...]:
    return (
        text(
            "cell",
            _l("Cell"),
            _l("Fewer than five people of one place are not told apart."),
            required=True,
            codes=CELLS,
        ),
        count("territory_id", _l("Place, id"), refers=("territories", "id")),
        text("territory", _l("Place")),
    )


TABLES = (
    Table(
        "days",
        _l("Participation by day"),
        _l("Days on which anything was sent, supported or said on the site. Support gathered elsewhere has no days."),
        (
            day("day", _l("Day"), required=True),
            count("ideas", _l("Ideas sent"), required=True),
            count("supports", _l("Support given on the site"), required=True),
            count("comments", _l("Comments"), required=True),
        ),
        ("day",),
        _days,
    ),
    Table(
        "channels",
        _l("How it came in"),
        _l("Ideas and support by the way they came in."),
        (
            text("what", _l("What"), required=True, codes={IDEAS: _l("Ideas"), SUPPORT: _l("Support")}),
            text(
                "channel",
                _l("How it came in"),
                required=True,
                codes={channel.value: word for channel, word in CHANNELS.items()},
            ),
            count("number", _l("How many"), required=True),
        ),
        ("what", "channel"),
        _channels,
    ),
    Table(
        "people_by_territory",
        _l("People by place"),
        _l("Where those live who wrote, supported, took a stand or answered a question, as far as they said."),
        (*_cell_fields(), count("people", _l("People"), required=True)),
        (),
        _people,
    ),
    Table(
        "supports_by_territory",
        _l("Support by place"),
        _l("Where those live who support ideas on the site, as far as they said."),
        (
            *_cell_fields(),
            count("people", _l("People"), required=True),
            count("supports", _l("Support"), required=True),
        ),
        (),
        _supports,
    ),
)
