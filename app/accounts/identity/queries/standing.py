"""How sure it is who somebody is."""

from sqlalchemy import bindparam, exists, inspect, select
from sqlalchemy.sql.elements import ColumnElement

from app.accounts.identity.models import Identity
from app.foundation.db import db
from app.territories.models import Territory

_identities = inspect(Identity).local_table.c
_places = select(Territory.id, Territory.parent_id).where(Territory.id == bindparam("id")).cte("wholes", recursive=True)
# Not `union_all`: a circle ends all the same.
_places = _places.union(select(Territory.id, Territory.parent_id).join(_places, Territory.id == _places.c.parent_id))
WHOLES = select(_places.c.id)


def is_verified(account_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether it was verified who the account's person is, for a statement about accounts."""
    return exists().where(_identities.account_id == account_id)


def home(account_id: ColumnElement[int]) -> ColumnElement[int | None]:
    """The territory the person was verified to live in, the latest; NULL where none is known."""
    known = select(_identities.territory_id).where(
        _identities.account_id == account_id, _identities.territory_id.is_not(None)
    )
    return known.order_by(_identities.verified_at.desc(), _identities.id.desc()).limit(1).scalar_subquery()


def wholes(territory_id: int | None) -> frozenset[int]:
    """A territory with all it is a part of; nothing where it is None."""
    if territory_id is None:
        return frozenset()
    return frozenset(row.id for row in db.session.connection().execute(WHOLES, {"id": territory_id}))
