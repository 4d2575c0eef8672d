"""Campaigns, ideas and what hangs on them."""

from datetime import datetime, timedelta
from itertools import count

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.ideas.models import Idea, Support
from campaigns.plan.models import Campaign, PlannedWindow, Template, Track
from campaigns.plan.phases import PhaseKind

_numbers = count(1)


def make_campaign(
    slug: str = "",
    *,
    launched: bool = True,
    windows: list[tuple[PhaseKind, float, float]] | None = None,
    **over: object,
) -> Campaign:
    """A launched campaign that takes ideas since ten days and for ten more. `windows` are (kind, first day, last day) from now."""
    slug, now = slug or f"campaign-{next(_numbers)}", clock.now()
    windows = windows if windows is not None else [(PhaseKind.DISCUSSION, -10, 10), (PhaseKind.IDEAS, -10, 10)]
    fields = {
        "title": "Цифровые сервисы в Югре",
        "question": "Что мешает пользоваться сервисами?",
        "language": "ru",
        "time_zone": "Asia/Yekaterinburg",
        "template": Template.DISCUSSION_AND_IDEAS,
        "created_at": now - timedelta(days=20),
        "launched_at": now - timedelta(days=15) if launched else None,
        **over,
    }
    with step():
        campaign = Campaign(slug=slug, **fields)
        campaign.windows = [
            PlannedWindow(
                kind=kind,
                opens_at=now + timedelta(days=start),
                closes_at=now + timedelta(days=end),
                added=[],
                removed=[],
            )
            for kind, start, end in windows
        ]
        db.session.add(campaign)
    return campaign


def make_track(campaign: Campaign, name: str = "Здоровье", **over: object) -> Track:
    with step():
        track = Track(campaign_id=campaign.id, name=name, **over)
        db.session.add(track)
    return track


def make_idea(
    campaign: Campaign,
    author: Account | None = None,
    state: State = State.PUBLISHED,
    title: str = "Лист ожидания к врачу",
    problem: str = "Талоны к узким специалистам расходятся за минуты.",
    proposal: str = "Сделать лист ожидания с уведомлением.",
    at: datetime | None = None,
    language: str = "ru",
    **over: object,
) -> Idea:
    """An idea in any state, put into the tables as it would stand there. A restricted state needs `statement_id`."""
    at = at or clock.now()
    statement_id = over.pop("statement_id", None)
    byline = over.pop("byline", "" if author else "Мария Л., Когалым")
    with step():
        contribution = Contribution(
            kind=Kind.IDEA,
            campaign_id=campaign.id,
            author_id=author.id if author else None,
            byline=byline,
            channel=over.pop("channel", Channel.SITE),
            state=state,
            language=language,
            created_at=at,
            changed_at=at,
            submitted_at=None if state == State.DRAFT else at,
            published_at=at if state in {State.PUBLISHED, State.JOINED, State.HIDDEN} else None,
            statement_id=statement_id,
        )
        db.session.add(contribution)
        db.session.flush()
        number = None if state == State.DRAFT else contribution.id
        fields = {"number": number, "ring": contribution.id * 1_000_003 % (1 << 31), **over}
        idea = Idea(
            id=contribution.id, campaign_id=campaign.id, title=title, problem=problem, proposal=proposal, **fields
        )
        db.session.add(idea)
    return idea


def support(idea: Idea, *accounts: Account) -> None:
    """The people support the idea, counter included."""
    with step():
        for account in accounts:
            db.session.add(Support(idea_id=idea.id, account_id=account.id, since=clock.now()))
        idea.supports += len(accounts)
        idea.support_total += len(accounts)
