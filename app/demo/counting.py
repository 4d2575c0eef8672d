"""Plays the end of a round: it is closed and counted, its result signed and published the next morning."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.roles import Role
from app.demo.clock import StoryClock
from app.demo.stage import Stage
from app.digests import jobs as digests
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.rounds.domain import results, rounds
from campaigns.rounds.jobs import tally_round
from campaigns.rounds.models import Result, Round, Source
from campaigns.rounds.queries.recount import recount


def round_of(stage: Stage, source: Source) -> Round:
    """The round of the story that counts this."""
    return db.session.scalars(select(Round).where(Round.campaign_id == stage.campaign_id, Round.source == source)).one()


def finish(stage: Stage, story_clock: StoryClock, source: Source) -> int:
    """The owner sees the round through, from the bell on. Returns the id of the published result."""
    owner, round_id = stage.troupe.member(Role.OWNER), round_of(stage, source).id
    with step():
        rounds.close(db.session.get_one(Round, round_id), owner, story_clock.now())
    tally_round(round_id)
    story_clock.move_to(story_clock.now() + timedelta(hours=15))
    result = db.session.scalars(select(Result).where(Result.round_id == round_id)).one()
    # Its digest now, not when the worker comes to it: else it would be younger than the final report.
    digests.take(result.id)
    again = recount(db.session.get_one(Round, round_id)).fingerprint
    with step():
        results.sign(result, owner, story_clock.now(), recounted=again)
    with step():
        results.publish(result, owner, story_clock.now())
    return result.id
