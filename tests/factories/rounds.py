"""Rounds and their results, made by the verbs themselves."""

from datetime import timedelta

from app.accounts.roles import SYSTEM
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Channel
from campaigns.ideas.models import Idea, SupportSheet
from campaigns.plan.models import Campaign
from campaigns.rounds import jobs
from campaigns.rounds.domain import results as verbs
from campaigns.rounds.domain import rounds
from campaigns.rounds.models import Result, Round
from campaigns.rounds.queries import results

A_MOMENT = timedelta(seconds=1)
EARLY = "Снега выпало столько, что библиотеки закрыты."


def make_rounds(campaign: Campaign) -> list[Round]:
    """The rounds that the campaign gets at its launch."""
    with step():
        return rounds.ensure_for(campaign)


def make_round(campaign: Campaign) -> Round:
    """The one round of a usual campaign."""
    (made,) = make_rounds(campaign)
    return made


def bring_sheet(idea: Idea, number: int, channel: Channel = Channel.PAPER) -> None:
    """So many people supported the idea elsewhere, counter included."""
    with step():
        db.session.add(SupportSheet(idea_id=idea.id, channel=channel, count=number, entered_at=clock.now()))
        idea.supports_elsewhere += number
        idea.support_total += number


def close_round(round_: Round, reason: str = EARLY) -> Round:
    """The round, closed now: where its window is open, as if that had been made to end a moment ago for this reason. Its tally
    is asked for and not done."""
    now = clock.now()
    with step():
        if reason and round_.closed_at is None and round_.window.opens_at < now < round_.window.closes_at:
            round_.window.closes_at, round_.close_reason = now - A_MOMENT, reason
        rounds.close(round_, SYSTEM, now)
    return round_


def freeze(round_: Round) -> Result:
    """The frozen result of the round, which is closed first if need be."""
    if round_.closed_at is None:
        close_round(round_)
    jobs.tally_round(round_.id)
    result = results.current(round_.id)
    assert result is not None
    return result


def sign(result: Result) -> Result:
    with step():
        verbs.sign(result, SYSTEM, clock.now(), recounted=result.fingerprint)
    return result


def publish(result: Result) -> Result:
    """The result, signed and published by the platform."""
    sign(result)
    with step():
        verbs.publish(result, SYSTEM, clock.now())
    return result
