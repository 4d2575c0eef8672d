"""Pictures that a report may show: the organiser's own, those of public ideas, and those that departments added to what they
reported."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal, null, select

from app.digests.models import ReportPicture
from app.digests.rows import PictureRow
from app.foundation.db import db
from app.uploads.models import MediaType, Upload
from app.uploads.pictures import small_size
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.ideas.models import Idea, IdeaFile
from campaigns.implementation.models import Progress, Undertaking

MOST_OFFERED = 24
MOST_SHOWN = 12
IDEA, PROGRESS, OWN = "idea", "progress", "own"


@dataclass(frozen=True)
class Offered:
    """A picture that can be chosen, with the number and the title of its idea; one of the organiser's own has none."""

    row: PictureRow
    number: int | None
    title: str

    @property
    def code(self) -> str:
        """How a form calls it."""
        return f"{self.row.source}-{self.row.id}"

    @property
    def small(self) -> tuple[int, int]:
        """Width and height of its small copy."""
        return small_size(self.row.width, self.row.height)


def offered(campaign_id: int, chosen: Collection[str]) -> list[Offered]:
    """The pictures of a campaign: those that were chosen, then the organiser's own, then those of reports, newest first, then those of
    the ideas with the most support."""
    own = _read(_of_own(campaign_id).order_by(ReportPicture.id.desc()), OWN)
    of_reports = _read(_of_progress(campaign_id).order_by(Progress.id.desc()).limit(MOST_OFFERED), PROGRESS)
    of_ideas = _read(_of_ideas(campaign_id).order_by(Idea.support_total.desc(), IdeaFile.id).limit(MOST_OFFERED), IDEA)
    known = {one.code: one for one in (*own, *of_reports, *of_ideas)}
    picked = [one for one in _by_codes(campaign_id, chosen) if one.code not in known]
    found = [*(known[code] for code in chosen if code in known), *picked]
    return [*found, *(one for code, one in known.items() if code not in set(chosen))][
        : MOST_OFFERED + len(own) + len(chosen)
    ]


def rows_of(campaign_id: int, chosen: Sequence[dict[str, Any]]) -> list[PictureRow]:
    """The chosen pictures in their order, with the captions that were written; those that may not be shown any more are absent."""
    codes = [f"{one['source']}-{one['id']}" for one in chosen]
    found = {one.code: one.row for one in _by_codes(campaign_id, codes)}
    return [
        PictureRow(**{**vars(found[code]), "caption": one["caption"] or found[code].caption})
        for code, one in zip(codes, chosen, strict=True)
        if code in found
    ]


def shown_now(campaign_id: int, told: Sequence[dict[str, Any]]) -> set[str]:
    """Of the pictures that a frozen body tells of, the digests of those that still stand where they stood."""
    codes = {f"{one['source']}-{one['id']}" for one in told}
    return {one.row.digest for one in _by_codes(campaign_id, codes)}


def _by_codes(campaign_id: int, codes: Collection[str]) -> list[Offered]:
    ids: dict[str, list[int]] = {IDEA: [], PROGRESS: [], OWN: []}
    for code in codes:
        source, _, id = code.partition("-")
        if source in ids and id.isdigit():
            ids[source].append(int(id))
    found = []
    if ids[IDEA]:
        found += _read(_of_ideas(campaign_id, IdeaFile.id.in_(ids[IDEA])), IDEA)
    if ids[PROGRESS]:
        found += _read(_of_progress(campaign_id, Progress.id.in_(ids[PROGRESS])), PROGRESS)
    if ids[OWN]:
        found += _read(_of_own(campaign_id, ReportPicture.id.in_(ids[OWN])), OWN)
    order = {code: place for place, code in enumerate(codes)}
    return sorted(found, key=lambda one: order[one.code])


def _columns(id: Any, caption: Any) -> tuple[Any, ...]:
    return (
        id.label("id"),
        Idea.id.label("idea_id"),
        Upload.digest,
        Upload.media_type,
        Upload.width,
        Upload.height,
        Upload.name,
        caption.label("caption"),
        Idea.number,
        Idea.title,
    )


def _of_ideas(campaign_id: int, *which: ColumnElement[bool]) -> Any:
    return (
        select(*_columns(IdeaFile.id, IdeaFile.caption))
        .select_from(IdeaFile)
        .join(Upload, Upload.id == IdeaFile.upload_id)
        .join(Idea, Idea.id == IdeaFile.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(*_shown(campaign_id), *which)
    )


def _of_progress(campaign_id: int, *which: ColumnElement[bool]) -> Any:
    return (
        select(*_columns(Progress.id, Progress.caption))
        .select_from(Progress)
        .join(Upload, Upload.id == Progress.upload_id)
        .join(Undertaking, Undertaking.id == Progress.undertaking_id)
        .join(Idea, Idea.id == Undertaking.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(*_shown(campaign_id), *which)
    )


def _of_own(campaign_id: int, *which: ColumnElement[bool]) -> Any:
    return (
        select(
            ReportPicture.id,
            null().label("idea_id"),
            Upload.digest,
            Upload.media_type,
            Upload.width,
            Upload.height,
            Upload.name,
            ReportPicture.alt.label("caption"),
            null().label("number"),
            literal("").label("title"),
        )
        .join(Upload, Upload.id == ReportPicture.upload_id)
        .where(ReportPicture.campaign_id == campaign_id, *which)
    )


def _shown(campaign_id: int) -> tuple[ColumnElement[bool], ...]:
    is_picture = Upload.media_type.in_([MediaType.PNG, MediaType.JPEG])
    return Idea.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)), is_picture


def _read(query: Any, source: str) -> list[Offered]:
    return [
        Offered(
            PictureRow(
                source,
                row.id,
                row.idea_id,
                row.digest,
                row.media_type.value,
                row.width or 1,
                row.height or 1,
                row.name,
                row.caption or row.title,
                row.caption if source == OWN else "",
            ),
            row.number,
            row.title,
        )
        for row in db.session.execute(query)
    ]
