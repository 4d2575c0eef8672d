"""A person's browser in tests: signed in as they would be, with the tokens that forms carry."""

import hashlib
import re
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import inspect
from werkzeug.test import TestResponse

from app.accounts.factors.models import SignIn
from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step

# What the cookies of tests name their rows in `sign_ins` by.
WORDS = count(1)
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def signed_in(account: Account, *, is_strong: bool = False) -> str:
    """Signs somebody in: what a cookie then calls them."""
    # Whoever was made in an earlier session of the database is found anew.
    account = db.session.get_one(Account, inspect(account).identity[0])
    secret, now = f"secret {next(WORDS)}", clock.now()
    word = f"{account.id}.{account.session_epoch}.{secret}"
    with step():
        db.session.add(
            SignIn(
                account_id=account.id,
                key=hashlib.sha256(secret.encode()).hexdigest(),
                began_at=now,
                seen_at=now,
                proved_at=now,
                is_strong=is_strong,
                device="Firefox|Linux",
                network="abc",
            )
        )
    return word


class Visitor:
    """Gets pages and sends forms, each with the token that the forms of this browser have."""

    def __init__(
        self, app: Flask, account: Account | None = None, language: str = "en", is_strong: bool = False
    ) -> None:
        self.client: FlaskClient = app.test_client()
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if account is not None:
            with self.client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = signed_in(account, is_strong=is_strong), True

    def get(self, path: str, **over: Any) -> TestResponse:
        return self.client.get(path, **over)

    def token(self, page: str) -> str:
        """The token of a form on the page."""
        found = TOKEN.search(self.get(page).get_data(as_text=True))
        assert found, f"no form with a token on {page}"
        return found[1]

    def send(
        self, path: str, fields: dict[str, Any] | None = None, *, page: str | None = None, **over: Any
    ) -> TestResponse:
        """Posts the fields with the token of a form on `page`, or of any page that was opened before."""
        token = self.token(page) if page else self._token()
        return self.client.post(path, data={"csrf_token": token, **(fields or {})}, **over)

    def _token(self) -> str:
        # As any page with a form makes it: to open one for each form takes longer than most of what is sent.
        with self.client.session_transaction() as session:
            secret = session.setdefault("csrf_token", "what the forms of a browser share")
        return str(
            URLSafeTimedSerializer(self.client.application.secret_key or "", salt="wtf-csrf-token").dumps(secret)
        )
