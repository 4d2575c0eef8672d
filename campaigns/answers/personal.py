"""Workbooks of answers that an official has sent. What was answered in the name of a department stays the department's."""

from sqlalchemy import delete

from app.accounts.slots import Leaving
from app.foundation.db import db
from campaigns.answers.models import AnswerSheet


def forget(leaving: Leaving) -> None:
    """Workbooks that wait for their confirmation go."""
    db.session.execute(delete(AnswerSheet).where(AnswerSheet.account_id == leaving.account_id))
