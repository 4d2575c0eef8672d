"""Somebody came back from a provider: who they are here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts import emails
from app.accounts.identity import keys
from app.accounts.identity.levels import Level
from app.accounts.identity.models import Answer, Identity, Link
from app.accounts.identity.openid import within
from app.accounts.identity.providers import Provider
from app.accounts.identity.queries import places
from app.accounts.models import Account
from app.accounts.personal import terms
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from app.foundation.texts import clean_line

# How long somebody may take at the provider, and afterwards to say that they want an account.
AWAY, NEWCOMER = timedelta(minutes=15), timedelta(minutes=30)
LONGEST_NAME, LONGEST_EMAIL = 60, 254

USED = Reason("sign-in-used", _l("This sign-in was used already. Begin once more."))
OTHERS = Reason(
    "identity-taken",
    _l("You have another account here, which was verified before. One person has one account: join the two into one."),
)


@dataclass(frozen=True)
class Said:
    """What a provider said of a person, as far as it is kept: digests, and what goes into a new account."""

    provider: str
    subject_key: str
    person_key: str = ""
    kind: str = ""
    territory_id: int | None = None
    given_name: str = ""
    family_name: str = ""
    email: str = ""

    @classmethod
    def of(cls, provider: Provider, claims: Mapping[str, Any]) -> "Said":
        """Reads the claims. An address counts only where the provider says that it is the person's."""
        verifies = provider.level != Level.EMAIL
        identifier = within(claims, provider.identifier) if verifies else None
        place = within(claims, provider.territory) if provider.territory and provider.level == Level.RESIDENT else None
        email = within(claims, "email") or ""
        is_theirs = claims.get("email_verified") is True and len(email) <= LONGEST_EMAIL and emails.is_address(email)
        return cls(
            provider=provider.name,
            subject_key=keys.of_subject(provider.issuer, str(claims["sub"])),
            person_key=keys.of_person(provider.identifier_kind, identifier) if identifier else "",
            kind=provider.identifier_kind if identifier else "",
            territory_id=places.meant_by(provider.territories.get(place, place)) if place and identifier else None,
            given_name=_name(claims, "given_name") or _name(claims, "name"),
            family_name=_name(claims, "family_name"),
            email=email if is_theirs else "",
        )

    @property
    def words(self) -> dict[str, Any]:
        """The same, to be kept for the half hour in which somebody agrees to have an account."""
        return asdict(self)


def _name(claims: Mapping[str, Any], word: str) -> str:
    return clean_line(within(claims, word) or "")[:LONGEST_NAME].strip()


def keep(state: str, now: datetime, said: Said | None = None) -> Answer:
    """Remembers that this sign-in came back. Raises Conflict where it has before. Old ones go."""
    forget(now)
    answer = Answer(state=keys.of_state(state), came_at=now, found=said.words if said else {})
    try:
        with db.session.begin_nested():
            db.session.add(answer)
    except IntegrityError:
        raise Conflict(USED) from None
    return answer


def forget(now: datetime) -> None:
    """Answers that came long ago go, with what was said in them."""
    db.session.execute(delete(Answer).where(Answer.came_at <= now - terms.ANSWERS.lasts))


def newcomer(state: str, now: datetime) -> Answer | None:
    """The answer of somebody who has no account yet; None where they took too long, or have one by now."""
    answer = db.session.scalar(select(Answer).where(Answer.state == keys.of_state(state)).with_for_update())
    return answer if answer and answer.found and now - answer.came_at < NEWCOMER else None


def account_of(said: Said) -> Account | None:
    """Whose account it is: that which this provider signs in, else that of the same verified person."""
    by_link = select(Account).join(Link, Link.account_id == Account.id).where(Link.subject_key == said.subject_key)
    found = db.session.scalar(by_link)
    return found if found is not None or not said.person_key else owner_of(said.person_key)


def owner_of(person_key: str) -> Account | None:
    """The account of the person who was verified by this identifier."""
    by_person = select(Account).join(Identity, Identity.account_id == Account.id).where(Identity.key == person_key)
    return db.session.scalar(by_person)


def connect(account: Account, said: Said, now: datetime) -> None:
    """This provider signs the account in from now on and, where it tells who the person is, verifies it.

    Raises Conflict where that person was verified with another account.
    """
    owner = owner_of(said.person_key) if said.person_key else None
    if owner is not None and owner.id != account.id:
        raise Conflict(OTHERS)
    _link(account, said, now)
    if said.person_key:
        _verify(account, said, now)


def _link(account: Account, said: Said, now: datetime) -> None:
    link = db.session.scalar(select(Link).where(Link.subject_key == said.subject_key))
    if link is None:
        db.session.add(Link(account_id=account.id, provider=said.provider, subject_key=said.subject_key, since=now))
    elif link.account_id != account.id:
        raise Conflict(OTHERS)
    db.session.flush()


def _verify(account: Account, said: Said, now: datetime) -> None:
    identity = db.session.scalar(select(Identity).where(Identity.key == said.person_key))
    is_new = identity is None
    if identity is None:
        identity = Identity(account_id=account.id, kind=said.kind, key=said.person_key)
        db.session.add(identity)
    moved = not is_new and identity.territory_id != said.territory_id
    identity.source, identity.territory_id, identity.verified_at = said.provider, said.territory_id, now
    db.session.flush()
    if is_new or moved:
        words: dict[str, Any] = {"provider": said.provider, "territory": said.territory_id}
        chain.log("identity.verify", now=now, actor_id=account.id, thing="account", thing_id=account.id, **words)
