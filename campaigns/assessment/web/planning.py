"""The score-card for its owner: written, looked at as an expert will see it, and then the ideas are given out."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from app.foundation.unit_of_work import begin_writing
from campaigns.assessment import cards, reasons, words
from campaigns.assessment.domain import cards as card_verbs
from campaigns.assessment.domain import giving
from campaigns.assessment.models import ScoreCard
from campaigns.assessment.queries import candidates
from campaigns.assessment.web.forms import CardForms, Sheet
from campaigns.ideas.models import Idea
from campaigns.plan import linting
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.web.owned import planned


def edit_card(slug: str) -> str:
    """The card as it stands; the usual one where there is none yet."""
    campaign = planned(slug, current_actor())
    row = db.session.get(ScoreCard, campaign.id)
    card = cards.of(row) if row else words.usual(campaign.language)
    return _page(campaign, CardForms(card, row.version if row else 0), row)


def save_card(slug: str) -> ResponseReturnValue:
    """Keeps the card."""
    actor, forms = current_actor(), CardForms()
    campaign = planned(slug, actor)
    if not forms.validate():
        return _page(campaign, forms, db.session.get(ScoreCard, campaign.id)), 422
    card = forms.card()
    found = cards.faults(card)
    if found:
        forms.take(found)
        return _page(campaign, forms, db.session.get(ScoreCard, campaign.id)), 422
    begin_writing()
    try:
        card_verbs.save(campaign, card, seen=forms.version, actor=actor, now=clock.now())
    except Conflict as refused:
        row = db.session.get(ScoreCard, campaign.id)
        forms.rest.version.data = str(row.version if row else 0)
        return _page(campaign, forms, row, refused=[refused.reason]), refused.status
    flash(_("The score-card is saved."))
    return redirect(url_for("assessment.edit_card", slug=slug), 303)


def _page(campaign: Campaign, forms: CardForms, row: ScoreCard | None, refused: list[Reason] | None = None) -> str:
    return render_template(
        "assessment/card.html",
        campaign=campaign,
        forms=forms,
        card=row,
        has_stage=linting.allows(campaign.timeline, Act.ASSESS),
        refused=[str(reason) for reason in refused or []],
    )


def preview_card(slug: str) -> str:
    """What an expert will see, with an idea of the campaign as an example."""
    campaign = planned(slug, current_actor())
    row = db.session.get(ScoreCard, campaign.id) or _usual(campaign)
    found = candidates.ideas(campaign.id, row.first_by_support or 1)
    idea = db.session.get(Idea, found[0]) if found else None
    sheet = Sheet(row)
    return render_template("assessment/preview.html", campaign=campaign, card=row, idea=idea, form=sheet.form)


def _usual(campaign: Campaign) -> ScoreCard:
    # A row that never enters a session.
    card = words.usual(campaign.language)
    return ScoreCard(
        campaign_id=campaign.id,
        criteria=card.rows(),
        asks=card.asked(),
        lowest=card.lowest,
        highest=card.highest,
        first_by_support=card.first_by_support,
        names_experts=card.names_experts,
    )


def show_begin(slug: str) -> str:
    """How many ideas each expert would get, and the button that gives them out."""
    campaign = planned(slug, current_actor())
    card = db.session.get(ScoreCard, campaign.id)
    why_not = giving.refusal(campaign, card, clock.now())
    drawn = giving.plan(card) if card and why_not is None else None
    if drawn is not None:
        why_not = giving.unfit(drawn)
    return render_template(
        "assessment/begin.html", campaign=campaign, card=card, drawn=drawn, why_not=why_not, experts=_experts(campaign)
    )


def _experts(campaign: Campaign) -> int:
    return len(candidates.experts(campaign.id))


def begin(slug: str) -> ResponseReturnValue:
    """Gives the ideas out."""
    actor = current_actor()
    campaign = planned(slug, actor)
    card = db.session.get(ScoreCard, campaign.id)
    why_not = giving.refusal(campaign, card, clock.now())
    if card is None or why_not:
        raise Conflict(why_not or reasons.NO_CARD)
    drawn = giving.plan(card)
    begin_writing()
    giving.begin(campaign, drawn, actor=actor, now=clock.now())
    people = len(drawn.people)
    flash(ngettext("Ideas are given out to %(num)s expert.", "Ideas are given out to %(num)s experts.", people))
    return redirect(url_for("assessment.desk", slug=slug), 303)
