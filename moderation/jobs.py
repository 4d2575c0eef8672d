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
from campaigns.contributions.findings import CheckSettings
from campaigns.contributions.models import Contribution, State
from campaigns.plan.models import Campaign
from moderation import letters
from moderation.domain import cases, joins, leaving, masks, mornings, promises, reviews, terms
from moderation.findings import MOST_KEPT, Kept, find_in_whole, is_worth_a_look
from moderation.models import Case
from moderation.neighbours import compare
from moderation.published import find_in
from moderation.queries.mornings import mornings_of
from moderation.texts import texts_of
from moderation.waves.queries import belongs

ENDED_AT_ONCE = 20
# Found in who wrote it, not in the words.
WAVE = Kept("", "wave", 1.0, 0, 0)
# By the clocks of the site, on the working days of the office.
MORNING = time(8, 0)


def check(case_id: int) -> None:
    """Looks at the text of an open case and keeps what was found. A case closed meanwhile is left alone."""
    contribution = db.session.scalar(
        select(Contribution).join(Case).where(Case.id == case_id, Case.closed_at.is_(None))
    )
    if contribution is None:
        return
    version, found = contribution.version, _found_in(contribution)
    with step():
        cases.keep_findings(case_id, version, found)


def look(contribution_id: int) -> None:
    """Looks at a text that everyone reads already; a case is opened where a check says that a person should look, too."""
    contribution = db.session.get(Contribution, contribution_id)
    if contribution is None or contribution.state != State.PUBLISHED or any(cases.standing(contribution_id)):
        return
    if not is_worth_a_look(_found_in(contribution)):
        return
    with step():
        if contribution.state == State.PUBLISHED and not any(cases.standing(contribution_id)):
            cases.open_for(contribution, clock.now())


def _found_in(contribution: Contribution) -> list[Kept]:
    """What all checks find in a text, those that read others of its campaign too."""
    text = texts_of({contribution.id: contribution.kind}).get(contribution.id)
    if text is None or not text.parts:
        return []
    campaign = db.session.get_one(Campaign, contribution.campaign_id)
    settings = CheckSettings.of(campaign.checks)
    whole = find_in_whole(text, {campaign.language}, settings)
    waves = [WAVE] if belongs(contribution.author_id) else []
    return [*waves, *compare(contribution, text, settings), *whole, *find_in(text.parts, settings)][:MOST_KEPT]


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


def end_terms() -> None:
    """What was hidden for a term that is over becomes readable again."""
    now, ended = clock.now(), ENDED_AT_ONCE
    while ended == ENDED_AT_ONCE:
        with step():
            still_at_it()
            found = terms.over(now, ENDED_AT_ONCE)
            for contribution_id in found:
                terms.end(contribution_id, now)
            ended = len(found)


def close_reviews(contribution_id: int) -> None:
    """Ends the open review of a text where the decision it is about holds no more."""
    with step():
        reviews.close_moot(contribution_id, clock.now())


def propose_joining(case_id: int, version: int) -> None:
    """Asks the authors of two ideas about the joining that a moderator decided for."""
    with step():
        joins.carry_out(case_id, version, clock.now())


def purge_originals() -> None:
    """What was sealed under masks goes once no review can need it any more."""
    now, gone = clock.now(), ENDED_AT_ONCE
    while gone == ENDED_AT_ONCE:
        with step():
            still_at_it()
            found = masks.over(now, ENDED_AT_ONCE)
            for original_id in found:
                masks.purge(original_id, now)
            gone = len(found)


def take_words(contribution_id: int) -> None:
    """The words of somebody who has left go wherever they stood."""
    with step():
        leaving.take_words(contribution_id, clock.now())
