"""What accounts keep of a person, as they get it themselves."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts import consents
from app.accounts.models import Account, Block, BlockReview, Consent, RoleGrant
from app.accounts.personal import ages
from app.accounts.queries import people
from app.accounts.slots import Own
from app.accounts.words import ROLES
from app.audit.models import Entry, Opening
from app.foundation.db import db


def account(account_id: int) -> Sequence[Own]:
    """Name, address, place; consents; roles; blocks; what the log says they did."""
    person = db.session.get_one(Account, account_id)
    return [
        Own("account", _("About me"), [_person(person)], _person_words()),
        Own("consents", _("What I agreed to"), _consents(account_id), _consent_words()),
        Own("roles", _("Roles"), _roles(account_id), {"role": _("Role"), "place": _("Where"), "given_at": _("Since")}),
        Own("blocks", _("When I could not write"), _blocks(account_id), {"why": _("Why"), "made_at": _("Since")}),
        Own("log", _("What I did, as the log has it"), _log(account_id), {"act": _("Act"), "at": _("When")}),
    ]


def _person(person: Account) -> dict[str, Any]:
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "shown_as": person.public_name,
        "email": person.email,
        "email_confirmed_at": person.email_confirmed_at,
        "place": people.territory_of(person),
        "language": person.language,
        "created_at": person.created_at,
        "declared_age": ages.declared(person.id) or None,
    }


def _person_words() -> dict[str, str]:
    return {
        "given_name": _("Given name"),
        "family_name": _("Family name"),
        "shown_as": _("Others see"),
        "email": _("E-mail"),
        "email_confirmed_at": _("Address confirmed"),
        "place": _("Where I live"),
        "language": _("Language of letters"),
        "created_at": _("Account since"),
        "declared_age": _("I have said that I have reached this age"),
    }


def _consents(account_id: int) -> list[dict[str, Any]]:
    return [
        {
            "text": str(consents.TITLES.get(one.text_name, one.text_name)),
            "version": one.version,
            "language": one.language,
            "given_at": one.given_at,
            "withdrawn_at": one.withdrawn_at,
        }
        for one in db.session.scalars(select(Consent).where(Consent.account_id == account_id).order_by(Consent.id))
    ]


def _consent_words() -> dict[str, str]:
    return {
        "text": _("Text"),
        "version": _("Version"),
        "language": _("Language"),
        "given_at": _("Agreed on"),
        "withdrawn_at": _("Taken back on"),
    }


def _roles(account_id: int) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account_id).order_by(RoleGrant.id))
    return [
        {"role": str(ROLES[row.role]), "place": row.scope, "given_at": row.given_at, "ended_at": row.ended_at}
        for row in rows
    ]


def _blocks(account_id: int) -> list[dict[str, Any]]:
    query = (
        select(Block, BlockReview)
        .outerjoin(BlockReview, BlockReview.block_id == Block.id)
        .where(Block.account_id == account_id)
    )
    return [
        {
            "why": block.facts,
            "made_at": block.made_at,
            "until": block.until,
            "ended_at": block.ended_at,
            "my_words": review.words if review else "",
            "answer": review.facts if review else "",
        }
        for block, review in db.session.execute(query.order_by(Block.id))
    ]


def _log(account_id: int) -> list[dict[str, Any]]:
    query = (
        select(Entry.act, Entry.happened_at, Entry.thing, Entry.thing_id)
        .join(Opening, Opening.entry_id == Entry.id)
        .where(Opening.actor_id == account_id)
        .order_by(Entry.id)
    )
    return [
        {"act": row.act, "at": row.happened_at, "thing": row.thing, "number": row.thing_id}
        for row in db.session.execute(query)
    ]
