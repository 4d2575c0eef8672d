"""Votes: a campaign whose vote is open, its options and ballots, put into the tables as they would stand there."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.foundation import canonical, clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast, Option
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.domain import sealing
from campaigns.rounds.models import Round, RuleVersion, Source
from tests.factories.campaigns import make_campaign, make_idea

TITLES = (
    "Лист ожидания к врачу",
    "Одна сводка за вечер",
    "Лёгкая версия портала",
    "Помощник в библиотеке",
    "Билеты на катер",
)
APPROVE: dict[str, Any] = {
    "version": 3,
    "source": "ballots",
    "who": {"roles": ["resident"], "verification": "email", "territories": [], "registered_before": None},
    "ballot": {"kind": "approve", "least": 1, "most": 3},
    "counting": {"rule": "most votes"},
    "winners": 2,
    "threshold": 1,
    "quorum": 0,
    "ties": "earliest",
    "counts": "hidden",
    "apart": [],
    "result": "raw",
    "channels": ["site", "code", "paper", "meeting"],
    "receipt": "unlinked",
    "options": "published",
}


def make_vote(
    campaign: Campaign | None = None, *, titles: Sequence[str] = TITLES, costs: Sequence[int] = (), **over: Any
) -> Round:
    """The round of a vote that is open since an hour and for ten days more. `over` changes the rule: ballot, counting, receipt …"""
    campaign = campaign or make_campaign(windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    window = next(window for window in campaign.windows if window.kind == PhaseKind.VOTING)
    ideas = [
        make_idea(campaign, title=title, at=clock.now() - timedelta(days=9 - place))
        for place, title in enumerate(titles)
    ]
    rule, now = {**APPROVE, **over}, clock.now()
    with step():
        round_ = Round(
            campaign_id=campaign.id,
            number=1,
            window_id=window.id,
            source=Source.BALLOTS,
            rule=rule,
            rule_fingerprint=canonical.fingerprint(rule),
        )
        db.session.add(round_)
        db.session.flush()
        db.session.add(
            RuleVersion(
                round_id=round_.id,
                number=1,
                rule=rule,
                fingerprint=round_.rule_fingerprint,
                published_at=now,
                reason="",
            )
        )
        for place, idea in enumerate(ideas, 1):
            db.session.add(
                Option(
                    round_id=round_.id,
                    idea_id=idea.id,
                    place=place,
                    number=idea.number,
                    title=idea.title,
                    cost=costs[place - 1] if costs else None,
                    laid_at=now,
                )
            )
    return round_


def put_ballot(
    round_: Round, marks: str, account: Account | None = None, channel: BallotChannel = BallotChannel.SITE, **over: Any
) -> Ballot:
    """A ballot as it would stand in the tables, with its one cast; of nobody's account where none is given."""
    now, pseudonym, salt = clock.now(), secrets.token_hex(16), secrets.token_hex(16)
    with step():
        ballot = Ballot(
            round_id=round_.id,
            account_id=account.id if account else None,
            source_id=None if account else pseudonym,
            channel=channel,
            pseudonym=pseudonym,
            marks=marks,
            first_cast_at=now,
            cast_at=now,
            **over,
        )
        db.session.add(ballot)
        db.session.flush()
        db.session.add(
            Cast(
                ballot_id=ballot.id,
                round_id=round_.id,
                number=1,
                marks=marks,
                cast_at=now,
                salt=salt,
                commitment=spelling.commitment(round_.rule_fingerprint, pseudonym, marks, salt),
            )
        )
    return ballot


def seal(round_: Round) -> None:
    """What waits stands in the ledger, however little it is."""
    while sealing.seal_batch(round_.id, clock.now(), at_end=True):
        pass


def code_of(ballot: Ballot) -> str:
    """The control code of the last cast of a ballot."""
    last = select(Cast.commitment).where(Cast.ballot_id == ballot.id).order_by(Cast.number.desc()).limit(1)
    return spelling.code(db.session.scalars(last).one())
