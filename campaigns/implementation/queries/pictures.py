"""The files of pictures, for those who may see what they belong to."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.uploads.models import MediaType, Upload
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.visibility import public, visible_to
from campaigns.implementation.models import Contest, Progress, Undertaking


@dataclass(frozen=True)
class FileRead:
    """A kept picture, and whether everyone may see it."""

    digest: str
    media_type: MediaType
    name: str
    is_public: bool


def of_report(actor: Actor, progress_id: int) -> FileRead:
    """The picture of a report, for those who may see the idea. Raises Missing."""
    return _one(
        select(Upload.digest, Upload.media_type, Upload.name, public().label("is_public"))
        .join(Progress, Progress.upload_id == Upload.id)
        .join(Undertaking, Undertaking.id == Progress.undertaking_id)
        .join(Contribution, Contribution.id == Undertaking.idea_id)
        .join(Contribution.campaign)
        .where(Progress.id == progress_id, visible_to(actor))
    )


def of_contest(actor: Actor, contest_id: int) -> FileRead:
    """The picture of an objection, for those who may see it. Raises Missing."""
    idea = aliased(Contribution)
    return _one(
        select(
            Upload.digest,
            Upload.media_type,
            Upload.name,
            and_(public(), idea.state.in_(sorted(PUBLIC))).label("is_public"),
        )
        .join(Contest, Contest.upload_id == Upload.id)
        .join(Contest.contribution)
        .join(Contribution.campaign)
        .join(Undertaking, Undertaking.id == Contest.undertaking_id)
        .join(idea, idea.id == Undertaking.idea_id)
        .where(Contest.id == contest_id, visible_to(actor))
    )


def _one(query: Any) -> FileRead:
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing
    return FileRead(row.digest, row.media_type, row.name, bool(row.is_public))
