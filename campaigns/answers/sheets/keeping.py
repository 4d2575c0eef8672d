"""A sheet waits for its person's word; then its rows become drafts, some in each step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Reason, Refusal
from app.foundation.unit_of_work import step
from campaigns.answers.domain import answering
from campaigns.answers.models import AnswerSheet
from campaigns.answers.sheets import comparing
from campaigns.answers.sheets import rows as spelling
from campaigns.answers.sheets.comparing import KEPT, Became, Judged
from campaigns.answers.sheets.rows import Row

KEPT_FOR = timedelta(days=1)
# So many of a person wait at once: who sends one more has given up the oldest.
MOST_WAITING = 5
# How many rows are kept in one step.
AT_ONCE = 40
LONGEST_NAME = 120
GONE = Reason(
    "sheet.gone", _l("This workbook is not here any more: what is sent waits a day for your word. Send it once more.")
)


class Gone(Refusal):
    """It is gone, or was never the person's own: both look the same."""

    status = 404

    def __init__(self) -> None:
        super().__init__(GONE)


def keep(account_id: int, name: str, rows: Sequence[Row], now: datetime) -> AnswerSheet:
    """The rows wait for the person's word."""
    waiting = select(AnswerSheet.id).where(AnswerSheet.account_id == account_id).order_by(AnswerSheet.id.desc())
    oldest = db.session.scalars(waiting.offset(MOST_WAITING - 1)).all()
    db.session.execute(delete(AnswerSheet).where(AnswerSheet.id.in_(oldest)))
    sheet = AnswerSheet(
        account_id=account_id, name=name[:LONGEST_NAME], rows=[spelling.spell(row) for row in rows], made_at=now
    )
    db.session.add(sheet)
    db.session.flush()
    return sheet


def find(sheet_id: int, account_id: int | None, now: datetime) -> AnswerSheet:
    """The person's own sheet. Raises Gone: of those of others nobody learns that they are there."""
    sheet = db.session.get(AnswerSheet, sheet_id)
    if sheet is None or sheet.account_id != account_id or sheet.made_at < now - KEPT_FOR:
        raise Gone
    return sheet


def rows_of(sheet: AnswerSheet) -> list[Row]:
    """Its rows."""
    return [spelling.read(kept) for kept in sheet.rows]


def take(actor: Actor, sheet_id: int, now: datetime) -> None:
    """What the sheet says is kept as drafts, some rows a step; a row that is refused holds up no other.

    To take it again changes nothing.

    Not within a write. Raises Gone.
    """
    sheet = find(sheet_id, actor.id, now)
    if sheet.confirmed_at is not None:
        return
    known = set(db.session)
    wanted = [Wanted.of(one) for one in comparing.judged(rows_of(sheet), actor, now)]
    # What was loaded to be compared is not dragged along: each step would have it expire once more.
    for loaded in set(db.session) - known:
        db.session.expunge(loaded)
    taken = {str(one.place): "" if one.asked else one.told for one in wanted}
    asked = {one.owed_id: one for one in wanted if one.asked}
    for start in range(0, len(asked), AT_ONCE):
        taken |= _keep(actor, [asked[owed_id] for owed_id in sorted(asked)[start : start + AT_ONCE]], now)
    with step():
        row = db.session.get(AnswerSheet, sheet_id, populate_existing=True, with_for_update=True)
        if row is not None and row.confirmed_at is None:
            row.confirmed_at, row.taken = now, taken


@dataclass(frozen=True)
class Wanted:
    """What is to become of a row: its answer over the version that was seen, or `told` where nothing is to be done."""

    place: int
    owed_id: int
    asked: answering.Wanted | None
    told: str

    @classmethod
    def of(cls, one: Judged) -> "Wanted":
        told = one.reasons[0][1].code if one.became == Became.REFUSED else one.became.value
        after = one.after if one.became in KEPT else None
        asked = answering.Wanted(after, one.row.version) if after is not None else None
        return cls(one.place, one.row.owed_id or 0, asked, told)


def _keep(actor: Actor, part: Sequence[Wanted], now: datetime) -> dict[str, str]:
    """Keeps some rows in one step; gives the codes of the reasons of those that were refused, by their places."""
    with step():
        refused = answering.save_all(actor, {one.owed_id: one.asked for one in part if one.asked}, now)
    return {str(one.place): refused[one.owed_id].code for one in part if one.owed_id in refused}


def drop(actor: Actor, sheet_id: int, now: datetime) -> None:
    """The person does not want it. Raises Gone."""
    db.session.delete(find(sheet_id, actor.id, now))
    db.session.flush()


def purge(now: datetime) -> None:
    """Sheets go a day after they came, taken or not."""
    db.session.execute(delete(AnswerSheet).where(AnswerSheet.made_at < now - KEPT_FOR))
