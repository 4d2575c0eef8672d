"""The page of a consent says what is true of the person who reads it."""

from collections.abc import Callable

from flask import Flask

from app.accounts import consents
from app.accounts.models import Account
from app.accounts.personal import consenting
from app.foundation import clock
from app.foundation.unit_of_work import step
from tests.factories.people import make_account
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
CHANGED = "The text has changed since you agreed"


def page_of(visit: Visit, account: Account) -> str:
    return visit(account).get("/account/consent").text


def test_nobody_is_told_that_a_text_has_changed_which_has_not(app: Flask, visit: Visit) -> None:
    never_asked, has_agreed = make_account(), make_account()
    with step():
        consenting.agree(has_agreed, consents.PERSONAL_DATA, "en", clock.now())

    asked, agreed = page_of(visit, never_asked), page_of(visit, has_agreed)

    assert (CHANGED in asked, 'name="agreed"' in asked) == (False, True)
    assert (CHANGED in agreed, 'name="agreed"' in agreed, "nothing more is needed" in agreed) == (False, False, True)
