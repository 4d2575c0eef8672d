"""Browsers in which somebody has signed in before: strangers who guess the password never bar them.

A cookie of its own, for the pages of accounts alone, holds a signed mark for each of the last accounts: a keyed digest of whose it
is, the epoch of the account and a random word by which wrong passwords from here are counted. It lets nobody in, and a new password
or signing out everywhere ends it.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Response, after_this_request, current_app, request, url_for

from app.accounts.models import Account
from app.accounts.queries import people
from app.foundation import tokens
from app.guards.counters import digest

COOKIE, PURPOSE = "veche_browser", "accounts.browser"
HOLDS_SECONDS = 180 * 24 * 3600
# A computer of a library keeps as many.
MOST = 10
LONGEST = 2_000

# Whose, its epoch, the word.
Mark = list[Any]


def word_of(email_key: str) -> str:
    """By what wrong passwords for this account are counted in this browser; empty where nobody has signed in to it here."""
    whose = digest((email_key,))
    found = next((mark for mark in _marks() if mark[0] == whose), None)
    if found is None:
        return ""
    account = people.by_email_key(email_key)
    return str(found[2]) if account is not None and account.session_epoch == found[1] else ""


def remember(account: Account) -> None:
    """This browser is one in which the person has signed in."""
    whose = digest((account.email_key,))
    others = [mark for mark in _marks() if mark[0] != whose]
    kept = [[whose, account.session_epoch, secrets.token_hex(8)], *others][:MOST]

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            tokens.sign(PURPOSE, kept),
            max_age=HOLDS_SECONDS,
            path=url_for("accounts.my_page"),
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
        return response


def _marks() -> Sequence[Mark]:
    word = request.cookies.get(COOKIE, "")
    read = tokens.read(PURPOSE, word, HOLDS_SECONDS) if 0 < len(word) <= LONGEST else None
    return read if isinstance(read, list) else []
