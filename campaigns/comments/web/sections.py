"""What comments bring to pages of lower rooms: a person's own page and the log of a campaign."""

from flask import url_for
from flask_babel import gettext as _

from app.accounts.slots import Item, Section
from campaigns.comments.queries import own
from campaigns.comments.queries.own import BEGINNING, Written
from campaigns.contributions.models import State
from campaigns.contributions.words import LABELS, TONES
from campaigns.plan.slots import Told


def account_section(account_id: int) -> Section | None:
    """The comments a person wrote last; none where they have written none."""
    items = [_item(one) for one in own.written_by(account_id)]
    return Section(_("My comments"), items) if items else None


def log_words(_asked: None) -> dict[str, Told]:
    """How acts on comments are told in the log of a campaign."""
    return {
        "comment.highlight": lambda _details: _("A comment was highlighted"),
        "comment.unhighlight": lambda _details: _("A comment is highlighted no more"),
    }


def _item(one: Written) -> Item:
    words = " ".join(one.beginning.split())
    label = words if len(one.beginning) < BEGINNING else f"{words}…"
    url = url_for("comments.show_comment", comment_id=one.id)
    if one.state == State.PUBLISHED:
        return Item(label, url, one.campaign)
    return Item(label, url, one.campaign, str(LABELS[one.state]), TONES[one.state])
