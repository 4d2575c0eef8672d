"""Votes of a person. How they voted nobody reads back to them: that it was counted, and when, is theirs."""

import secrets
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select, update

from app.accounts.identity.models import Identity
from app.accounts.models import Account
from app.accounts.slots import Leaving, Own
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.rounds.apart.models import Look
from campaigns.rounds.ballots.models import Ballot, LeftVoter
from campaigns.rounds.models import Result, Round

AT_ONCE = 500
# From the publication on nobody may vote, and no rule judges: whose ballot it was is of no use to anybody.
PUBLISHED = exists().where(Result.round_id == Ballot.round_id, Result.published_at.is_not(None))


def own(account_id: int) -> Sequence[Own]:
    """Where they voted and when, and what they wrote about a vote that was set apart."""
    votes = (
        select(
            Campaign.title,
            Round.number,
            Ballot.channel,
            Ballot.first_cast_at,
            Ballot.cast_at,
            Ballot.casts,
            Ballot.apart,
        )
        .join(Round, Round.id == Ballot.round_id)
        .join(Campaign, Campaign.id == Round.campaign_id)
        .where(Ballot.account_id == account_id)
        .order_by(Ballot.id)
    )
    looks = select(Look.asked_at, Look.words, Look.outcome, Look.reason).join(Ballot, Ballot.id == Look.ballot_id)
    words = {"title": _("Project"), "number": _("Vote"), "cast_at": _("When"), "words": _("My words")}
    return [
        Own("votes", _("Votes"), [dict(row) for row in db.session.execute(votes).mappings()], words),
        Own(
            "votes-set-apart",
            _("Votes set apart"),
            [dict(row) for row in db.session.execute(looks.where(Ballot.account_id == account_id)).mappings()],
            words,
        ),
    ]


def forget(leaving: Leaving) -> None:
    """The ballots stay and are counted; those of published votes lose whose they were, the others do so later (`unlink_left`)."""
    mine = select(Ballot.id).where(Ballot.account_id == leaving.account_id)
    db.session.execute(update(Look).where(Look.ballot_id.in_(mine)).values(words=""))
    _keep_out(leaving.account_id)
    _unlink(list(db.session.scalars(mine.where(PUBLISHED))))


def _keep_out(account_id: int) -> None:
    """Whoever was verified votes once in each round, though they leave and come again before its end. Twice is as once.

    Called before identities are forgotten.
    """
    votes = (
        select(Ballot.round_id, Identity.key)
        .join(Round, Round.id == Ballot.round_id)
        .join(Identity, Identity.account_id == Ballot.account_id)
        .where(Ballot.account_id == account_id, Round.closed_at.is_(None))
    )
    for round_id, key in db.session.execute(votes).all():
        if db.session.get(LeftVoter, (round_id, key)) is None:
            db.session.add(LeftVoter(round_id=round_id, key=key))
    db.session.flush()


def let_go() -> None:
    """In rounds that are closed nobody votes twice: nothing is kept of whoever left while they were open."""
    closed = select(Round.id).where(Round.closed_at.is_not(None))
    db.session.execute(delete(LeftVoter).where(LeftVoter.round_id.in_(closed)))


def unlink_left() -> int:
    """Ballots of people who have left lose whose they were once the vote is published. Returns how many, 0 at the end."""
    left = select(Ballot.id).join(Account, Account.id == Ballot.account_id).where(Account.given_name == "", PUBLISHED)
    ids = list(db.session.scalars(left.order_by(Ballot.id).limit(AT_ONCE)))
    _unlink(ids)
    return len(ids)


def _unlink(ids: Sequence[int]) -> None:
    for ballot_id in ids:
        nobody = f"left:{secrets.token_hex(12)}"
        db.session.execute(update(Ballot).where(Ballot.id == ballot_id).values(account_id=None, source_id=nobody))
