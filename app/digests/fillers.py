"""What digests give to the pages of lower rooms."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select

from app.digests.models import ReportDraft, ReportEdition
from app.digests.queries.digests import with_report
from app.foundation import clock
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Stage
from campaigns.plan.slots import Check, Told
from campaigns.rounds.models import Result, Round
from campaigns.rounds.slots import Link


def link(result_id: int) -> Link | None:
    """The way from a result to the final report of its campaign, and to its own digest as long as there is none."""
    found = with_report(result_id)
    if found is None:
        return None
    digest_id, report_id = found
    if report_id is not None:
        return Link(_("Final report"), url_for("digests.show_digest", id=report_id))
    return Link(_("Digest"), url_for("digests.show_digest", id=digest_id))


def checks(campaign_id: int) -> Sequence[Check]:
    """A campaign that is over, with all results published, and has no final report yet: fills the slot `campaign.checklist`.

    One statement, none before. A report stands on published results: until then there is nothing to write it on.
    """
    campaign = db.session.get_one(Campaign, campaign_id)
    if campaign.launched_at is None or campaign.timeline.stage_at(clock.now()) != Stage.FINISHED:
        return ()
    edition = exists().where(ReportEdition.campaign_id == campaign_id)
    draft = exists().where(ReportDraft.campaign_id == campaign_id)
    published = (Result.superseded_at.is_(None), Result.published_at.is_not(None))
    waiting = exists().where(Round.campaign_id == campaign_id, ~exists().where(Result.round_id == Round.id, *published))
    has_edition, has_draft, waits = db.session.execute(select(edition, draft, waiting)).one()
    if has_edition or waits:
        return ()
    begun, missing = (
        _("The final report is begun: freeze it once it says all."),
        _("The final report is still to be written."),
    )
    return (
        Check(
            "report.to-freeze",
            begun if has_draft else missing,
            False,
            url_for("digests.edit_report", slug=campaign.slug),
            after_counts=True,
        ),
    )


def log_words(_asked: None) -> dict[str, Told]:
    """How digests are told in the log of a campaign."""
    return {
        "digest.taken": lambda _details: _("The digest was made"),
        "digest.week": lambda _details: _("The digest of a week was made"),
        "report.picture": lambda _details: _("A picture was added for the final report"),
        "report.picture-back": lambda _details: _("A picture of the final report was taken back"),
        "report.frozen": lambda _details: _("An edition of the final report was frozen"),
    }
