"""The rows a decision stands on, locked so that two people do not decide at once."""

from typing import TypeVar

from sqlalchemy import select

from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import Contribution
from moderation.models import Case

Row = TypeVar("Row", Case, Contribution)


def locked(case_id: int) -> tuple[Case, Contribution]:
    """A case and its text as they stand now, locked until the step ends. Raises Missing.

    The text is locked first, as by its author's verbs, which close the case after it: two who take both in one order
    never wait for each other.
    """
    contribution_id = db.session.scalar(select(Case.contribution_id).where(Case.id == case_id))
    if contribution_id is None:
        raise Missing
    contribution = _locked(Contribution, contribution_id)
    return _locked(Case, case_id), contribution


def locked_contribution(contribution_id: int) -> Contribution:
    """A text as it stands now, locked until the step ends. Raises Missing."""
    if db.session.scalar(select(Contribution.id).where(Contribution.id == contribution_id)) is None:
        raise Missing
    return _locked(Contribution, contribution_id)


def _locked(kind: type[Row], id: int) -> Row:
    query = select(kind).where(kind.id == id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(query).one()
