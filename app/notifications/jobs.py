"""Background work: followers are told in steps, letters are sent."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select, update

from app.foundation import clock, mail, outbox
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from app.notifications import letters
from app.notifications.audiences import AT_ONCE, audience, concerned_by, still_there
from app.notifications.domain.notices import Fact, mark_mailed, tell
from app.notifications.domain.texts import tell_decision, tell_reporters
from app.notifications.models import GATHERED, Letters, Notice, NoticeKind, NotificationChoices
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.plan.models import Campaign
from moderation.domain import rows, undo

LETTERS_AT_ONCE = 100

# In the morning of the site's time zone; what comes later waits for the next one.
LETTER_HOUR = time(8, 0)


def tell_followers(kind: str, name: str, campaign_id: int, contribution_id: int | None = None) -> None:
    """Tells the fact to everyone it concerns, 500 people a step. A text that is public no more is told to nobody further."""
    fact, after = Fact(NoticeKind(kind), name, campaign_id, contribution_id), 0
    while True:
        with step():
            still_at_it()
            author_id = _author_to_pass_over(contribution_id)
            people = _next_people(fact, campaign_id, after) if author_id is not None else []
            tell([one for one in people if one != author_id], fact, clock.now())
        if len(people) < AT_ONCE:
            return
        after = people[-1]


def tell_concerned(kind: str, name: str, idea_id: int, but: int | None = None) -> None:
    """Tells the fact to those who wrote, support or follow the idea, 500 people a step, but not to the one who made it.

    Of an idea that is public no more nobody is told further.
    """
    after = 0
    while True:
        with step():
            still_at_it()
            idea = db.session.get_one(Contribution, idea_id)
            campaign = db.session.get_one(Campaign, idea.campaign_id)
            query = concerned_by(idea_id, campaign, after, AT_ONCE)
            people = list(db.session.scalars(query)) if idea.state in PUBLIC else []
            fact = Fact(NoticeKind(kind), name, idea.campaign_id, idea_id)
            tell([one for one in people if one != but], fact, clock.now())
        if len(people) < AT_ONCE:
            return
        after = people[-1]


def tell_people(kind: str, name: str, campaign_id: int, contribution_id: int, account_ids: list[int]) -> None:
    """Tells the fact about a text to these people, at most 500, where the text is public and they may still see it."""
    fact = Fact(NoticeKind(kind), name, campaign_id, contribution_id)
    with step():
        if _author_to_pass_over(contribution_id) is not None:
            campaign = db.session.get_one(Campaign, campaign_id)
            tell(list(db.session.scalars(still_there(account_ids, campaign))), fact, clock.now())


def tell_decided(case_id: int, version: int) -> None:
    """Tells what was decided a minute ago, unless it was undone meanwhile; from now on it cannot be."""
    with step():
        case, contribution = rows.locked(case_id)
        if case.version == version:
            undo.settle(case)
            tell_decision(case, contribution)
            tell_reporters(case)


def mail_notice(notice_id: int) -> None:
    """The letter about one's own text. Sent again after a crash it has the same Message-ID."""
    letter = letters.about_own(notice_id)
    db.session.rollback()
    if letter is None:
        return
    mail.send(letter)
    with step():
        mark_mailed([notice_id], clock.now())


def gather() -> None:
    """Once a day, in the morning: puts what people follow into one letter each, and asks for these letters."""
    now, after = clock.now(), 0
    this_morning = morning(now, current_app.extensions["veche.settings"].TIME_ZONE)
    if now < this_morning:
        return
    day = this_morning.date().isoformat()
    waiting = (
        Notice.mailed_at.is_(None),
        Notice.letter_day.is_(None),
        Notice.kind.in_(sorted(GATHERED)),
        Notice.created_at < this_morning,
    )
    while True:
        with step():
            still_at_it()
            people = list(
                db.session.scalars(
                    select(Notice.account_id)
                    .where(*waiting, Notice.account_id > after)
                    .group_by(Notice.account_id)
                    .order_by(Notice.account_id)
                    .limit(LETTERS_AT_ONCE)
                )
            )
            db.session.execute(update(Notice).where(*waiting, Notice.account_id.in_(people)).values(letter_day=day))
            for account_id in _wanting_letters(people):
                outbox.ask("notifications.mail_gathered", account_id=account_id, day=day)
        if len(people) < LETTERS_AT_ONCE:
            return
        after = people[-1]


def mail_gathered(account_id: int, day: str) -> None:
    """The letter of a day about what a person follows. Never an empty one; sent again it has the same Message-ID."""
    letter, notice_ids = letters.of_the_day(account_id, day)
    db.session.rollback()
    if letter is None:
        return
    mail.send(letter)
    with step():
        mark_mailed(notice_ids, clock.now())


def morning(now: datetime, zone: str) -> datetime:
    """When the letters of this day, as the site's zone has it, are due."""
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date(), LETTER_HOUR, local.tzinfo)


def _next_people(fact: Fact, campaign_id: int, after: int) -> list[int]:
    campaign = db.session.get_one(Campaign, campaign_id)
    return list(db.session.scalars(audience(fact.kind, campaign, after, AT_ONCE, fact.contribution_id)))


def _author_to_pass_over(contribution_id: int | None) -> int | None:
    """The author, who knows: 0 where there is none; None where the text is not public any more."""
    if contribution_id is None:
        return 0
    contribution = db.session.get_one(Contribution, contribution_id)
    return (contribution.author_id or 0) if contribution.state in PUBLIC else None


def _wanting_letters(people: list[int]) -> list[int]:
    never = select(NotificationChoices.account_id).where(NotificationChoices.followed == Letters.NEVER)
    unwanted = set(db.session.scalars(never.where(NotificationChoices.account_id.in_(people))))
    return [one for one in people if one not in unwanted]
