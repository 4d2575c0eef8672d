"""What came of everything so far, for the first page: small true numbers."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import ngettext
from sqlalchemy import ScalarSelect, func, select

from app.foundation.db import db
from campaigns.answers.models import OwedAnswer, OwedState
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import public
from campaigns.implementation.models import Undertaking, WorkState
from campaigns.plan.models import Campaign
from campaigns.services.models import Service


@dataclass(frozen=True)
class Outcomes:
    """What everybody may see: ideas that are carried out or being so, departments’ answers by now.
    `has_services` says whether there is a catalogue.
    """

    done: int
    running: int
    answered: int
    has_services: bool

    @property
    def figures(self) -> list[tuple[int, str, str]]:
        """A number, what it counts and where all of them stand; none that is zero."""
        works, answers = url_for("implementation.show_board"), url_for("answers.show_board")
        rows = [
            (self.done, ngettext("idea is carried out", "ideas are carried out", self.done), works),
            (self.running, ngettext("idea is being carried out", "ideas are being carried out", self.running), works),
            (self.answered, ngettext("answer of a department", "answers of departments", self.answered), answers),
        ]
        return [row for row in rows if row[0]]


def so_far() -> Outcomes:
    """All of it, of what everyone may read now. One statement."""
    row = db.session.execute(
        select(
            _works(WorkState.DONE).label("done"),
            _works(WorkState.PLANNED, WorkState.IN_PROGRESS).label("running"),
            _answers().label("answered"),
            select(Service.id).where(Service.ended_at.is_(None)).limit(1).scalar_subquery().label("service_id"),
        )
    ).one()
    return Outcomes(row.done or 0, row.running or 0, row.answered or 0, row.service_id is not None)


def _works(*states: WorkState) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Undertaking)
        .join(Contribution, Contribution.id == Undertaking.idea_id)
        .join(Campaign, Campaign.id == Undertaking.campaign_id)
        .where(Undertaking.state.in_(states), public())
        .scalar_subquery()
    )


def _answers() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(OwedAnswer)
        .join(Contribution, Contribution.id == OwedAnswer.idea_id)
        .join(Campaign, Campaign.id == OwedAnswer.campaign_id)
        .where(OwedAnswer.state == OwedState.ANSWERED, public())
        .scalar_subquery()
    )
