"""A row of a sheet as somebody filled it in: a value that is kept as JSON, and the answer that it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.foundation.errors import Reason
from campaigns.answers.models import Outcome
from campaigns.answers.sheets.columns import GIVEN_BEFORE
from campaigns.answers.sheets.reasons import by_code
from campaigns.answers.texts import AnswerWords


@dataclass(frozen=True)
class Fault:
    """What is amiss with a row before anybody looks at what it says: the code of a reason, the cell, and words for the sentence."""

    code: str
    cell: str
    values: Mapping[str, Any]

    @property
    def reason(self) -> Reason:
        """The reason, to be said in the language of the page."""
        known = by_code(self.code)
        return Reason(known.code, known.sentence, dict(self.values))


@dataclass(frozen=True)
class Row:
    """A row: the sheet and the number it has there, what it is about, and what was typed by the code of the column.

    Outcomes and days that were understood stand in `typed` as their own words (`accepted`, 2026-11-16). A column that was taken out of
    the sheet is not in it.
    """

    sheet: str
    number: int
    owed_id: int | None
    version: int | None
    idea: str
    typed: Mapping[str, str]
    faults: Sequence[Fault] = ()

    @property
    def is_begun(self) -> bool:
        """Whether there is anything in it that somebody would miss."""
        return any(text for code, text in self.typed.items() if code not in GIVEN_BEFORE)

    @property
    def outcome(self) -> Outcome | None:
        """What becomes of the idea, where one of the outcomes was chosen."""
        typed = self.typed.get("outcome", "")
        return Outcome(typed) if typed in set(Outcome) else None

    def words(self, before: AnswerWords | None) -> AnswerWords | None:
        """The answer that the row says; columns that are not in the sheet leave what stood there. None without an outcome."""
        outcome = self.outcome if "outcome" in self.typed else before and before.outcome
        if outcome is None:
            return None
        kept = {} if before is None else vars(before)
        on = self.typed.get("letter_on")
        texts = {code: text for code, text in self.typed.items() if code not in {"outcome", "letter_on"}}
        day = kept.get("letter_on") if on is None else date.fromisoformat(on) if on else None
        return AnswerWords(**{**kept, **texts, "outcome": outcome, "letter_on": day})


def spell(row: Row) -> dict[str, Any]:
    """The row as it is kept."""
    return {
        "sheet": row.sheet,
        "number": row.number,
        "owed_id": row.owed_id,
        "version": row.version,
        "idea": row.idea,
        "typed": dict(row.typed),
        "faults": [[fault.code, fault.cell, dict(fault.values)] for fault in row.faults],
    }


def read(kept: Mapping[str, Any]) -> Row:
    """The row that was kept."""
    return Row(**{**kept, "faults": tuple(Fault(*fault) for fault in kept["faults"])})
