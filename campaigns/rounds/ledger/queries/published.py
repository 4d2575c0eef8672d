"""The files that anyone may check: whether they are there, and where they lie."""

from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.foundation.db import db
from campaigns.rounds.ledger.models import PublishedLedger


def of_result(result_id: int) -> PublishedLedger | None:
    """The files made for a result; None while they are being made, or where there are none."""
    return db.session.scalar(select(PublishedLedger).where(PublishedLedger.result_id == result_id))


def folder(result_id: int) -> Path:
    """Where the files of a result lie in the instance folder."""
    return Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / "ledgers" / str(result_id)
