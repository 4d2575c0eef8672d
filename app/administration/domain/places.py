"""Territories from a file: what it would add and change, told before anything is kept. Nothing is ever removed by a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import insert, select

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.tables import Row
from app.foundation.texts import clean_line
from app.territories.models import Territory

# What a column may be called, in small letters.
CALLED: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "код", "октмо", "катоттг", "код октмо", "код катоттг"),
    "name": ("name", "название", "наименование", "назва", "найменування"),
    "parent": ("parent", "part of", "входит в", "входить до", "родитель", "код вышестоящей", "батьківський код"),
}
LONGEST_CODE, LONGEST_NAME = 40, 200


@dataclass(frozen=True)
class Told:
    """A row of the file: what it says of a place. `parent` is the code of the larger one, or its name where it has no code here."""

    number: int
    code: str
    name: str
    parent: str


@dataclass(frozen=True)
class Change:
    """What a row would do: the words before and after; `territory_id` is None for a place that is new."""

    told: Told
    territory_id: int | None
    before: str = ""


@dataclass
class Plan:
    """All that a file would do. `kept` are places that are not in the file and stay as they are."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    kept: int = 0

    @property
    def changes(self) -> bool:
        return bool(self.added or self.changed)


def columns_of(names: Sequence[str]) -> dict[str, str]:
    """Which column of the file says what."""
    found: dict[str, str] = {}
    for name in names:
        word = next((word for word, called in CALLED.items() if " ".join(name.casefold().split()) in called), None)
        if word:
            found.setdefault(word, name)
    return found


def read(rows: Sequence[Row], columns: Mapping[str, str]) -> tuple[list[Told], list[tuple[int, str]]]:
    """What the rows say, and the rows that say nothing sound, each with its reason."""
    told: list[Told] = []
    refused: list[tuple[int, str]] = []
    codes: set[str] = set()
    names: set[str] = set()
    for row in rows:
        cells = {word: clean_line(row.cells.get(column, "")) for word, column in columns.items()}
        one = Told(row.number, cells.get("code", ""), cells.get("name", ""), cells.get("parent", ""))
        fault = row.fault or _fault(one, codes, names)
        if fault:
            refused.append((row.number, fault))
            continue
        codes.add(one.code)
        names.add(one.name.casefold())
        told.append(one)
    return told, refused


def _fault(one: Told, codes: set[str], names: set[str]) -> str:
    if not one.code:
        return str(_("the row has no code"))
    if not one.name:
        return str(_("the row has no name"))
    if len(one.code) > LONGEST_CODE or len(one.name) > LONGEST_NAME:
        return str(_("the code or the name is too long"))
    if one.code in codes:
        return str(_("the code %(code)s stands in the file already", code=one.code))
    if one.name.casefold() in names:
        return str(_("another row has this name: add the district to it, so that people tell them apart"))
    return str(_("a place cannot be a part of itself")) if one.parent == one.code else ""


class _Atlas:
    """The places that are there, and those of the file, by their codes and names."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.places = {place.id: place for place in db.session.scalars(select(Territory))}
        self.by_code = {place.code: place for place in self.places.values() if place.code}
        self.by_name = {place.name.casefold(): place for place in self.places.values()}
        self.told = {one.code: one for one in told}
        self.told_names = {one.name.casefold(): one.code for one in told}

    def own(self, one: Told) -> Territory | None:
        """The place a row is about: by its code, else one of this name that has no code yet."""
        found = self.by_code.get(one.code)
        if found is not None:
            return found
        named = self.by_name.get(one.name.casefold())
        return named if named is not None and not named.code else None

    def parent_code(self, word: str) -> str | None:
        """The code of a larger place that a row names by code or by name; None where there is no such."""
        if word in self.told or word in self.by_code:
            return word
        name = word.casefold()
        named = self.by_name.get(name)
        return self.told_names.get(name) or (named.code if named else None)

    def nameless_parent(self, word: str) -> Territory | None:
        """A place without a code that a row names as the larger one."""
        return self.by_name.get(word.casefold())


def plan(told: Sequence[Told], refused: Sequence[tuple[int, str]]) -> Plan:
    """What the rows would do to the places that are there now."""
    made, atlas = Plan(refused=list(refused)), _Atlas(told)
    for one in told:
        reason = _refusal(one, atlas)
        if reason:
            made.refused.append((one.number, reason))
            atlas.told.pop(one.code)
    # What was refused may have been the larger place of others.
    sound = list(atlas.told.values())
    while orphans := [one for one in sound if one.parent and not _has_parent(one, atlas)]:
        for one in orphans:
            made.refused.append((one.number, _("there is no place with the code or name %(word)s", word=one.parent)))
            atlas.told.pop(one.code)
            atlas.told_names.pop(one.name.casefold(), None)
        sound = list(atlas.told.values())
    for one in sound:
        place = atlas.own(one)
        if place is None:
            made.added.append(Change(one, None))
        elif _says_the_same(one, place, atlas):
            made.unchanged += 1
        else:
            made.changed.append(Change(one, place.id, _before(place, atlas)))
    made.kept = len(atlas.places) - made.unchanged - len(made.changed)
    made.refused.sort()
    return made


def bring(actor: Actor, told: Sequence[Told], refused: Sequence[tuple[int, str]], now: datetime) -> Plan:
    """Keeps what the rows say and tells what was done. Places that are not in the file stay. Raises NotAllowed."""
    permissions.require(actor, Act.KEEP_TERRITORIES)
    made = plan(told, refused)
    if not made.changes:
        return made
    _add(made.added)
    db.session.expire_all()
    atlas = _Atlas([])
    for change in [*made.changed, *made.added]:
        place = atlas.places[change.territory_id] if change.territory_id else atlas.by_code[change.told.code]
        place.name, place.code = change.told.name, change.told.code
        atlas.by_code[change.told.code] = place
    for change in [*made.changed, *made.added]:
        atlas.by_code[change.told.code].parent_id = _parent_id(change.told.parent, atlas)
    for place in atlas.places.values():
        place.level = _level(place, atlas.places)
    db.session.flush()
    added = [atlas.by_code[change.told.code].id for change in made.added]
    changed = [change.territory_id for change in made.changed]
    chain.log(
        "territory.bring", now=now, actor_id=actor.id, thing="territory", thing_id=None, added=added, changed=changed
    )
    return made


def _add(changes: Sequence[Change]) -> None:
    if changes:
        rows = [{"name": one.told.name, "code": one.told.code, "level": 0} for one in changes]
        db.session.execute(insert(Territory), rows)


def _refusal(one: Told, atlas: _Atlas) -> str:
    named = atlas.by_name.get(one.name.casefold())
    if named is not None and named is not atlas.own(one):
        return str(_("another place has this name: add the district to it, so that people tell them apart"))
    return str(_("the places would be parts of each other in a circle")) if _is_in_circle(one, atlas) else ""


def _is_in_circle(one: Told, atlas: _Atlas) -> bool:
    seen, code = {one.code}, atlas.parent_code(one.parent) if one.parent else None
    while code:
        if code in seen:
            return True
        seen.add(code)
        code = _code_above(code, atlas)
    return False


def _code_above(code: str, atlas: _Atlas) -> str | None:
    told = atlas.told.get(code)
    if told is not None:
        return atlas.parent_code(told.parent) if told.parent else None
    place = atlas.by_code.get(code)
    above = atlas.places.get(place.parent_id) if place and place.parent_id else None
    return above.code if above else None


def _has_parent(one: Told, atlas: _Atlas) -> bool:
    return atlas.parent_code(one.parent) is not None or atlas.nameless_parent(one.parent) is not None


def _parent_id(word: str, atlas: _Atlas) -> int | None:
    if not word:
        return None
    found = atlas.by_code.get(word) or atlas.by_name.get(word.casefold())
    return found.id if found else None


def _says_the_same(one: Told, place: Territory, atlas: _Atlas) -> bool:
    above = atlas.places.get(place.parent_id) if place.parent_id else None
    same_parent = (above is None and not one.parent) or (above is not None and one.parent in {above.code, above.name})
    return (place.name, place.code) == (one.name, one.code) and same_parent


def _before(place: Territory, atlas: _Atlas) -> str:
    above = atlas.places.get(place.parent_id) if place.parent_id else None
    return " · ".join(part for part in (place.code, place.name, above.name if above else "") if part)


def _level(place: Territory, places: Mapping[int, Territory]) -> int:
    level, above, seen = 0, place.parent_id, {place.id}
    while above is not None and above not in seen:
        seen.add(above)
        level, above = level + 1, places[above].parent_id
    return level
