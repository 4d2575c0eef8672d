"""A person's browser in tests: signed in as they would be, with the tokens that forms carry."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Account

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Visitor:
    """Gets pages and sends forms; each form is sent from a page that was opened before, with its token."""

    def __init__(self, app: Flask, account: Account | None = None, language: str = "en") -> None:
        self.client: FlaskClient = app.test_client()
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if account is not None:
            with self.client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = f"{account.id}.{account.session_epoch}", True

    def get(self, path: str, **over: Any) -> TestResponse:
        return self.client.get(path, **over)

    def token(self, page: str) -> str:
        """The token of a form on the page."""
        found = TOKEN.search(self.get(page).get_data(as_text=True))
        assert found, f"no form with a token on {page}"
        return found[1]

    def send(
        self, path: str, fields: dict[str, Any] | None = None, *, page: str = "/account/sign-in", **over: Any
    ) -> TestResponse:
        """Posts the fields with the token of a form on `page`."""
        return self.client.post(path, data={"csrf_token": self.token(page), **(fields or {})}, **over)
