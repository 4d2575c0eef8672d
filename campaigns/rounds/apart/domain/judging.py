"""Rules judge the votes of a round: in the background while it is open, once more before it is counted.

The same ballots always give the same marks. What the rules say is worked out outside of any write and written in short steps; a
mark that holds no more is taken back; what a person has decided stays. Killed anywhere, the next time finishes it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from app.audit import chain
from app.foundation import clock, events
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.rounds.apart import groups, words
from campaigns.rounds.apart.events import VotesJudged
from campaigns.rounds.apart.groups import Found
from campaigns.rounds.apart.queries import judged
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.ledger.domain import notes
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.models import Round

AT_ONCE = 40


def judge(round_id: int) -> int:
    """Sets apart what the published rules of the round set apart now, and takes back what they no longer do.

    In steps of its own; returns how many votes changed. Does nothing once there is a frozen result: then people decide.
    """
    round_ = db.session.get_one(Round, round_id, populate_existing=True)
    campaign, rules = db.session.get_one(Campaign, round_.campaign_id), round_.rule.get("apart")
    if not rules or judged.is_counted(round_id):
        db.session.rollback()
        return 0
    language, standing = campaign.language, judged.standing(round_id)
    votes = judged.votes_of(round_id)
    db.session.rollback()
    found = groups.find(votes, rules)
    to_set = [ballot_id for ballot_id, apart in standing.items() if not apart and ballot_id in found]
    to_take_back = [ballot_id for ballot_id, apart in standing.items() if apart and ballot_id not in found]
    with force_locale(language):
        return _mark(round_id, to_set, found) + _mark(round_id, to_take_back, {})


def _mark(round_id: int, ballot_ids: Sequence[int], found: dict[int, Found]) -> int:
    """Marks the ballots as apart that were found, the others as counted."""
    changed = 0
    for start in range(0, len(ballot_ids), AT_ONCE):
        with step():
            still_at_it()
            changed += _mark_some(round_id, ballot_ids[start : start + AT_ONCE], found, clock.now())
    return changed


def _mark_some(round_id: int, ballot_ids: Sequence[int], found: dict[int, Found], now: datetime) -> int:
    # Somebody may have decided, or the count may have been frozen, since we looked.
    if judged.is_counted(round_id):
        return 0
    held = select(Ballot).where(Ballot.id.in_(ballot_ids), ~judged.DECIDED).order_by(Ballot.id).with_for_update()
    changed = [ballot for ballot in db.session.scalars(held) if ballot.apart != (ballot.id in found)]
    if not changed:
        return 0
    batch = 0
    for ballot in changed:
        ballot.apart = ballot.id in found
        kind = EntryKind.APART if ballot.apart else EntryKind.COUNTED
        code, reason = _told(found.get(ballot.id))
        made = notes.note(kind, round_id, ballot_id=ballot.id, code=code, reason=reason, now=now)
        batch = made.id if made else batch
    _announce(round_id, changed, batch, now)
    return len(changed)


def _told(found: Found | None) -> tuple[str, str]:
    return (found.code, words.reason(found.code, found.signs)) if found else ("", words.taken_back())


def _announce(round_id: int, changed: Sequence[Ballot], batch: int, now: datetime) -> None:
    campaign_id, apart = db.session.get_one(Round, round_id).campaign_id, changed[0].apart
    act = "vote.set-apart" if apart else "vote.counted-again"
    where: dict[str, Any] = {"thing": "round", "thing_id": round_id, "campaign_id": campaign_id}
    chain.log(act, now=now, actor_id=None, votes=len(changed), **where)
    people = tuple(ballot.account_id for ballot in changed if ballot.account_id is not None)
    events.announce(VotesJudged(campaign_id, round_id, people, apart, batch))
