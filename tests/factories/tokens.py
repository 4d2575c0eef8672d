"""Tokens of people."""

from itertools import count

from app.accounts.models import Account
from app.api.domain import tokens
from app.api.domain.tokens import Wanted
from app.api.scopes import Scope
from app.foundation import clock
from app.foundation.unit_of_work import step

_forms = count(1)


def make_token(account: Account, *scopes: Scope, days: int = 30) -> str:
    """The word of a token of the person; with all rights where none are named."""
    with step():
        wanted = Wanted("Отчёты", scopes or tuple(Scope), days, f"form {next(_forms)}")
        return tokens.make(account.id, wanted, clock.now())
