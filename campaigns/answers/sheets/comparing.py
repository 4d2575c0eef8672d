"""What a sheet would change: each of its rows beside how the answer stands now. Nothing is kept here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Reason
from campaigns.answers import permissions
from campaigns.answers import reasons as refusals
from campaigns.answers.domain.answering import MOST
from campaigns.answers.models import Answer, OwedAnswer, OwedState
from campaigns.answers.sheets import owing, reasons
from campaigns.answers.sheets.columns import BY_CODE
from campaigns.answers.sheets.rows import Row
from campaigns.answers.texts import AnswerWords
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.ideas.models import Idea


class Became(StrEnum):
    """What would become of a row. LEFT: nobody began it; SAME: the answer reads so already."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT = "left"
    REFUSED = "refused"


KEPT = frozenset({Became.NEW, Became.CHANGED})


@dataclass(frozen=True)
class Present:
    """How the answer that a row is about stands: what is owed, the idea with its common row and its campaign, the draft, and the answer
    that everyone reads.
    """

    owed: OwedAnswer
    idea: Idea
    draft: Answer | None
    standing: Answer | None

    @property
    def latest(self) -> Answer | None:
        return self.draft or self.standing

    @property
    def version(self) -> int | None:
        """The version of the draft."""
        return self.draft.contribution.version if self.draft else None

    @property
    def title(self) -> str:
        """The title of the idea, where it may be read."""
        return self.idea.title if self.idea.contribution.state in PUBLIC else ""


@dataclass(frozen=True)
class Judged:
    """A row and what would become of it. `reasons` say why it is refused, each with the cell where it lies in one.

    `present` is None where the row is about nothing of the person's departments; then nothing of it is shown.
    """

    place: int
    row: Row
    became: Became
    present: Present | None = None
    after: AnswerWords | None = None
    reasons: Sequence[tuple[str, Reason]] = field(default=())

    @property
    def before(self) -> AnswerWords | None:
        """The words that stand now."""
        latest = self.present.latest if self.present else None
        return AnswerWords.of(latest) if latest else None


Refusing = Callable[[Present], Reason | None]


def judged(rows: Sequence[Row], actor: Actor, now: datetime) -> list[Judged]:
    """Each of the rows with what would become of it, in their order. Three statements, and at most one for each campaign."""
    present = _present([row.owed_id for row in rows if row.owed_id is not None], actor)
    ask = permissions.asked_once(actor, now)

    def may(one: Present) -> Reason | None:
        return ask(one.owed, one.idea, one.idea.contribution.campaign)

    return [_judge(place, row, present.get(row.owed_id or 0), may) for place, row in enumerate(rows)]


def _judge(place: int, row: Row, present: Present | None, may: Refusing) -> Judged:
    if row.faults:
        faults = [(fault.cell, fault.reason) for fault in row.faults]
        return Judged(place, row, Became.REFUSED, present, reasons=faults)
    if not row.is_begun:
        return Judged(place, row, Became.LEFT, present)
    if present is None:
        return Judged(place, row, Became.REFUSED, reasons=[("", reasons.NOT_YOURS)])
    after = row.words(AnswerWords.of(present.draft) if present.draft else None)
    one = Judged(place, row, Became.CHANGED if present.draft else Became.NEW, present, after)
    if after is not None and after == one.before:
        return replace(one, became=Became.SAME)
    refusal = _refusal(row, present, after, may)
    return replace(one, became=Became.REFUSED, reasons=[("", refusal)]) if refusal else one


def _refusal(row: Row, present: Present, after: AnswerWords | None, may: Refusing) -> Reason | None:
    """Why the words of a row cannot be kept: what the form would say."""
    refused = {
        reasons.SORTED_APART: row.idea != "" and row.idea != str(present.idea.number or present.idea.id),
        refusals.CLOSED: present.owed.state == OwedState.CLOSED,
        refusals.SIGNED: present.draft is not None and present.draft.contribution.state == State.SUBMITTED,
        refusals.ANSWERED: present.owed.state == OwedState.ANSWERED,
    }
    found = next((reason for reason, is_so in refused.items() if is_so), None) or may(present)
    if found is not None or after is None:
        return found or refusals.NO_OUTCOME
    for code, most in MOST.items():
        if len(getattr(after, code)) > most:
            return replace(reasons.TOO_LONG, values={"column": BY_CODE[code].head, "most": most})
    return refusals.MEANWHILE if present.draft is not None and present.version != row.version else None


def _present(owed_ids: Sequence[int], actor: Actor) -> dict[int, Present]:
    """How these stand, of the departments for which the person speaks."""
    offices = sorted(permissions.offices_of(actor))
    columns: tuple[Any, ...] = (OwedAnswer, Idea)
    query = (
        select(*columns)
        .join(Idea, Idea.id == OwedAnswer.idea_id)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(OwedAnswer.id.in_(sorted(set(owed_ids))), OwedAnswer.office_id.in_(offices))
        .options(contains_eager(Idea.contribution).contains_eager(Contribution.campaign))
    )
    rows = db.session.execute(query).all()
    ids = [row.OwedAnswer.id for row in rows]
    drafts, standing = owing.drafts_of(ids), _standing(ids)
    return {one.id: Present(one, idea, drafts.get(one.id), standing.get(one.id)) for one, idea in rows}


def _standing(owed_ids: Sequence[int]) -> dict[int, Answer]:
    query = (
        select(Answer)
        .join(Answer.contribution)
        .where(Answer.owed_id.in_(owed_ids), Contribution.state.in_(sorted(PUBLIC)))
        .options(contains_eager(Answer.contribution))
        .order_by(Answer.number)
    )
    return {one.owed_id: one for one in db.session.scalars(query)}
