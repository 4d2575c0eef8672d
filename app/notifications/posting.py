"""What all letters about notices share: to whom they may go, and how they end."""

from email.message import EmailMessage
from typing import Any

from app.accounts import emails
from app.accounts.models import Account
from app.accounts.queries import people
from app.foundation import letters as words
from app.foundation import mail
from app.notifications.queries import Place


def reachable(account_id: int) -> Account | None:
    """Whoever has an account and a confirmed address."""
    account = people.living(account_id)
    return account if account and account.email_confirmed_at else None


def compose(account: Account, template: str, key: str, **values: Any) -> EmailMessage:
    """A letter to a person, in their language. Its foot says where they choose what comes."""
    choices = words.address("notifications.show_letters")
    subject, text = words.write(template, account.language, name=account.given_name, choices=choices, **values)
    to = emails.deliverable(account.email)
    return mail.compose(to=to, subject=subject, text=text, key=key, language=account.language)


def address(place: Place | None) -> str:
    """The whole address of what a notice is about; empty where it cannot be read any more."""
    return words.address(place.endpoint, **place.values) if place else ""
