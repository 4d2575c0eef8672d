"""Pictures of an organiser's own for a final report."""

from io import BytesIO

from app.accounts.models import Account
from app.digests.models import ReportPicture
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.uploads import domain, store
from campaigns.plan.models import Campaign
from tests.factories.uploads import jpeg


def put_own_picture(campaign: Campaign, account: Account, content: bytes | None = None) -> ReportPicture:
    """The campaign with one more picture for its report, as its owner would have added it."""
    brought = store.bring(BytesIO(content or jpeg()), "ramp.jpg")
    with step():
        upload = domain.keep(account.id, brought, clock.now())
        picture = ReportPicture(
            campaign_id=campaign.id, upload_id=upload.id, alt="Новый пандус у входа", added_at=clock.now()
        )
        db.session.add(picture)
    return picture
