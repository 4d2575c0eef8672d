"""Plays a vote: its rule is set before the launch, its ballot laid, people vote, and it is counted and published."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.roles import SYSTEM, Role
from app.demo import counting
from app.demo.clock import StoryClock
from app.demo.stage import Stage
from app.demo.story import Story, Vote
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind, Window
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.domain import casting, laying
from campaigns.rounds.ballots.domain.casting import Voter
from campaigns.rounds.ballots.models import BallotChannel, Option
from campaigns.rounds.domain import plans
from campaigns.rounds.ledger.domain import files, sealing
from campaigns.rounds.models import Round, Source
from campaigns.rounds.rules import defaults

DAY = timedelta(days=1)
Act = Callable[[datetime], None]


def windows(story: Story, opens_at: datetime) -> list[Window]:
    """The stage of voting, in a story that has one."""
    if story.vote is None:
        return []
    return [Window(PhaseKind.VOTING, opens_at + story.vote.opens * DAY, opens_at + story.vote.closes * DAY)]


def plan(story: Story, campaign: Campaign, now: datetime) -> None:
    """Sets the rule, before the launch."""
    if story.vote is None:
        return
    ballot = {"kind": "approve", "least": 1, "most": story.vote.most}
    rule = defaults.of_vote(ballot, {"rule": "most votes"}, winners=story.vote.winners, options="selected", ties="lot")
    plans.set_rule(campaign, rule, actor=SYSTEM, now=now)


def happenings(stage: Stage, story_clock: StoryClock) -> Iterator[tuple[datetime, Act]]:
    """What happens from the eve of the vote to its result."""
    vote = stage.story.vote
    if vote is None:
        return
    yield stage.at(vote.opens - 0.1), lambda at: _lay(stage, at)
    for at, place in _visits(stage, vote):
        yield at, _cast(stage, vote, place)
    for day in range(vote.opens + 1, vote.closes):
        yield stage.at(day), lambda _at: _seal(stage)
    yield stage.at(vote.closes), lambda _at: files.make(_finished(stage, story_clock), story_clock.now())


def _visits(stage: Stage, vote: Vote) -> Iterator[tuple[datetime, int]]:
    """When somebody of the cast votes; some come a second time, later."""
    people = stage.some(vote.people)
    for number, place in enumerate(people):
        day = vote.opens + 0.3 + stage.chance.random() ** 1.4 * (vote.closes - vote.opens - 1)
        yield stage.at(day), place
        if number < vote.again:
            yield stage.at(vote.closes - 0.5 + number / 100), place


def _lay(stage: Stage, at: datetime) -> None:
    with step():
        laying.lay(counting.round_of(stage, Source.BALLOTS), {}, actor=stage.troupe.member(Role.OWNER), now=at)


def _cast(stage: Stage, vote: Vote, place: int) -> Act:
    def act(at: datetime) -> None:
        round_ = counting.round_of(stage, Source.BALLOTS)
        chosen = marks.of((idea_id, 1) for idea_id in _chosen(stage, vote, round_))
        account_id = stage.troupe.resident(place).id
        with step():
            casting.cast(round_.id, Voter(account_id=account_id), chosen, channel=BallotChannel.SITE, form=None, now=at)

    return act


def _chosen(stage: Stage, vote: Vote, round_: Round) -> list[int]:
    """Up to so many of the ideas, the better liked more often; at least one."""
    offered = select(Option.title, Option.idea_id).where(Option.round_id == round_.id)
    ids = {row.title: row.idea_id for row in db.session.execute(offered)}
    liked = [ids[title] for title, of_ten in vote.liked if stage.chance.random() * 10 < of_ten]
    stage.chance.shuffle(liked)
    return liked[: vote.most] or [ids[vote.liked[0][0]]]


def _seal(stage: Stage) -> None:
    sealing.seal(counting.round_of(stage, Source.BALLOTS).id)


def _finished(stage: Stage, story_clock: StoryClock) -> int:
    return counting.finish(stage, story_clock, Source.BALLOTS)
