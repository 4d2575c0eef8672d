"""What the selection gives to pages of lower rooms."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_, select

from app.foundation.db import db
from app.foundation.slots import Part
from campaigns.ideas.slots import IdeaShown
from campaigns.plan.models import Campaign
from campaigns.plan.slots import Check, Told
from campaigns.rounds.models import Result, Round, Source
from campaigns.rounds.slots import ResultShown
from campaigns.selection.models import Selection, SelectionRow, Way
from campaigns.selection.queries import made
from campaigns.selection.words import finding, sentence


def idea_outcome(shown: IdeaShown) -> Part | None:
    """What became of the idea in the selection: fills the slot `idea.outcome`."""
    fate = made.fate_of(shown.id, shown.campaign_id)
    if fate is None:
        return None
    campaign = db.session.get_one(Campaign, shown.campaign_id)
    url = url_for("selection.show_selection", slug=campaign.slug)
    values = {"fate": fate, "sentence": sentence(fate), "language": campaign.language, "url": url}
    return Part("selection/outcome.html", values)


def outcomes(campaign_ids: tuple[int, ...]) -> dict[int, str]:
    """What came of each campaign whose selection is made, until it is voted on: fills the slot `campaign.outcome`, after rounds."""
    counts = made.counts(campaign_ids, before_votes=True)
    return {campaign_id: finding(count) + "." for campaign_id, count in counts.items()}


def on_results(shown: ResultShown) -> Part:
    """The way from a result to the selection: fills the slot `round.result-part`."""
    count = made.counts((shown.campaign_id,)).get(shown.campaign_id)
    url = url_for("selection.show_selection", slug=shown.slug)
    return Part("selection/on_results.html", {"finding": finding(count) if count else None, "url": url})


def checks(campaign_id: int) -> Sequence[Check]:
    """A published result whose selection is still to be made: fills the slot `campaign.checklist`."""
    row = db.session.execute(
        select(Campaign.slug, Result.published_at)
        .join(Round, Round.campaign_id == Campaign.id)
        .outerjoin(
            Result, and_(Result.round_id == Round.id, Result.counted_at.is_not(None), Result.superseded_at.is_(None))
        )
        .outerjoin(Selection, Selection.campaign_id == Campaign.id)
        .where(Campaign.id == campaign_id, Round.source == Source.SUPPORTS, Selection.made_at.is_(None))
        .order_by(Round.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row.published_at is None:
        return ()
    url = url_for("selection.show_selection", slug=row.slug)
    return (Check("selection.to-make", _("The selection is still to be made."), False, url),)


def candidates(campaign_id: int) -> Sequence[int] | None:
    """The ideas that were selected, for the ballot of a vote: fills the slot `round.candidates`. None before that is done."""
    rows = db.session.execute(
        select(SelectionRow.idea_id, SelectionRow.way)
        .join(Selection, Selection.id == SelectionRow.selection_id)
        .where(Selection.campaign_id == campaign_id, Selection.made_at.is_not(None))
    ).all()
    return [row.idea_id for row in rows if row.way != Way.NOT_SELECTED] if rows else None


def log_words(_asked: None) -> dict[str, Told]:
    """How acts of the selection are told in the log of a campaign."""
    return {
        "idea.picked": lambda _details: _("An expert picked an idea"),
        "pick.taken-back": lambda _details: _("An expert took a pick back"),
        "selection.made": lambda details: _(
            "The selection was made: %(by_support)s by support, %(by_experts)s by experts",
            by_support=details["by_support"],
            by_experts=details["by_experts"],
        ),
    }
