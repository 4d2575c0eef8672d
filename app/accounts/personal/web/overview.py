"""The page of one's own data: consents, the file to take along, the way out."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import get_locale

from app.accounts import consents
from app.accounts.models import Consent
from app.accounts.personal import ages, consenting, downloads, erasing, terms
from app.accounts.queries import people
from app.accounts.web.lookups import own_account
from app.foundation import clock


@dataclass(frozen=True)
class Agreed:
    """A consent as the page shows it."""

    name: str
    title: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


def show_data() -> str:
    """What the person agreed to, their own data, and how to leave."""
    account, now = own_account(), clock.now()
    return render_template(
        "personal/data.html",
        account=account,
        agreed=[_agreed(one) for one in people.consents_of(account.id)],
        owes=consenting.owes(account.id),
        full_name=consents.present(consents.FULL_NAME, str(get_locale())),
        file=downloads.ready(account.id, now),
        waits=_waits(account.id),
        leaving=erasing.request_of(account.id),
        declared=ages.declared(account.id),
        terms=terms,
    )


def _agreed(one: Consent) -> Agreed:
    title = str(consents.TITLES.get(one.text_name, one.text_name))
    return Agreed(one.text_name, title, one.version, one.given_at, one.withdrawn_at)


def _waits(account_id: int) -> bool:
    asked = downloads.of(account_id)
    return asked is not None and asked.made_at is None
