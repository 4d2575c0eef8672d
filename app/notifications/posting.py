"""What all letters about notices share: to whom they may go, and how they end."""

from collections.abc import Collection
from email.message import EmailMessage
from typing import Any

from app.accounts import emails
from app.accounts.models import Account
from app.accounts.queries import people
from app.foundation import letters as words
from app.foundation import mail
from app.notifications.models import NoticeKind
from app.notifications.queries import Place
from app.notifications.subjects import ALWAYS, SUBJECT_OF


def reachable(account_id: int) -> Account | None:
    """Whoever has an account and a confirmed address."""
    account = people.living(account_id)
    return account if account and account.email and account.email_confirmed_at else None


def compose(
    account: Account, template: str, key: str, *, kinds: Collection[NoticeKind] = (), **values: Any
) -> EmailMessage:
    """A letter to a person, in their language. Its foot says where they choose what comes and, where none of the notices in it (of
    these kinds) is one that always comes, where letters about their subjects are stopped.
    """
    subjects = {SUBJECT_OF[kind] for kind in kinds} if not ALWAYS.intersection(kinds) else set()
    stop = words.stopping(account.id, *subjects) if subjects else ""
    addresses = {"choices": words.address("notifications.show_letters"), "stop": stop}
    subject, text = words.write(template, account.language, name=account.given_name, **addresses, **values)
    to = emails.deliverable(account.email)
    return mail.compose(to=to, subject=subject, text=text, key=key, language=account.language, stop=stop)


def address(place: Place | None) -> str:
    """The whole address of what a notice is about; empty where it cannot be read any more."""
    return words.address(place.endpoint, **place.values) if place else ""
