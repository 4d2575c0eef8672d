"""Background work of moderation."""

from datetime import time
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from app.accounts.queries import people
from app.foundation import clock, mail
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from app.offices.calendar import calendar
from campaigns.contributions.models import Contribution
from moderation import letters
from moderation.domain import cases, mornings, promises
from moderation.findings import find_in
from moderation.models import Case
from moderation.queries.mornings import mornings_of
from moderation.texts import texts_of

# By the clocks of the site, on the working days of the office.
MORNING = time(8, 0)


def check(case_id: int) -> None:
    """Looks at the text of an open case and keeps what was found. A case closed meanwhile is left alone."""
    case = db.session.execute(
        select(Case.contribution_id, Contribution.kind, Contribution.version)
        .join(Case.contribution)
        .where(Case.id == case_id, Case.closed_at.is_(None))
    ).one_or_none()
    if case is None:
        return
    text = texts_of({case.contribution_id: case.kind}).get(case.contribution_id)
    found = find_in(text.parts) if text else []
    with step():
        cases.keep_findings(case_id, case.version, found)


def reckon_due() -> None:
    """The calendar of the office has changed, or a case has no promise yet: what is promised is reckoned anew."""
    after: int | None = 0
    while after is not None:
        with step():
            still_at_it()
            after = promises.reckon(after)


def morning() -> None:
    """Once on a working day, in the morning: asks for a letter to each of those for whom texts wait."""
    now = clock.now()
    local = now.astimezone(ZoneInfo(current_app.extensions["veche.settings"].TIME_ZONE))
    if local.time() < MORNING or not calendar().is_working(local.date()):
        return
    after: int | None = 0
    while after is not None:
        with step():
            still_at_it()
            after = mornings.ask_for_letters(local.date(), now, after)


def mail_morning(account_id: int, day: str) -> None:
    """The letter of a morning to one person. None where nothing waits for them any more."""
    account = people.living(account_id)
    found = mornings_of([account], clock.now()) if account and account.email_confirmed_at else []
    letter = letters.of_the_morning(found[0], day) if found else None
    db.session.rollback()
    if letter:
        mail.send(letter)
