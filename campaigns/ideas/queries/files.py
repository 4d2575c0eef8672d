"""The files of an idea, for those who may see the idea."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.uploads.models import MediaType, Upload
from app.uploads.pictures import small_size
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import public, visible_to
from campaigns.ideas.models import Idea, IdeaFile


@dataclass(frozen=True)
class FileShown:
    """A file as a page shows it; `size` is in bytes, width and height in dots."""

    id: int
    name: str
    caption: str
    media_type: MediaType
    size: int
    digest: str
    width: int | None
    height: int | None

    @property
    def is_picture(self) -> bool:
        return self.media_type != MediaType.PDF

    @property
    def small(self) -> tuple[int, int]:
        """Width and height of its small copy."""
        return small_size(self.width or 1, self.height or 1)

    @property
    def words(self) -> str:
        """What it shows, in the words of its author, or its name."""
        return self.caption or self.name


def of_idea(idea_id: int) -> list[FileShown]:
    """The files in the order in which they were added. One statement."""
    rows = db.session.execute(_files().where(IdeaFile.idea_id == idea_id).order_by(IdeaFile.id))
    return [FileShown(*row) for row in rows]


def file_or_missing(actor: Actor, idea_id: int, file_id: int) -> tuple[FileShown, bool]:
    """The file, and whether everyone may see it. Raises Missing where the actor may not know of its idea."""
    row = db.session.execute(
        _files()
        .add_columns(public().label("is_public"))
        .join(Idea, Idea.id == IdeaFile.idea_id)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(IdeaFile.id == file_id, IdeaFile.idea_id == idea_id, visible_to(actor))
    ).one_or_none()
    if row is None:
        raise Missing()
    *columns, is_public = row
    return FileShown(*columns), bool(is_public)


def told(shown: Sequence[FileShown]) -> dict[str, str]:
    """The files as the history of an idea tells them: one text under the name of its field, a line a file."""
    return {"files": "\n".join(f"{file.caption} ({file.name})" if file.caption else file.name for file in shown)}


def _files() -> Any:
    return select(
        IdeaFile.id,
        Upload.name,
        IdeaFile.caption,
        Upload.media_type,
        Upload.size,
        Upload.digest,
        Upload.width,
        Upload.height,
    ).join(Upload, Upload.id == IdeaFile.upload_id)
