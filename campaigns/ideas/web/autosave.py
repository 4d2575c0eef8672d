"""What is being written is kept by itself, every few seconds, without a word to the person but when."""

from datetime import datetime

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from app.accounts import throttle
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.unit_of_work import begin_writing
from app.guards import forms as guards
from campaigns.contributions.models import Contribution
from campaigns.ideas.domain import drafts
from campaigns.ideas.queries import choices
from campaigns.ideas.texts import IdeaText
from campaigns.ideas.web import secrets
from campaigns.ideas.web.forms import IdeaForm
from campaigns.ideas.web.sheets import own_or_missing, sheet_of
from campaigns.ideas.web.writing import DRAFT
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing


def autosave_new(slug: str) -> ResponseReturnValue:
    """Keeps a new idea as a draft under the secret of its form.

    409 where it was sent meanwhile, 422 where it does not fit, 429 where guests of the network have begun very many drafts.
    """
    actor, now = current_actor(), clock.now()
    campaign = campaign_or_missing(slug, actor)
    form, campaign_id = IdeaForm(), campaign.id
    text = _typed(form, campaign_id, None)
    if text is None:
        return _unfit()
    if actor.is_guest and not drafts.is_begun(form.secret):
        permissions.require(actor, Act.DRAFT_IDEA, campaign, now)
        sent = guards.sent(DRAFT)
        sent.require_person()
        throttle.require_draft(network(), sent.weight)
    begin_writing()
    kept = drafts.save_quietly(actor, campaign_id, text, now, secret=form.secret)
    answer = _saved(kept.idea.contribution, now)
    if actor.is_guest:
        secrets.hold(answer, kept.secret)
    return answer


def autosave_draft(idea_id: int) -> ResponseReturnValue:
    """Keeps the other words of one's own draft or returned idea. 409 where it was sent or changed from elsewhere meanwhile."""
    actor, now = current_actor(), clock.now()
    sheet = sheet_of(own_or_missing(idea_id))
    form = IdeaForm()
    text = _typed(form, sheet.campaign.id, sheet.chosen)
    if text is None:
        return _unfit()
    begin_writing()
    idea = drafts.rewrite(actor, idea_id, text, now, version=form.seen_version)
    return _saved(idea.contribution, now)


def _typed(form: IdeaForm, campaign_id: int, chosen: IdeaText | None) -> IdeaText | None:
    """What was typed, as far as it can be kept; None where it is too long or nothing at all."""
    offered = choices.for_campaign(campaign_id, chosen, form.problem_ids.data)
    form.offer(offered)
    form.validate()
    text = form.text_among(offered)
    too_long = any(form[name].errors for name in text.prose)
    return text if any(text.prose.values()) and not too_long else None


def _saved(contribution: Contribution, now: datetime) -> Response:
    return jsonify(saved_at=now.isoformat(), state=contribution.state.value, version=contribution.version)


def _unfit() -> ResponseReturnValue:
    return jsonify(code="unfit"), 422
