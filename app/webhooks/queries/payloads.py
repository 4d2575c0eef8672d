"""What is told: numbers, states and addresses of what everyone may read at this moment. No words of people: whoever wants them reads
them by the addresses, where what was hidden since is not there any more."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.foundation import letters
from app.foundation.db import db
from app.webhooks.kinds import PING, Event
from campaigns.answers.models import Answer
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.visibility import public
from campaigns.ideas.models import Idea
from campaigns.implementation.models import Progress, Undertaking
from campaigns.plan.models import Audience, Campaign
from campaigns.rounds.models import Result, Round

Told = Mapping[str, Any]


def of(event: str, thing_id: int, at: datetime) -> dict[str, Any] | None:
    """What is sent of a fact, as Standard Webhooks have it; None where it is not everybody's any more."""
    told: Told | None = {} if event == PING else MADE[Event(event)](thing_id)
    return None if told is None else {"type": event, "timestamp": at.isoformat(), "data": dict(told)}


def _idea(idea_id: int) -> Told | None:
    row = db.session.execute(
        select(Idea.id, Idea.number, Idea.outcome, Contribution.state, Contribution.language, Campaign.slug)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(Idea.id == idea_id, public())
    ).one_or_none()
    if row is None:
        return None
    return {
        "campaign": row.slug,
        "idea": row.id,
        "number": row.number,
        "state": row.state.value,
        "outcome": row.outcome.value if row.outcome else None,
        "language": row.language,
        "page": letters.link("ideas.show_idea", idea_id=row.id),
        "api": letters.link("api.show_idea", idea_id=row.id),
    }


def _gone(idea_id: int) -> Told | None:
    """That an idea which everyone could read is not there now: its number and nothing else."""
    return {"idea": idea_id} if _idea(idea_id) is None else None


def _text(name: str, endpoint: str) -> Callable[[int], Told | None]:
    def told(text_id: int) -> Told | None:
        query = select(Campaign.slug).join(Contribution, Contribution.campaign_id == Campaign.id)
        slug = db.session.scalar(query.where(Contribution.id == text_id, public()))
        if slug is None:
            return None
        values = {"slug": slug, "topic_id": text_id} if name == "topic" else {"news_id": text_id}
        return {"campaign": slug, name: text_id, "page": letters.link(endpoint, **values)}

    return told


def _answer(answer_id: int) -> Told | None:
    own = aliased(Contribution)
    row = db.session.execute(
        select(Answer.idea_id, Answer.outcome)
        .join(own, own.id == Answer.id)
        .where(Answer.id == answer_id, own.state.in_(sorted(PUBLIC)))
    ).one_or_none()
    idea = _idea(row.idea_id) if row else None
    if row is None or idea is None:
        return None
    return {
        **idea,
        "answer": answer_id,
        "decided": row.outcome.value,
        "api": letters.link("api.show_answer", idea_id=row.idea_id),
    }


def _progress(report_id: int) -> Told | None:
    query = select(Undertaking.idea_id).join(Progress, Progress.undertaking_id == Undertaking.id)
    idea_id = db.session.scalar(query.where(Progress.id == report_id))
    idea = _idea(idea_id) if idea_id else None
    if idea is None:
        return None
    return {**idea, "page": letters.link("implementation.show_work", idea_id=idea_id)}


def _round(round_id: int) -> Told | None:
    query = select(Round.number, Campaign.slug).join(Campaign, Campaign.id == Round.campaign_id)
    row = db.session.execute(query.where(Round.id == round_id, *_for_everyone())).one_or_none()
    return None if row is None else _of_round(row.slug, row.number)


def _result(result_id: int) -> Told | None:
    row = db.session.execute(
        select(Round.number, Campaign.slug, Result.edition, Result.fingerprint)
        .join(Round, Round.id == Result.round_id)
        .join(Campaign, Campaign.id == Round.campaign_id)
        .where(Result.id == result_id, Result.published_at.is_not(None), *_for_everyone())
    ).one_or_none()
    if row is None:
        return None
    told = {"edition": row.edition, "fingerprint": row.fingerprint}
    return {
        **_of_round(row.slug, row.number),
        **told,
        "api": letters.link("api.show_result", slug=row.slug, number=row.number),
    }


def _of_round(slug: str, number: int) -> dict[str, Any]:
    return {"campaign": slug, "round": number, "page": letters.link("rounds.show_results", slug=slug, round=number)}


def _campaign(campaign_id: int) -> Told | None:
    slug = db.session.scalar(select(Campaign.slug).where(Campaign.id == campaign_id, *_for_everyone()))
    if slug is None:
        return None
    return {
        "campaign": slug,
        "page": letters.link("plan.show_campaign", slug=slug),
        "api": letters.link("api.show_campaign", slug=slug),
    }


def _for_everyone() -> tuple[Any, ...]:
    return Campaign.launched_at.is_not(None), Campaign.audience == Audience.EVERYONE


MADE: dict[Event, Callable[[int], Told | None]] = {
    Event.IDEA_PUBLISHED: _idea,
    Event.IDEA_STATUS: _idea,
    Event.IDEA_GONE: _gone,
    Event.TOPIC_PUBLISHED: _text("topic", "discussion.show_topic"),
    Event.NEWS_PUBLISHED: _text("news", "news.show_news"),
    Event.ANSWER_RELEASED: _answer,
    Event.PROGRESS_REPORTED: _progress,
    Event.ROUND_CLOSED: _round,
    Event.RESULT_PUBLISHED: _result,
    Event.CAMPAIGN_LAUNCHED: _campaign,
}
