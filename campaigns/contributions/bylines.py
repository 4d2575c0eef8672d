"""How the author of a text is named: «Анна К., Сургут»."""

from typing import Any

from sqlalchemy import Label

from app.accounts.models import LEFT, Account, family_as_shown
from app.territories.models import Territory
from campaigns.contributions.models import Contribution


def byline(written: str, given_name: str | None, family_name: str | None, place: str | None) -> str:
    """The name people read under a text; empty where nobody is known. `written` is the byline of a text without an account.

    `family_name` is as it may be shown: «К.», or all of it where the person agreed to that. Somebody who left has no name.
    """
    if given_name is None:
        return written
    if not given_name:
        return str(LEFT)
    name = f"{given_name} {family_name or ''}".rstrip()
    return f"{name}, {place}" if place else name


def byline_columns(place: type[Territory] = Territory) -> list[Label[Any]]:
    """The four arguments of `byline`, for a query that outer-joins the author's Account and, as `place`, its Territory.

    Of the family name no more leaves the database than everybody may read.
    """
    return [
        Contribution.byline.label("written"),
        Account.given_name.label("given_name"),
        family_as_shown().label("family_name"),
        place.name.label("place"),
    ]
