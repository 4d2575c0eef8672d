"""The buttons «Follow» and «You follow this»."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.addresses import local
from app.foundation.errors import Missing
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.domain import follows
from campaigns.contributions.models import Contribution, Kind, Thing
from campaigns.contributions.queries.follows import campaign_of, contribution_or_missing
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing


def follow_campaign(slug: str) -> ResponseReturnValue:
    """The person follows the campaign."""
    begin_writing()
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    follows.follow_campaign(campaign, actor=actor, now=clock.now())
    return _back(url_for("plan.show_campaign", slug=slug))


def unfollow_campaign(slug: str) -> ResponseReturnValue:
    """The person stops following the campaign."""
    begin_writing()
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    follows.unfollow_campaign(campaign, actor=actor, now=clock.now())
    return _back(url_for("plan.show_campaign", slug=slug))


def follow(contribution_id: int) -> ResponseReturnValue:
    """The person follows the text."""
    begin_writing()
    actor = current_actor()
    contribution, campaign = contribution_or_missing(contribution_id, actor)
    follows.follow(contribution, campaign, actor=actor, now=clock.now())
    return _back(_page_of(contribution, campaign))


def unfollow(contribution_id: int) -> ResponseReturnValue:
    """The person stops following the text."""
    begin_writing()
    actor = current_actor()
    contribution, campaign = contribution_or_missing(contribution_id, actor)
    follows.unfollow(contribution, campaign, actor=actor, now=clock.now())
    return _back(_page_of(contribution, campaign))


def follow_thing(thing: str, thing_id: int) -> ResponseReturnValue:
    """The person follows a track, a service, a place or a department."""
    begin_writing()
    actor, which = current_actor(), _thing(thing)
    campaign = campaign_of(which, thing_id, actor)
    follows.follow_thing(which, thing_id, campaign, actor=actor, now=clock.now())
    return _back(url_for("notifications.list_follows"))


def unfollow_thing(thing: str, thing_id: int) -> ResponseReturnValue:
    """The person stops following it."""
    begin_writing()
    follows.unfollow_thing(_thing(thing), thing_id, actor=current_actor())
    return _back(url_for("notifications.list_follows"))


def _thing(word: str) -> Thing:
    found = next((thing for thing in Thing if thing == word), None)
    if found is None:
        raise Missing
    return found


def _page_of(contribution: Contribution, campaign: Campaign) -> str:
    if contribution.kind == Kind.IDEA:
        return url_for("ideas.show_idea", idea_id=contribution.id)
    return url_for("plan.show_campaign", slug=campaign.slug)


def _back(page: str) -> ResponseReturnValue:
    return redirect(local(request.form.get("next"), page), 303)
