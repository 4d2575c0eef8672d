"""Where a sign-in goes on: to the second step, to where factors are set up, or to where the person wanted to go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, url_for

from app.accounts import sessions
from app.accounts.models import Account
from app.accounts.queries import people


@dataclass(frozen=True)
class Wanted:
    """A role of the person wants a second step; it rests from `rests_from` on unless there is one."""

    role: str
    rests_from: datetime

    def rests(self, now: datetime) -> bool:
        """Whether the term of grace is over."""
        return now >= self.rests_from


def wanted_of(account: Account) -> Wanted | None:
    """The role of this person that wants a second step first; None where none does."""
    settings = current_app.extensions["veche.settings"]
    if account.is_demo:
        return None
    grace = timedelta(days=settings.FACTOR_GRACE_DAYS)
    wanting = [Wanted(g.role, g.given_at + grace) for g in account.grants if g.role in settings.FACTOR_ROLES]
    return min(wanting, key=lambda one: one.rests_from, default=None)


def onwards(address: str) -> str:
    """The address of the page after a sign-in that wanted to lead to `address`."""
    if sessions.half_way() is not None:
        return url_for("factors.show_second", next=address)
    if sessions.owes_consent():
        return url_for("personal.show_consent", next=address)
    place, actor = sessions.here(), sessions.current_actor()
    if place is None or place.is_strong or actor.id is None:
        return address
    account = people.living(actor.id)
    if account is not None and wanted_of(account) is not None:
        return url_for("factors.show_factors", next=address)
    return address
