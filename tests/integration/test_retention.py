"""What is kept for a time goes when it is over, by its job and though nobody comes by; not a minute sooner."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.factors import jobs as factor_jobs
from app.accounts.factors.domain import addresses
from app.accounts.factors.models import EmailChange
from app.accounts.identity import jobs as identity_jobs
from app.accounts.identity.models import Answer
from app.accounts.personal import jobs as personal_jobs
from app.accounts.personal import terms
from app.administration import jobs as administration_jobs
from app.administration.models import StaffInvitation
from app.foundation import clock as hours
from app.foundation.db import Base, db
from app.foundation.mailboxes import Bounce
from app.foundation.unit_of_work import step
from moderation.waves import jobs as wave_jobs
from moderation.waves.models import Print
from moderation.waves.prints import KEPT
from tests.factories.invitations import make_invitation
from tests.factories.people import make_account
from tests.support.clocks import MovingClock


def an_answer() -> Answer:
    return Answer(state="digest", came_at=hours.now(), found={"given_name": "Анна", "email": "anna@example.org"})


def a_bounce() -> Bounce:
    return Bounce(mailbox="anna@example.org", letter="1", status="5.1.1", is_lasting=True, told_at=hours.now())


def a_print() -> Print:
    return Print(account_id=make_account().id, print="digest", made_at=hours.now())


def a_change() -> EmailChange:
    own = {"account_id": make_account().id, "email": "new@example.org", "email_key": "new@example.org"}
    return EmailChange(**own, secret="x", asked_at=hours.now())


KEPT_FOR: dict[str, tuple[Callable[[], Base], timedelta, Callable[[], None]]] = {
    "what a provider said": (an_answer, terms.ANSWERS.time, identity_jobs.forget_answers),
    "a letter that came back": (a_bounce, terms.BOUNCES.time, personal_jobs.forget_bounces),
    "what many have in common": (a_print, KEPT, wave_jobs.forget),
    "an address that somebody wants": (a_change, addresses.LASTS, factor_jobs.forget_old),
}


@pytest.mark.parametrize("what", KEPT_FOR)
def test_what_is_kept_for_a_time_goes_when_it_is_over(app: Flask, clock: MovingClock, what: str) -> None:
    make, lasts, forget = KEPT_FOR[what]
    row = make()
    with step():
        db.session.add(row)
    left = [counted(type(row))]

    for at in (lasts - timedelta(minutes=1), timedelta(minutes=2)):
        clock.move_to(hours.now() + at)
        forget()
        left.append(counted(type(row)))

    assert left == [1, 1, 0]


def test_addresses_of_people_who_were_asked_to_work_here_go_once_that_is_over(app: Flask, clock: MovingClock) -> None:
    by = make_account()
    used, _waits = make_invitation(by, "used@example.org"), make_invitation(by, "waits@example.org")
    with step():
        db.session.get_one(StaffInvitation, used.id).ended_at = hours.now()
    found = []

    for at in (timedelta(0), terms.STAFF_INVITATIONS.lasts - timedelta(minutes=1), timedelta(minutes=2)):
        clock.move_to(hours.now() + at)
        administration_jobs.forget_invitations()
        found.append(db.session.scalars(select(StaffInvitation.email)).all())

    assert found == [["waits@example.org"], ["waits@example.org"], []]


def counted(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
