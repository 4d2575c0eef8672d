"""The body of a final report: all that stands on the results of the campaign, what came after them, and what the organiser put
around it. Read outside of any step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.digests.queries import after, counts
from app.digests.report import pictures
from app.digests.rows import IdeaRow
from app.digests.sections import answers, assessed, frame, voting, works
from app.digests.snapshot import VERSION, Draft, Gathering, campaign_told, gather, put_moderation, round_told
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from campaigns.plan import days
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result, Round, Source

NOT_PUBLISHED = Reason(
    "result-not-published",
    _l("Publish the results of all rounds first: a report stands on numbers that everyone can check."),
)


@dataclass(frozen=True)
class Wrapping:
    """What the organiser puts around the report. `number` is that of the edition, `reason` why there is a new one."""

    foreword: str
    pictures: Sequence[dict[str, Any]]
    approval: Sequence[dict[str, str]]
    number: int = 1
    reason: str = ""


def make(campaign: Campaign, wrapping: Wrapping, now: datetime) -> Draft:
    """The body as the database stands now. Raises Conflict where a round has no published result yet."""
    base, vote = results_of(campaign.id)
    rows = counts.ideas(base[1].id, campaign.time_zone) if base else []
    gathering = Gathering(_head(campaign, wrapping, base, now), [], [], {}, {})
    round_, result = base or (None, None)
    gather(gathering, campaign, round_, result, rows)
    _put_vote(gathering, campaign, vote)
    _put_after(gathering, campaign, now)
    put_moderation(gathering, campaign)
    _put_wrapping(gathering, campaign, wrapping)
    return gathering.finish()


Counted = tuple[Round, Result]


def results_of(campaign_id: int) -> tuple[Counted | None, Counted | None]:
    """The round that the report stands on, that of ideas where there is one, and the vote beside it."""
    rounds = db.session.execute(
        select(Round, Result)
        .outerjoin(
            Result,
            (Result.round_id == Round.id) & Result.published_at.is_not(None) & Result.superseded_at.is_(None),
        )
        .where(Round.campaign_id == campaign_id)
        .order_by(Round.number)
    ).all()
    found: dict[Source, Counted] = {}
    for round_, result in rounds:
        if result is None:
            raise Conflict(NOT_PUBLISHED)
        found[round_.source] = (round_, result)
    ideas, vote = found.get(Source.SUPPORTS), found.get(Source.BALLOTS)
    return (ideas, vote) if ideas else (vote, None)


def _head(campaign: Campaign, wrapping: Wrapping, base: Counted | None, now: datetime) -> dict[str, Any]:
    return {
        "version": VERSION,
        "kind": "final",
        "on": days.local(now, campaign.time_zone).date().isoformat(),
        "edition": wrapping.number,
        "again_because": wrapping.reason,
        "campaign": campaign_told(campaign),
        "round": round_told(*base) if base else None,
    }


def _put_vote(gathering: Gathering, campaign: Campaign, vote: Counted | None) -> None:
    if vote is None:
        return
    round_, result = vote
    rows: Sequence[IdeaRow] = counts.ideas(result.id, campaign.time_zone)
    told = voting.told(round_told(round_, result), result.ballots, rows)
    gathering.body["vote"] = told
    gathering.findings += voting.findings(told)


def _put_after(gathering: Gathering, campaign: Campaign, now: datetime) -> None:
    scores = assessed.told(*after.assessed(campaign.id))
    owed = answers.told(after.owed_answers(campaign.id, campaign.time_zone, now))
    done = works.told(after.undertakings(campaign.id, campaign.time_zone))
    gathering.body |= {"assessed": scores, "answers": owed, "works": done}
    gathering.findings += [*assessed.findings(scores), *answers.findings(owed), *works.findings(done)]
    gathering.left_out += [*assessed.left_out(scores), *answers.left_out(owed), *works.left_out(done)]


def _put_wrapping(gathering: Gathering, campaign: Campaign, wrapping: Wrapping) -> None:
    told, words, stands_on = frame.pictures(pictures.rows_of(campaign.id, wrapping.pictures))
    gathering.body["report"] = {
        "foreword": wrapping.foreword,
        "approval": list(wrapping.approval),
        "pictures": told,
    }
    gathering.titles |= words
    gathering.stands_on |= stands_on
