"""Makes the people of the demonstration: accounts, places, offices, roles."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.domain import registration, roles
from app.accounts.models import Account
from app.accounts.passwords import hash_of
from app.accounts.roles import SYSTEM, Actor, Place, Role
from app.accounts.sessions import actor_of
from app.demo.people import CROWD, ELSEWHERE, OFFICES, RESIDENT_EMAIL, RESIDENTS, STAFF, TEAMS, Resident
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.offices.models import Competence, Office
from app.territories.models import Territory

LANGUAGE = "ru"
REGIONS = {"ru": "Югра", "uk": "Вербівська громада", "en": "Millbrook"}
IN_CAMPAIGN = (Role.OWNER, Role.MODERATOR, Role.FACILITATOR, Role.EXPERT, Role.OBSERVER)


@dataclass(frozen=True)
class SignIn:
    """A demonstration account that people may sign in with, on this machine alone."""

    role: str
    email: str
    password: str


@dataclass(frozen=True)
class Troupe:
    """Who plays in one language: ids of residents in the order of their texts, the team by role."""

    residents: tuple[int, ...]
    team: dict[str, int]

    def resident(self, place: int) -> Actor:
        return _actor(self.residents[place % len(self.residents)])

    def member(self, role: Role | str) -> Actor:
        return _actor(self.team[str(role)])

    def who(self, told: int | str) -> Actor:
        """A resident by place, or one of the team by role."""
        return self.resident(told) if isinstance(told, int) else self.member(told)


def _actor(account_id: int) -> Actor:
    return actor_of(db.session.get_one(Account, account_id, populate_existing=True))


def sign_ins(kept: Sequence[SignIn] = ()) -> tuple[SignIn, ...]:
    """Who may sign in: the Russian team and one resident. Passwords that are kept stay, others are made anew."""
    known = {sign_in.email: sign_in.password for sign_in in kept}
    people = [*((role, email) for role, email, _, _ in STAFF), ("resident", RESIDENT_EMAIL)]
    return tuple(SignIn(role, email, known.get(email) or secrets.token_urlsafe(9)) for role, email in people)


def make(who: Sequence[SignIn], now: datetime) -> dict[str, Troupe]:
    """Makes everybody, by language. Only those who may sign in have a password."""
    hashes = {sign_in.email: hash_of(sign_in.password) for sign_in in who}
    troupes = {language: _troupe(language, hashes, now) for language in RESIDENTS}
    with step():
        roles.give(SYSTEM, troupes[LANGUAGE].team["administrator"], Role.ADMINISTRATOR, Place(), now)
        db.session.add_all(Competence(name=name, covers=covers, address=way) for name, covers, way in ELSEWHERE)
    return troupes


def _troupe(language: str, hashes: dict[str, str], now: datetime) -> Troupe:
    with step():
        places = _places(language)
        office = Office(name=OFFICES[language])
        db.session.add(office)
        db.session.flush()
        team = {
            role: _account(email, given, family, hashes.get(email, ""), None, language, now)
            for role, email, given, family in _team(language)
        }
        roles.give(SYSTEM, team["official"], Role.OFFICIAL, Place(office_id=office.id), now)
        if "assistant" in team:
            roles.give(SYSTEM, team["assistant"], Role.ASSISTANT, Place(office_id=office.id), now)
    return Troupe(_residents(language, places, hashes, now), team)


def _team(language: str) -> Iterator[tuple[str, str, str, str]]:
    if language == LANGUAGE:
        yield from STAFF
        return
    for role, given, family in TEAMS[language]:
        yield role, f"{role}.{language}@demo.example", given, family


def _people(language: str) -> Iterator[Resident]:
    told = RESIDENTS[language]
    yield from told
    count, given, family = CROWD[language]
    for number in range(count):
        yield given[number % len(given)], family[number % len(family)], told[number % len(told)][2]


def _residents(language: str, places: dict[str, int], hashes: dict[str, str], now: datetime) -> tuple[int, ...]:
    mark = "" if language == LANGUAGE else f".{language}"
    ids = []
    with step():
        for number, (given, family, place) in enumerate(_people(language), 1):
            email = f"resident{number}{mark}@demo.example"
            if (number, language) == (1, LANGUAGE):
                email = RESIDENT_EMAIL
            ids.append(_account(email, given, family, hashes.get(email, ""), places[place], language, now))
    return tuple(ids)


def _places(language: str) -> dict[str, int]:
    name = REGIONS[language]
    region = db.session.scalar(select(Territory).where(Territory.name == name)) or Territory(name=name, level=0)
    db.session.add(region)
    db.session.flush()
    for place in sorted({place for _, _, place in RESIDENTS[language]} - {name}):
        db.session.add(Territory(name=place, level=1, parent_id=region.id))
    db.session.flush()
    return {place.name: place.id for place in db.session.scalars(select(Territory))}


def _account(
    email: str, given: str, family: str, password_hash: str, place: int | None, language: str, now: datetime
) -> int:
    account = registration.add(registration.Newcomer(email, given, family, password_hash, language, place), now)
    account.is_demo = True
    registration.agree(account, language, now)
    registration.confirm(account, now)
    db.session.flush()
    return account.id


def give_roles(troupe: Troupe, campaign_id: int, now: datetime) -> None:
    """Gives the team their roles in a campaign."""
    for role in IN_CAMPAIGN:
        roles.give(SYSTEM, troupe.team[role.value], role, Place(campaign_id=campaign_id), now)
