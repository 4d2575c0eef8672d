"""What digests give to the pages of lower rooms."""

from flask import url_for
from flask_babel import gettext as _

from app.digests.queries.digests import with_report
from campaigns.plan.slots import Told
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


def log_words(_asked: None) -> dict[str, Told]:
    """How digests are told in the log of a campaign."""
    return {
        "digest.taken": lambda _details: _("The digest was made"),
        "digest.week": lambda _details: _("The digest of a week was made"),
        "report.frozen": lambda _details: _("An edition of the final report was frozen"),
    }
