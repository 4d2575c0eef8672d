"""Assistants open accounts for people who are there, print codes for them, and write in their name while they sit beside them."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select, update

from app.accounts import permissions
from app.accounts.identity import codes, keys
from app.accounts.identity.domain import accounts
from app.accounts.identity.domain.accounts import Person
from app.accounts.identity.models import Assistance, AssistedAct, EntryCode, OpenedAccount
from app.accounts.identity.queries import assisted
from app.accounts.models import Account, RoleGrant
from app.accounts.permissions import Act
from app.accounts.roles import Actor, Place, Role
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason

CODE_HOLDS = timedelta(days=14)
SITTING_LASTS = timedelta(minutes=30)

ENDED = Reason("help-ended", _l("This person does not want that anybody acts for them."))
HAS_ROLES = Reason("help-roles", _l("People with a part in running the site act for themselves."))
NO_CONSENT = Reason("help-consent", _l("Say how the person agreed: without that no account is opened."))
WRONG_CODE = Reason(
    "code-wrong",
    _l(
        "This code does not hold: it was used, it is too old, or a digit is wrong. Whoever gave you the sheet prints another."
    ),
)


def open_account(actor: Actor, scope: str, person: Person, consent: str, now: datetime) -> tuple[Account, str]:
    """An account for somebody who is there, and the code that lets them in once. Raises NotAllowed, Invalid."""
    permissions.require(actor, Act.ASSIST)
    if scope not in places_of(actor):
        raise NotAllowed(permissions.ROLE)
    if not consent.strip():
        raise Invalid(NO_CONSENT)
    account = accounts.open_for(person, now)
    opened = OpenedAccount(
        account_id=account.id, opened_by=actor.id, opened_at=now, scope=scope, consent=consent.strip()
    )
    db.session.add(opened)
    db.session.flush()
    _log("assist.open", actor, account.id, now, place=scope)
    return account, _code(actor, account.id, now)


def places_of(actor: Actor) -> list[str]:
    """Where the actor is an assistant, as words."""
    return sorted(Place(office_id=grant.office_id).word for grant in actor.grants if grant.role == Role.ASSISTANT)


def print_code(actor: Actor, account_id: int, now: datetime) -> str:
    """A new code for somebody who has lost their way in; the one before ends. Raises NotAllowed, Missing or Conflict."""
    opened = _of_mine(actor, account_id)
    # A code lets its holder in for good: whoever wants no help is not to find a stranger in their account.
    if opened.help_ended_at is not None:
        raise Conflict(ENDED)
    _require_no_roles(opened.account_id)
    return _code(actor, account_id, now)


def _end_codes(account_id: int, now: datetime) -> None:
    alive = (EntryCode.account_id == account_id, EntryCode.used_at.is_(None), EntryCode.ended_at.is_(None))
    db.session.execute(update(EntryCode).where(*alive).values(ended_at=now))


def _code(actor: Actor, account_id: int, now: datetime) -> str:
    _end_codes(account_id, now)
    code = codes.new()
    kept = EntryCode(
        account_id=account_id, digest=keys.of_code(code), made_at=now, made_by=actor.id, until=now + CODE_HOLDS
    )
    db.session.add(kept)
    db.session.flush()
    _log("assist.code", actor, account_id, now)
    return code


def use_code(typed: str, now: datetime, account_id: int | None = None) -> Account:
    """The account that this code lets in, once. Raises Invalid where it does not hold, or is not of that account."""
    code = codes.read(typed)
    kept = code and db.session.scalar(select(EntryCode).where(EntryCode.digest == keys.of_code(code)).with_for_update())
    if not kept or kept.used_at is not None or kept.ended_at is not None or now >= kept.until:
        raise Invalid(WRONG_CODE)
    if account_id is not None and kept.account_id != account_id:
        raise Invalid(WRONG_CODE)
    account = db.session.get_one(Account, kept.account_id)
    # Who printed the code may have kept it: it opens nothing that was given since.
    if account.ended_at is not None or _has_roles(account.id):
        raise Invalid(WRONG_CODE)
    kept.used_at = now
    db.session.flush()
    _log("code.use", Actor(id=account.id), account.id, now)
    return account


def begin(actor: Actor, account_id: int, now: datetime) -> Assistance:
    """The assistant writes for a person who is there, for half an hour. Raises NotAllowed, Missing or Conflict."""
    opened = _of_mine(actor, account_id)
    if opened.help_ended_at is not None:
        raise Conflict(ENDED)
    _require_no_roles(account_id)
    mine = (Assistance.helper_id == actor.id, Assistance.ended_at.is_(None))
    db.session.execute(update(Assistance).where(*mine).values(ended_at=now))
    sitting = Assistance(account_id=account_id, helper_id=actor.id, begun_at=now, until=now + SITTING_LASTS)
    db.session.add(sitting)
    db.session.flush()
    _log("assist.begin", actor, account_id, now)
    return sitting


def finish(helper_id: int, now: datetime) -> None:
    """The assistant is done."""
    mine = (Assistance.helper_id == helper_id, Assistance.ended_at.is_(None))
    db.session.execute(update(Assistance).where(*mine).values(ended_at=now))


def keep_act(sitting: Assistance, act: str, address: str, now: datetime) -> None:
    """Something was done in the person's name: they see it, and the log does."""
    db.session.add(AssistedAct(assistance_id=sitting.id, act=act, address=address, done_at=now))
    _log("assist.act", Actor(id=sitting.helper_id), sitting.account_id, now, what=act)


def let_help(account_id: int, is_wanted: bool, now: datetime) -> None:
    """The person says whether assistants may act for them. Raises Missing where no assistant opened the account."""
    opened = db.session.get(OpenedAccount, account_id)
    if opened is None:
        raise Missing
    opened.help_ended_at = None if is_wanted else now
    if not is_wanted:
        sitting = (Assistance.account_id == account_id, Assistance.ended_at.is_(None))
        db.session.execute(update(Assistance).where(*sitting).values(ended_at=now))
        _end_codes(account_id, now)
    db.session.flush()
    _log("assist.allow" if is_wanted else "assist.forbid", Actor(id=account_id), account_id, now)


def _of_mine(actor: Actor, account_id: int) -> OpenedAccount:
    permissions.require(actor, Act.ASSIST)
    opened = assisted.opened(actor, account_id)
    if opened is None:
        raise Missing
    return opened


def _require_no_roles(account_id: int) -> None:
    if _has_roles(account_id):
        raise NotAllowed(HAS_ROLES)


def _has_roles(account_id: int) -> bool:
    live = (RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None))
    return bool(db.session.scalar(select(exists().where(*live))))


def _log(act: str, actor: Actor, account_id: int, now: datetime, **words: Any) -> None:
    chain.log(act, now=now, actor_id=actor.id, thing="account", thing_id=account_id, **words)
