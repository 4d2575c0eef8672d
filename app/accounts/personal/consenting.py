"""Agreeing and taking back. Each is kept with the text, its version and language, and the time; the platform's log keeps both."""

from datetime import datetime

from sqlalchemy import select

from app.accounts import consents
from app.accounts.models import Account, Consent
from app.audit import chain
from app.foundation.db import db


def standing(account_id: int, name: str) -> Consent | None:
    """What the person agreed to last and has not taken back."""
    query = select(Consent).where(Consent.account_id == account_id, Consent.text_name == name)
    return db.session.scalar(query.where(Consent.withdrawn_at.is_(None)).order_by(Consent.given_at.desc()).limit(1))


def owes(account_id: int) -> bool:
    """Whether the words of the consent have changed since the person agreed. One statement.

    Nobody owes one who was never asked: their account was made by the organiser, with a consent on paper.
    """
    given = standing(account_id, consents.PERSONAL_DATA)
    return given is not None and consents.present(given.text_name, given.language).version != given.version


def agree(account: Account, name: str, language: str, now: datetime) -> Consent:
    """The person agrees to the present version of a text. Twice is once."""
    text = consents.present(name, language)
    same = (Consent.account_id == account.id, Consent.text_name == name, Consent.version == text.version)
    consent = db.session.scalar(select(Consent).where(*same))
    if consent is None:
        consent = Consent(account_id=account.id, text_name=name, version=text.version)
        db.session.add(consent)
    elif consent.withdrawn_at is None and account.email_confirmed_at:
        return consent
    consent.language, consent.given_at, consent.withdrawn_at = text.language, now, None
    _follow(account, name, is_given=True)
    db.session.flush()
    # At the registration the record itself is enough: it may never be confirmed.
    if account.email_confirmed_at:
        _log("consent.give", account, consent, now)
    return consent


def withdraw(account: Account, name: str, now: datetime) -> None:
    """The person takes back what they agreed to, in all versions. Twice is once."""
    query = select(Consent).where(Consent.account_id == account.id, Consent.text_name == name)
    for consent in db.session.scalars(query.where(Consent.withdrawn_at.is_(None)).order_by(Consent.id)):
        consent.withdrawn_at = now
        _log("consent.withdraw", account, consent, now)
    _follow(account, name, is_given=False)
    db.session.flush()


def _follow(account: Account, name: str, *, is_given: bool) -> None:
    if name == consents.FULL_NAME:
        account.shows_full_name = is_given


def _log(act: str, account: Account, consent: Consent, now: datetime) -> None:
    chain.log(
        act,
        now=now,
        actor_id=account.id,
        thing="account",
        thing_id=account.id,
        text=consent.text_name,
        version=consent.version,
        language=consent.language,
    )
