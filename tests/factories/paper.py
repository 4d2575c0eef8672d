"""Piles of paper and sheets of codes, put into the tables as they would stand there."""

from collections.abc import Sequence

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.models import Round
from campaigns.rounds.paper.domain import codes
from campaigns.rounds.paper.models import CodeSheet, Pile, Slip, VotingCode

Readings = Sequence[str | None]


def make_pile(
    round_: Round,
    first_by: Account,
    second_by: Account | None = None,
    *,
    first: Readings = (None, None, None),
    second: Readings | None = None,
    **over: object,
) -> Pile:
    """A pile with what two people have read so far, a text a slip; nothing where none is given."""
    fields = {
        "channel": BallotChannel.PAPER,
        "place": "Библиотека",
        "slips": len(first),
        "begun_at": clock.now(),
        **over,
    }
    with step():
        pile = Pile(
            round_id=round_.id,
            first_by=first_by.id,
            second_by=second_by.id if second_by else None,
            **fields,
        )
        db.session.add(pile)
        db.session.flush()
        others = second or [None] * len(first)
        db.session.add_all(
            Slip(pile_id=pile.id, number=number, first=one, second=other)
            for number, (one, other) in enumerate(zip(first, others, strict=True), 1)
        )
    return pile


def make_codes(round_: Round, count: int = 1, place: str = "Библиотека", **over: object) -> list[str]:
    """The codes of a new sheet, as they were printed."""
    made = [codes.new() for _ in range(count)]
    with step():
        sheet = CodeSheet(round_id=round_.id, place=place, salt="соль", made_at=clock.now(), **over)
        db.session.add(sheet)
        db.session.flush()
        db.session.add_all(VotingCode(sheet_id=sheet.id, digest=codes.digest("соль", code)) for code in made)
    return [codes.spell(code) for code in made]
