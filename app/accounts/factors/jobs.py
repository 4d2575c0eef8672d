"""Letters about factors, recovery and addresses; recoveries that are due; sign-ins that nobody has used for long."""

from typing import Any

from sqlalchemy import delete, select

from app.accounts import emails
from app.accounts.factors import links
from app.accounts.factors.domain import addresses, recoveries
from app.accounts.factors.models import EmailChange, Recovery, SignIn
from app.accounts.models import Account
from app.accounts.personal import terms
from app.accounts.queries import people
from app.foundation import clock, letters, mail
from app.foundation.db import db
from app.foundation.unit_of_work import step


def send_changed(account_id: int, what: str, letter: str) -> None:
    """A factor came or went: if that was not the person, they should know at once."""
    account = people.living(account_id)
    if account is not None:
        url = letters.address("factors.show_factors")
        _send(account, "factors_changed.txt", letter, what=what, url=url)


def send_recovery(recovery_id: int, what: str, letter: str) -> None:
    """A recovery was proposed, confirmed or done: what that means, and how the person stops it."""
    recovery = db.session.get(Recovery, recovery_id)
    account = people.living(recovery.account_id) if recovery else None
    if recovery is None or account is None:
        return
    url = letters.address("factors.show_stopping", word=links.stopping(recovery)) if recovery.is_open else ""
    sign_in = letters.address("accounts.sign_in")
    _send(account, "factors_recovery.txt", letter, what=what, url=url, due=recovery.due_at, sign_in=sign_in)


def send_address_old(change_id: int, letter: str) -> None:
    """Somebody wants another address for the account: the present mailbox is asked."""
    _send_address(change_id, addresses.OLD, letter)


def send_address_new(change_id: int, letter: str) -> None:
    """The same to the mailbox that is to be the new one."""
    _send_address(change_id, addresses.NEW, letter)


def _send_address(change_id: int, side: str, letter: str) -> None:
    change = db.session.get(EmailChange, change_id)
    account = people.living(change.account_id) if change else None
    if change is None or account is None:
        return
    url = letters.address("factors.show_agreement", word=links.agreeing(change, side))
    to = account.email if side == addresses.OLD else change.email
    _send(account, f"factors_address_{side}.txt", letter, to=to, is_asked_for=True, url=url, address=change.email)


def send_address_changed(account_id: int, before: str, letter: str) -> None:
    """The address has changed: the old mailbox is told for the last time."""
    account = people.living(account_id)
    if account is not None:
        _send(account, "factors_address_changed.txt", letter, to=before, address=account.email)


def _send(
    account: Account, template: str, letter: str, *, to: str = "", is_asked_for: bool = False, **values: Any
) -> None:
    if not (to or account.email):
        return
    subject, text = letters.write(template, account.language, name=account.given_name, **values)
    address, language = emails.deliverable(to or account.email), account.language
    # The network is asked without a transaction open.
    db.session.rollback()
    composed = mail.compose(to=address, subject=subject, text=text, key=f"factors-{letter}", language=language)
    mail.send(composed, is_asked_for=is_asked_for)


def recover_due() -> None:
    """Does the recoveries whose time has come, each in a step of its own."""
    due = select(Recovery.id).where(
        Recovery.due_at <= clock.now(), Recovery.done_at.is_(None), Recovery.stopped_at.is_(None)
    )
    for recovery_id in db.session.scalars(due).all():
        with step():
            recoveries.finish(recovery_id, clock.now())


def forget_old() -> None:
    """Forgets sign-ins that are over, and changes of addresses that nobody has agreed to."""
    with step():
        db.session.execute(delete(SignIn).where(SignIn.began_at <= clock.now() - terms.SIGN_INS.lasts))
        db.session.execute(delete(EmailChange).where(EmailChange.asked_at <= clock.now() - addresses.LASTS))
