"""Background work: followers are told in steps, letters about one's own texts are sent."""

from typing import Any

from app.foundation import clock, mail, outbox
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from app.notifications import letters
from app.notifications.audiences import AT_ONCE, audience, concerned_by, office_followers, still_there
from app.notifications.domain.notices import Fact, mark_mailed, tell
from app.notifications.domain.texts import tell_decision, tell_reporters
from app.notifications.models import NoticeKind
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.plan.models import Campaign
from moderation.domain import rows, undo


def tell_followers(
    kind: str,
    name: str,
    campaign_id: int,
    contribution_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Tells the fact to everyone it concerns, 500 people a step. A text that is public no more is told to nobody further."""
    fact, after = Fact(NoticeKind(kind), name, campaign_id, contribution_id, details or {}), 0
    while True:
        with step():
            still_at_it()
            author_id = _author_to_pass_over(contribution_id)
            people = _next_people(fact, campaign_id, after) if author_id is not None else []
            tell([one for one in people if one != author_id], fact, clock.now())
        if len(people) < AT_ONCE:
            return
        after = people[-1]


def tell_concerned(
    kind: str, name: str, idea_id: int, but: int | None = None, office: dict[str, Any] | None = None
) -> None:
    """Tells the fact to those who wrote, support or follow the idea, 500 people a step, but not to the one who made it.

    Of an idea that is public no more nobody is told further. `office` has the words of `tell_office_followers`, who come after.
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
            if office and len(people) < AT_ONCE:
                outbox.ask("notifications.tell_office_followers", name=name, idea_id=idea_id, but=but, **office)
        if len(people) < AT_ONCE:
            return
        after = people[-1]


def tell_office_followers(kind: str, name: str, idea_id: int, office_id: int, but: int | None = None) -> None:
    """Tells what a department did to those who follow it, 500 people a step. Whom the idea concerns knows it by the same name."""
    after = 0
    while True:
        with step():
            still_at_it()
            idea = db.session.get_one(Contribution, idea_id)
            campaign = db.session.get_one(Campaign, idea.campaign_id)
            query = office_followers(office_id, campaign, after, AT_ONCE)
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
    if letter is None or not mail.send(letter):
        return
    with step():
        mark_mailed([notice_id], clock.now())


def _next_people(fact: Fact, campaign_id: int, after: int) -> list[int]:
    campaign = db.session.get_one(Campaign, campaign_id)
    return list(db.session.scalars(audience(fact.kind, campaign, after, AT_ONCE, fact.contribution_id)))


def _author_to_pass_over(contribution_id: int | None) -> int | None:
    """The author, who knows: 0 where there is none; None where the text is not public any more."""
    if contribution_id is None:
        return 0
    contribution = db.session.get_one(Contribution, contribution_id)
    return (contribution.author_id or 0) if contribution.state in PUBLIC else None
