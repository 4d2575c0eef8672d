"""Bringing services in from a table. Brought in again, only what changed in the file is changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.tables import Row
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.services.keys import name_key, words_key
from campaigns.services.models import Service
from campaigns.services.rows import BroughtService, Refused, service_of
from campaigns.services.texts import ServiceText


@dataclass
class Outcome:
    """What came of bringing rows in; `services` counts new and changed ones, `added` and `changed` are their names, `offices` and
    `places` the names that became departments and territories.
    """

    services: int = 0
    unchanged: int = 0
    refusals: list[tuple[Row, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Read:
    """What a file says, row by row, before the catalogue is asked."""

    services: list[tuple[Row, BroughtService]]
    refusals: list[tuple[Row, str]]


def read(rows: Iterable[Row], columns: Mapping[str, str]) -> Read:
    """The services of the rows, each name once; the others with the reason why not. Needs no database."""
    found: dict[str, tuple[Row, BroughtService]] = {}
    refusals: list[tuple[Row, str]] = []
    for row in rows:
        try:
            service = service_of(row, columns)
            first = found.setdefault(name_key(service.name), (row, service))[0]
            if first is not row:
                raise Refused(_("row %(number)s has the same name", number=first.number))
        except Refused as refused:
            refusals.append((row, str(refused)))
    return Read(list(found.values()), refusals)


def bring(actor: Actor, services: Sequence[tuple[Row, BroughtService]], now: datetime, *, keep: bool = True) -> Outcome:
    """Brings services in, all of them in this step; new names of departments and places become rows. Without `keep` nothing is
    written. One that was taken out of the catalogue stays out: its row is refused. Raises NotAllowed.
    """
    permissions.require(actor, Act.KEEP_SERVICES)
    known = {service.name_key: service for service in db.session.scalars(select(Service))}
    places = _Places(keep)
    outcome, new, changed = Outcome(), list[dict[str, object]](), list[dict[str, object]]()
    for row, brought in services:
        service = known.get(name_key(brought.name))
        if service is not None and service.ended_at is not None:
            outcome.refusals.append((row, _("this service was taken out of the catalogue; bring it back there first")))
            continue
        before = ServiceText.of(service) if service else None
        after = _merged(before, brought, places)
        if before == after:
            outcome.unchanged += 1
        elif service is not None:
            changed.append({"id": service.id, **_columns(after)})
            outcome.changed.append(after.name)
        else:
            new.append({"created_at": now, **_columns(after)})
            outcome.added.append(after.name)
    outcome.services = len(new) + len(changed)
    outcome.offices, outcome.places = places.made[Office], places.made[Territory]
    if keep and outcome.services:
        _write(actor, new, changed, now)
    return outcome


class _Places:
    """Departments and territories by name; new names become new rows (id 0 where nothing is to be kept)."""

    def __init__(self, keep: bool) -> None:
        self._keep = keep
        self.made: dict[type[Office] | type[Territory], list[str]] = {Office: [], Territory: []}
        self._known: dict[type[Office] | type[Territory], dict[str, int]] = {
            kind: {name_key(name): id for id, name in db.session.execute(select(kind.id, kind.name).order_by(kind.id))}
            for kind in (Office, Territory)
        }

    def id_of(self, kind: type[Office] | type[Territory], name: str) -> int | None:
        if not name:
            return None
        known, key = self._known[kind], name_key(name)
        if key not in known:
            known[key] = self._make(kind(name=name)) if self._keep else 0
            self.made[kind].append(name)
        return known[key]

    @staticmethod
    def _make(place: Office | Territory) -> int:
        db.session.add(place)
        db.session.flush()
        return place.id


def _merged(before: ServiceText | None, brought: BroughtService, places: _Places) -> ServiceText:
    text = replace(before or ServiceText(""), name=brought.name)
    if brought.description is not None:
        text = replace(text, description=brought.description)
    if brought.link is not None:
        text = replace(text, link=brought.link)
    if brought.department is not None:
        text = replace(text, office_id=places.id_of(Office, brought.department))
    if brought.territory is not None:
        text = replace(text, territory_id=places.id_of(Territory, brought.territory))
    return text


def _columns(text: ServiceText) -> dict[str, object]:
    return {
        "name": text.name,
        "name_key": name_key(text.name),
        "words_key": words_key(text.name, text.description),
        "description": text.description,
        "link": text.link,
        "office_id": text.office_id,
        "territory_id": text.territory_id,
    }


def _write(actor: Actor, new: list[dict[str, object]], changed: list[dict[str, object]], now: datetime) -> None:
    added = list(db.session.scalars(insert(Service).returning(Service.id), new)) if new else []
    if changed:
        db.session.execute(update(Service), changed)
    chain.log(
        "service.bring",
        now=now,
        actor_id=actor.id,
        thing="service",
        thing_id=None,
        added=sorted(added),
        changed=[row["id"] for row in changed],
    )
