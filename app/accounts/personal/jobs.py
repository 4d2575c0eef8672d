"""Background work on what is a person's own: the file for them, their leaving, and what has been kept long enough."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts import emails
from app.accounts.models import Account
from app.accounts.personal import downloads, erasing, exporting, terms
from app.accounts.queries import people
from app.foundation import clock, letters, mail, mailboxes
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step

AT_ONCE = 50


def make_download(account_id: int) -> None:
    """Makes the file of a person, and tells them that it is there."""
    account = people.living(account_id)
    if account is None or downloads.of(account_id) is None:
        return
    now = clock.now()
    size = exporting.make(account, now)
    db.session.rollback()
    with step():
        wanted = downloads.made(account_id, size, now)
        if not wanted:
            downloads.drop(account_id)
    account = people.living(account_id)
    if account is not None and wanted:
        until = now + terms.DOWNLOADS.lasts
        _send(account, "personal_ready.txt", f"own-{now.timestamp():.0f}", until=until)


def send_asked(account_id: int, letter: str) -> None:
    """Somebody asked that the account is erased: until when that can be cancelled. None where it was cancelled already."""
    account, asked = people.living(account_id), erasing.request_of(account_id)
    if account is not None and asked is not None:
        _send(account, "personal_asked.txt", f"erasure-{letter}", due_at=asked.due_at)


def erase_due() -> None:
    """Erases those whose time to think it over has ended, one after another."""
    now = clock.now()
    for account_id in erasing.due(now):
        with step():
            still_at_it()
            is_due = erasing.is_due(account_id, now)
        if is_due:
            erasing.erase(account_id, now)


def remove_downloads() -> None:
    """Files of one's own data that have lain long enough go."""
    with step():
        for account_id in downloads.over(clock.now()):
            downloads.forget(account_id)


def remove_unconfirmed() -> None:
    """Accounts whose address nobody has confirmed in time go, some in a step."""
    before = clock.now() - terms.UNCONFIRMED.lasts
    after: int | None = 0
    while after is not None:
        ids = _unconfirmed(before, after)
        for account_id in ids:
            _remove(account_id)
        after = ids[-1] if len(ids) == AT_ONCE else None


def forget_bounces() -> None:
    """Traces of letters that did not arrive go."""
    with step():
        mailboxes.forget(clock.now())


def _unconfirmed(before: datetime, after: int) -> list[int]:
    waiting = (Account.email_confirmed_at.is_(None), Account.ended_at.is_(None), Account.created_at < before)
    # Whoever came with an archive has never had an address, and is named under what they wrote.
    query = select(Account.id).where(*waiting, Account.email != "", Account.id > after).order_by(Account.id)
    found = list(db.session.scalars(query.limit(AT_ONCE)))
    db.session.rollback()
    return found


def _remove(account_id: int) -> None:
    """The row itself goes where nothing points at it; else it is emptied as that of anybody who leaves."""
    erasing.erase(account_id, clock.now(), registered=False)
    try:
        with step():
            still_at_it()
            db.session.execute(delete(Account).where(Account.id == account_id))
    except IntegrityError:
        db.session.rollback()


def _send(account: Account, template: str, letter: str, **values: object) -> None:
    if not account.email:
        return
    url = letters.address("personal.show_data")
    subject, text = letters.write(template, account.language, name=account.given_name, url=url, **values)
    to, language = emails.deliverable(account.email), account.language
    # The network is asked without a transaction open.
    db.session.rollback()
    composed = mail.compose(to=to, subject=subject, text=text, key=f"account-{account.id}-{letter}", language=language)
    mail.send(composed, is_asked_for=True)
