"""The topics of a campaign."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.sessions import current_actor
from app.foundation import clock
from campaigns.contributions.words import LABELS, TONES
from campaigns.discussion.queries import topics
from campaigns.discussion.web import shown
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row


def list_topics(slug: str) -> ResponseReturnValue:
    """A page of the campaign's topics; one's own that wait stand above them."""
    actor, now = current_actor(), clock.now()
    campaign = campaign_or_missing(slug, actor)
    page = topics.page_of(actor, campaign.id, request.args.get("after"))
    return render_template(
        "discussion/list.html",
        campaign=campaign,
        tabs_row=tabs_row(campaign, actor, "discussion"),
        page=page,
        waiting=topics.waiting_for(actor, campaign.id) if page.is_first else (),
        present=shown.present_of(campaign, now),
        leads=shown.leads(actor, campaign, now),
        takes_topics=permissions.phase_refusal(Act.PROPOSE_TOPIC, campaign, now) is None,
        labels=LABELS,
        tones=TONES,
    )
