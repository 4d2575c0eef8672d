"""What news brings to pages of lower rooms: the latest on a campaign's page, a tab, words of the log."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from campaigns.news.queries import lists
from campaigns.news.web.pages import TAB, may_write
from campaigns.plan.slots import Fresh, Seen, Tab, Told


def campaign_fresh(seen: Seen) -> Fresh | None:
    """The news that was published last."""
    lines = lists.fresh(seen.viewer, seen.campaign.id)
    url = url_for("news.list_news", slug=seen.campaign.slug)
    return Fresh(_("News"), url, lines, "news/_card.html") if lines else None


def campaign_tabs(seen: Seen) -> Sequence[Tab]:
    """The section of news, where there is any; those who write it have it from the launch on."""
    writes = seen.campaign.launched_at is not None and may_write(seen.viewer, seen.campaign)
    if not writes and not lists.is_there(seen.viewer, seen.campaign.id):
        return ()
    return (Tab(TAB, _("News"), url_for("news.list_news", slug=seen.campaign.slug)),)


def log_words(_asked: None) -> dict[str, Told]:
    """How acts on news are told in the log of a campaign."""
    return {
        "news.post": lambda _details: _("News was written"),
        "news.edit": lambda _details: _("News was changed"),
        "news.withdraw": lambda _details: _("News was taken back"),
    }
