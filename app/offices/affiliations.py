"""With which departments people are connected: said by themselves, read by everyone. Nobody moderates text about theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import cast, null, select, union_all

from app.accounts.models import Account, RoleGrant
from app.accounts.permissions import SIGN_IN
from app.accounts.roles import Actor, Role
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, NotAllowed, Reason
from app.offices.models import Affiliation, Office

SAID = Reason("affiliation.said", _l("You have said so already."))


@dataclass(frozen=True)
class Said:
    """A department somebody is connected with; `affiliation_id` is None where they are so as its official."""

    office_id: int
    name: str
    affiliation_id: int | None


def say(actor: Actor, office_id: int, now: datetime) -> Affiliation:
    """The actor is connected with a department. Raises NotAllowed (a guest), Missing (no such one), Conflict (said already)."""
    if actor.id is None:
        raise NotAllowed(SIGN_IN)
    # Locked, so that saying it twice at once is a conflict in words.
    office = db.session.scalar(select(Office).where(Office.id == office_id).with_for_update())
    if office is None:
        raise Missing
    if _live(actor.id, office_id) is not None:
        raise Conflict(SAID)
    affiliation = Affiliation(account_id=actor.id, office_id=office_id, since=now)
    db.session.add(affiliation)
    db.session.flush()
    _log("affiliation.say", affiliation, actor, now)
    return affiliation


def end(actor: Actor, affiliation_id: int, now: datetime) -> None:
    """The actor is connected with the department no longer. Raises Missing where they did not say so."""
    mine = (Affiliation.id == affiliation_id, Affiliation.account_id == actor.id, Affiliation.ended_at.is_(None))
    affiliation = db.session.scalar(select(Affiliation).where(*mine).with_for_update())
    if affiliation is None:
        raise Missing
    affiliation.ended_at = now
    db.session.flush()
    _log("affiliation.end", affiliation, actor, now)


def of_people(account_ids: Collection[int]) -> dict[int, list[Said]]:
    """The departments these people are connected with, by what they said and as officials. One statement."""
    said = select(Affiliation.account_id, Affiliation.office_id, Affiliation.id.label("affiliation_id")).where(
        Affiliation.account_id.in_(account_ids), Affiliation.ended_at.is_(None)
    )
    given = select(RoleGrant.account_id, RoleGrant.office_id, cast(null(), Affiliation.id.type)).where(
        RoleGrant.account_id.in_(account_ids), RoleGrant.role == Role.OFFICIAL, RoleGrant.ended_at.is_(None)
    )
    both = union_all(said, given).subquery()
    rows = db.session.execute(
        select(both.c.account_id, both.c.office_id, both.c.affiliation_id, Office.name)
        .join(Office, Office.id == both.c.office_id)
        .order_by(Office.name, both.c.affiliation_id)
    )
    found: dict[int, list[Said]] = {}
    for row in rows:
        found.setdefault(row.account_id, []).append(Said(row.office_id, row.name, row.affiliation_id))
    return found


def people_of(office_id: int) -> Sequence[Account]:
    """Those who have said that they are connected with a department, in the order in which they did."""
    query = select(Account).join(Affiliation, Affiliation.account_id == Account.id)
    live = (Affiliation.office_id == office_id, Affiliation.ended_at.is_(None), Account.ended_at.is_(None))
    return db.session.scalars(query.where(*live).order_by(Affiliation.id)).all()


def _live(account_id: int, office_id: int) -> int | None:
    same = (Affiliation.account_id == account_id, Affiliation.office_id == office_id, Affiliation.ended_at.is_(None))
    return db.session.scalar(select(Affiliation.id).where(*same))


def _log(act: str, affiliation: Affiliation, actor: Actor, now: datetime) -> None:
    chain.log(act, now=now, actor_id=actor.id, thing="office", thing_id=affiliation.office_id)
