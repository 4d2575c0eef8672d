"""Makes the people of the demonstration: accounts, places, an office, roles."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.domain import registration, roles
from app.accounts.models import Account
from app.accounts.passwords import hash_of
from app.accounts.roles import SYSTEM, Actor, Place, Role
from app.accounts.sessions import actor_of
from app.demo.people import FAMILY, GIVEN, MORE, OFFICE, RESIDENT_EMAIL, RESIDENTS, STAFF
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.offices.models import Office
from app.territories.models import Territory

LANGUAGE = "ru"
REGION = "Югра"
IN_CAMPAIGN = (Role.OWNER, Role.MODERATOR, Role.FACILITATOR, Role.EXPERT, Role.OBSERVER)


@dataclass(frozen=True)
class SignIn:
    """A demonstration account that people may sign in with, on this machine alone."""

    role: str
    email: str
    password: str


@dataclass(frozen=True)
class Cast:
    """Who plays: ids of residents in the order of their texts, staff by role, and the sign-ins."""

    residents: tuple[int, ...]
    staff: dict[str, int]
    sign_ins: tuple[SignIn, ...]

    def resident(self, place: int) -> Actor:
        return _actor(self.residents[place % len(self.residents)])

    def member(self, role: Role) -> Actor:
        return _actor(self.staff[role.value])


def _actor(account_id: int) -> Actor:
    return actor_of(db.session.get_one(Account, account_id, populate_existing=True))


def make(now: datetime) -> Cast:
    """Makes everybody. Passwords are made anew for each installation."""
    sign_ins = tuple(
        SignIn(role, email, secrets.token_urlsafe(9))
        for role, email in [*((role, email) for role, email, _, _ in STAFF), ("resident", RESIDENT_EMAIL)]
    )
    hashes = {sign_in.email: hash_of(sign_in.password) for sign_in in sign_ins}
    with step():
        places = _places()
        office = Office(name=OFFICE)
        db.session.add(office)
        db.session.flush()
        staff = {role: _account(email, given, family, hashes[email], None, now) for role, email, given, family in STAFF}
        roles.give(SYSTEM, staff["administrator"], Role.ADMINISTRATOR, Place(), now)
        roles.give(SYSTEM, staff["official"], Role.OFFICIAL, Place(office_id=office.id), now)
    return Cast(_residents(places, hashes, now), staff, sign_ins)


def _residents(places: dict[str, int], hashes: dict[str, str], now: datetime) -> tuple[int, ...]:
    crowd = [(GIVEN[n % len(GIVEN)], FAMILY[n % len(FAMILY)], RESIDENTS[n % len(RESIDENTS)][2]) for n in range(MORE)]
    ids = []
    with step():
        for number, (given, family, place) in enumerate((*RESIDENTS, *crowd), 1):
            email = RESIDENT_EMAIL if number == 1 else f"resident{number}@demo.example"
            ids.append(_account(email, given, family, hashes.get(email, ""), places[place], now))
    return tuple(ids)


def _places() -> dict[str, int]:
    region = db.session.scalar(select(Territory).where(Territory.name == REGION)) or Territory(name=REGION, level=0)
    db.session.add(region)
    db.session.flush()
    for name in sorted({place for _, _, place in RESIDENTS}):
        db.session.add(Territory(name=name, level=1, parent_id=region.id))
    db.session.flush()
    return {place.name: place.id for place in db.session.scalars(select(Territory))}


def _account(email: str, given: str, family: str, password_hash: str, place: int | None, now: datetime) -> int:
    newcomer = registration.Newcomer(email, given, family, password_hash, LANGUAGE, place)
    account = registration.add(newcomer, now)
    account.is_demo = True
    registration.agree(account, LANGUAGE, now)
    registration.confirm(account, now)
    db.session.flush()
    return account.id


def give_roles(cast_: Cast, campaign_id: int, now: datetime) -> None:
    """Gives the staff their roles in a campaign."""
    for role in IN_CAMPAIGN:
        roles.give(SYSTEM, cast_.staff[role.value], role, Place(campaign_id=campaign_id), now)
