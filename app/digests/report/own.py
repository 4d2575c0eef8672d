"""Pictures of the organiser's own for a report: brought, shown once an edition with them is frozen, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, delete, or_, select, update

from app.accounts.roles import GUEST, Actor
from app.audit import chain
from app.digests import permissions
from app.digests.models import ReportPicture
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Invalid, Missing, Reason
from app.uploads import domain as uploads
from app.uploads.models import MediaType, Upload
from app.uploads.pictures import small_size
from app.uploads.store import Brought
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_visible_to

MOST_KEPT = 24
NO_PICTURE = Reason("report-picture-kind", _l("Choose a picture, PNG or JPEG."))
NO_WORDS = Reason("report-picture-words", _l("Say in a few words what the picture shows: not everyone can see it."))
ENOUGH = Reason("report-pictures-enough", _l("There are as many pictures as a report can hold. Take one back first."))
THE_SAME = Reason("report-picture-same", _l("This picture is here already."))


@dataclass(frozen=True)
class OwnRead:
    """A picture as its owners see it in the list. `shown_at` is since when everyone may see it."""

    id: int
    name: str
    alt: str
    shown_at: datetime | None
    width: int
    height: int

    @property
    def small(self) -> tuple[int, int]:
        """Width and height of its small copy."""
        return small_size(self.width, self.height)


@dataclass(frozen=True)
class FileRead:
    """A kept picture, and whether everyone may see it."""

    digest: str
    media_type: MediaType
    name: str
    is_public: bool


def of_campaign(campaign_id: int) -> list[OwnRead]:
    """The pictures of a campaign's report, the newest first."""
    rows = db.session.execute(
        select(ReportPicture.id, Upload.name, ReportPicture.alt, ReportPicture.shown_at, Upload.width, Upload.height)
        .join(Upload, Upload.id == ReportPicture.upload_id)
        .where(ReportPicture.campaign_id == campaign_id)
        .order_by(ReportPicture.id.desc())
    )
    return [OwnRead(id, name, alt, at, width or 1, height or 1) for id, name, alt, at, width, height in rows]


def file_or_missing(actor: Actor, id: int) -> FileRead:
    """The picture, for those who write the report, and once an edition with it is frozen for all who see the campaign. Raises
    Missing."""
    row = db.session.execute(
        select(
            Upload.digest,
            Upload.media_type,
            Upload.name,
            and_(ReportPicture.shown_at.is_not(None), campaigns_visible_to(GUEST)).label("is_public"),
        )
        .join(ReportPicture, ReportPicture.upload_id == Upload.id)
        .join(Campaign, Campaign.id == ReportPicture.campaign_id)
        .where(
            ReportPicture.id == id,
            or_(and_(ReportPicture.shown_at.is_not(None), campaigns_visible_to(actor)), permissions.written_by(actor)),
        )
    ).one_or_none()
    if row is None:
        raise Missing
    return FileRead(row.digest, row.media_type, row.name, bool(row.is_public))


def add(actor: Actor, campaign_id: int, brought: Brought, alt: str, now: datetime) -> ReportPicture:
    """Adds a picture that was brought a moment ago, with what it shows in words. Raises NotAllowed, and Invalid where it is none, is
    here already, has no words, or there are enough."""
    permissions.require_writer(actor, campaign_id)
    if brought.media_type == MediaType.PDF:
        raise Invalid(NO_PICTURE)
    if not alt:
        raise Invalid(NO_WORDS)
    kept = select(Upload.digest).join(ReportPicture, ReportPicture.upload_id == Upload.id)
    digests = db.session.scalars(kept.where(ReportPicture.campaign_id == campaign_id)).all()
    if brought.digest in digests:
        raise Invalid(THE_SAME)
    if len(digests) >= MOST_KEPT:
        raise Invalid(ENOUGH)
    upload = uploads.keep(actor.id or 0, brought, now)
    picture = ReportPicture(campaign_id=campaign_id, upload_id=upload.id, alt=alt, added_at=now)
    db.session.add(picture)
    db.session.flush()
    _log("report.picture", actor, picture, now)
    return picture


def take_back(actor: Actor, campaign_id: int, id: int, now: datetime) -> None:
    """Takes a picture back for good, from frozen editions too: their files are made anew, and their fingerprints hold. Raises
    NotAllowed and Missing."""
    permissions.require_writer(actor, campaign_id)
    picture = db.session.get(ReportPicture, id, with_for_update=True)
    if picture is None or picture.campaign_id != campaign_id:
        raise Missing
    _log("report.picture-back", actor, picture, now)
    db.session.execute(delete(ReportPicture).where(ReportPicture.id == id))
    uploads.remove([picture.upload_id])
    outbox.ask_once("digests.make_files_again", campaign_id=campaign_id)


def show(campaign_id: int, ids: Iterable[int], now: datetime) -> None:
    """Everyone may see these from now on: an edition with them is frozen."""
    which = (ReportPicture.campaign_id == campaign_id, ReportPicture.id.in_(sorted(ids)))
    db.session.execute(
        update(ReportPicture).where(*which, ReportPicture.shown_at.is_(None)).values(shown_at=now),
        execution_options={"synchronize_session": False},
    )


def _log(act: str, actor: Actor, picture: ReportPicture, now: datetime) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=picture.campaign_id,
        campaign_id=picture.campaign_id,
        picture_id=picture.id,
    )
