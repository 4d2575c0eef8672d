"""Votes set apart as pages show them: to the voter, to whoever looks, to everyone as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Place
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.paging import Page, pack, unpack
from campaigns.plan.models import Campaign
from campaigns.rounds.apart.models import Look
from campaigns.rounds.apart.permissions import LOOKS
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.ledger.models import EntryKind, RoundNote
from campaigns.rounds.models import Result, Round, Source

PAGE = 20


@dataclass(frozen=True)
class OwnVote:
    """A person's vote in a round, with what the journal says of it where it was set apart, and their request."""

    round: Round
    ballot: Ballot
    note: RoundNote | None
    look: Look | None


@dataclass(frozen=True)
class LookRead:
    """A request as whoever looks reads it: the signs, never who it is nor how they voted."""

    look: Look
    round: Round
    note: RoundNote | None
    is_own: bool
    is_apart: bool
    had_account: timedelta
    casts: int
    alike: int
    is_counted: bool


@dataclass(frozen=True)
class Apart:
    """So many votes are set apart by the rule with this code."""

    code: str
    votes: int


def rounds_of(campaign_id: int) -> Sequence[Round]:
    """The votes of a campaign, the latest first."""
    query = select(Round).where(Round.campaign_id == campaign_id, Round.source == Source.BALLOTS)
    return db.session.scalars(query.order_by(Round.number.desc())).all()


def own_vote(rounds: Sequence[Round], account_id: int) -> OwnVote | None:
    """The person's vote in the latest of these rounds in which it is set apart, or else in which they voted."""
    query = select(Ballot).where(Ballot.account_id == account_id, Ballot.round_id.in_([one.id for one in rounds]))
    ballots = {ballot.round_id: ballot for ballot in db.session.scalars(query)}
    voted = [one for one in rounds if one.id in ballots]
    if not voted:
        return None
    round_ = next((one for one in voted if ballots[one.id].apart), voted[0])
    ballot = ballots[round_.id]
    look = select(Look).where(Look.ballot_id == ballot.id).order_by(Look.id.desc()).limit(1)
    return OwnVote(round_, ballot, _last_note(ballot.id), db.session.scalar(look))


def _last_note(ballot_id: int) -> RoundNote | None:
    """Why a ballot is set apart, as the journal says."""
    query = select(RoundNote).where(RoundNote.ballot_id == ballot_id, RoundNote.kind == EntryKind.APART)
    return db.session.scalar(query.order_by(RoundNote.id.desc()).limit(1))


def waiting(campaign_id: int, after: str | None) -> Page[Look]:
    """The open requests about votes that are still set apart, the oldest first."""
    query, key = _open_ones(campaign_id), unpack(after, int)
    if key:
        query = query.where(Look.id > key[0])
    rows = db.session.scalars(query.order_by(Look.id).limit(PAGE + 1)).all()
    following = pack(rows[PAGE - 1].id) if len(rows) > PAGE else None
    return Page(list(rows[:PAGE]), following, is_first=key is None)


def waiting_count(campaign_id: int) -> int:
    """How many requests are open."""
    return db.session.scalar(select(func.count()).select_from(_open_ones(campaign_id).subquery())) or 0


def waiting_for(account_id: int) -> Sequence[Any]:
    """The campaigns in which the person may look at votes and somebody waits for it: slug, title, how many wait."""
    here = or_(RoleGrant.campaign_id == Campaign.id, RoleGrant.scope == Place().word)
    may = exists().where(
        RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None), RoleGrant.role.in_(sorted(LOOKS.roles)), here
    )
    return db.session.execute(
        select(Campaign.slug, Campaign.title, func.count().label("waiting"))
        .select_from(Look)
        .join(Ballot, Ballot.id == Look.ballot_id)
        .join(Round, Round.id == Ballot.round_id)
        .join(Campaign, Campaign.id == Round.campaign_id)
        .where(Look.outcome.is_(None), Ballot.apart, Ballot.account_id != account_id, may)
        .group_by(Campaign.id, Campaign.slug, Campaign.title)
        .order_by(Campaign.id)
    ).all()


def _open_ones(campaign_id: int) -> Select[Look]:
    return (
        select(Look)
        .join(Ballot, Ballot.id == Look.ballot_id)
        .join(Round, Round.id == Ballot.round_id)
        .where(Round.campaign_id == campaign_id, Look.outcome.is_(None), Ballot.apart)
    )


def look_or_missing(campaign_id: int, look_id: int, viewer_id: int | None) -> LookRead:
    """A request in the campaign. Raises Missing where there is none. Five statements."""
    row = db.session.execute(
        select(Look, Ballot, Round, Account.created_at)
        .join(Ballot, Ballot.id == Look.ballot_id)
        .join(Round, Round.id == Ballot.round_id)
        .join(Account, Account.id == Ballot.account_id)
        .where(Look.id == look_id, Round.campaign_id == campaign_id)
    ).one_or_none()
    if row is None:
        raise Missing
    ballot: Ballot = row.Ballot
    note = _last_note(ballot.id)
    return LookRead(
        look=row.Look,
        round=row.Round,
        note=note,
        is_own=viewer_id == ballot.account_id,
        is_apart=ballot.apart,
        had_account=ballot.cast_at - row.created_at,
        casts=ballot.casts,
        alike=_alike(ballot.round_id, note),
        is_counted=_is_counted(ballot.round_id),
    )


def _alike(round_id: int, note: RoundNote | None) -> int:
    """How many votes stand apart for the same reason, in the same words."""
    return next((votes for reason, votes in _by_reason(round_id) if note and reason == note.reason), 0)


def _is_counted(round_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(Result.round_id == round_id, Result.counted_at.is_not(None)))))


def _latest(round_id: int) -> Select[int]:
    """The ids of the notes that say why the ballots are set apart that are so now."""
    return (
        select(func.max(RoundNote.id))
        .join(Ballot, Ballot.id == RoundNote.ballot_id)
        .where(RoundNote.round_id == round_id, RoundNote.kind == EntryKind.APART, Ballot.apart)
        .group_by(RoundNote.ballot_id)
    )


def _by_reason(round_id: int) -> list[tuple[str, int]]:
    rows = db.session.execute(
        select(RoundNote.reason, func.count()).where(RoundNote.id.in_(_latest(round_id))).group_by(RoundNote.reason)
    )
    return [(reason, votes) for reason, votes in rows]


def by_rule(round_id: int) -> list[Apart]:
    """How many votes each rule sets apart now, by the code of the rule: what everyone may read. One statement."""
    rows = db.session.execute(
        select(RoundNote.code, func.count())
        .where(RoundNote.id.in_(_latest(round_id)))
        .group_by(RoundNote.code)
        .order_by(RoundNote.code)
    )
    return [Apart(code, votes) for code, votes in rows]
