"""How the author of a text is named: «Анна К., Сургут»."""

from typing import Any

from sqlalchemy import Label, func

from app.accounts.models import Account
from app.territories.models import Territory
from campaigns.contributions.models import Contribution


def byline(written: str, given_name: str | None, family_name: str | None, place: str | None) -> str:
    """The name people read under a text; empty where nobody is known. `written` is the byline of a text without an account."""
    if not given_name:
        return written
    name = f"{given_name} {family_name[:1]}." if family_name else given_name
    return f"{name}, {place}" if place else name


def byline_columns(place: type[Territory] = Territory) -> list[Label[Any]]:
    """The four arguments of `byline`, for a query that outer-joins the author's Account and, as `place`, its Territory.

    Of the family name only its first letter leaves the database.
    """
    return [
        Contribution.byline.label("written"),
        Account.given_name.label("given_name"),
        func.substr(Account.family_name, 1, 1).label("family_name"),
        place.name.label("place"),
    ]
