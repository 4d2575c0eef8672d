"""Sheets of codes: how many are used, and whose code somebody has typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.foundation.db import db
from app.territories.models import Territory
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.paper.models import CodeSheet, VotingCode


@dataclass(frozen=True)
class SheetLine:
    """A sheet, the name of its territory, and how many of its codes there are and were used."""

    sheet: CodeSheet
    territory: str
    codes: int
    used: int

    @property
    def unused(self) -> int:
        return self.codes - self.used


def of_round(round_id: int) -> list[SheetLine]:
    """All sheets of a round, the latest first. One statement."""
    query = (
        select(CodeSheet, Territory.name, func.count(VotingCode.id), func.count(Ballot.id))
        .join(VotingCode, VotingCode.sheet_id == CodeSheet.id)
        .outerjoin(Ballot, Ballot.code_id == VotingCode.id)
        .outerjoin(Territory, Territory.id == CodeSheet.territory_id)
        .where(CodeSheet.round_id == round_id)
        .group_by(CodeSheet.id, Territory.name)
        .order_by(CodeSheet.id.desc())
    )
    return [SheetLine(sheet, name or "", codes, used) for sheet, name, codes, used in db.session.execute(query)]


def salts_of(round_id: int) -> Sequence[tuple[int, str]]:
    """The sheets of a round with their salts."""
    query = select(CodeSheet.id, CodeSheet.salt).where(CodeSheet.round_id == round_id)
    return [(row.id, row.salt) for row in db.session.execute(query)]


def code_among(digests: Sequence[tuple[int, str]]) -> tuple[int, bool] | None:
    """The code that has one of these (sheet, digest), and whether it still holds: its sheet is not cancelled, or it was used."""
    if not digests:
        return None
    sheets, hashes = zip(*digests, strict=True)
    query = (
        select(VotingCode.id, CodeSheet.cancelled_at, Ballot.id.label("ballot_id"))
        .join(CodeSheet, CodeSheet.id == VotingCode.sheet_id)
        .outerjoin(Ballot, Ballot.code_id == VotingCode.id)
        .where(VotingCode.sheet_id.in_(sheets), VotingCode.digest.in_(hashes))
    )
    row = db.session.execute(query).first()
    return None if row is None else (row.id, row.cancelled_at is None or row.ballot_id is not None)
