"""The people of a campaign by invitation: the owner's page, and the page that a link leads to."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import throttle
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.db import db
from app.foundation.errors import Missing, Refusal
from app.foundation.forms import Area, Form, Optional
from app.foundation.texts import clean_line
from app.foundation.unit_of_work import begin_writing
from campaigns.plan import addresses
from campaigns.plan.domain import members as verbs
from campaigns.plan.models import Audience, Campaign, Joining
from campaigns.plan.queries import members
from campaigns.plan.web.inviting import ListForm
from campaigns.plan.web.owned import inviting_to

# In the owner's session between the press of the button and the page that shows the link: only its digest is kept.
LINK = "invitation-link"
MOST_TOLD = 20
WAYS = {
    Joining.LIST: _l("by the list"),
    Joining.LINK: _l("by the link"),
    Joining.DOMAIN: _l("by the domain of their e-mail"),
}


class DomainsForm(Form):
    """Domains, one a line."""

    domains = Area(_l("Domains, one on each line"), [Optional()], most=4000)


def show_members(slug: str) -> str:
    """Who is in, who is waited for, and the three ways to let people in."""
    campaign = inviting_to(slug, current_actor())
    return _page(campaign, ListForm(), DomainsForm(data={"domains": "\n".join(campaign.domains)}), _link(slug))


def _link(slug: str) -> str | None:
    secret = session.pop(LINK, {}).get(slug) if LINK in session else None
    return url_for("plan.join", slug=slug, secret=secret) if secret else None


def _page(campaign: Campaign, listed: ListForm, domains: DomainsForm, link: str | None = None) -> str:
    words = clean_line(request.args.get("q", ""))[:100]
    waits = request.args.get("show") == "waiting"
    find = members.waiting if waits else members.page
    return render_template(
        "plan/members.html",
        campaign=campaign,
        is_open=campaign.audience == Audience.EVERYONE,
        numbers=members.numbers(campaign.id),
        page=find(campaign.id, words, request.args.get("after")),
        waits=waits,
        words=words,
        ways=WAYS,
        form=listed,
        domains=domains,
        link=link,
    )


def save_domains(slug: str) -> ResponseReturnValue:
    """Keeps the domains whose people may come in."""
    actor, form = current_actor(), DomainsForm()
    campaign = inviting_to(slug, actor)
    words = (form.domains.data or "").replace(",", "\n").split("\n")
    domains, broken = addresses.read_domains(word for word in words if word.strip())
    form.validate()
    if broken:
        told = [_("This is no domain: “%(words)s”.", words=word[:80]) for word in broken[:MOST_TOLD]]
        form.domains.errors = [*form.domains.errors, *told]
    if form.errors:
        return _page(campaign, ListForm(formdata=None), form), 422
    begin_writing()
    try:
        verbs.set_domains(campaign, domains, actor=actor, now=clock.now())
    except Refusal as refused:
        form.domains.errors = [str(refused.reason)]
        return _page(campaign, ListForm(formdata=None), form), refused.status
    flash(_("Saved."))
    return _back(slug)


def make_link(slug: str) -> ResponseReturnValue:
    """A new link, shown on the page that follows."""
    actor = current_actor()
    campaign = inviting_to(slug, actor)
    begin_writing()
    session[LINK] = {slug: verbs.make_link(campaign, actor=actor, now=clock.now())}
    return _back(slug)


def cut_link(slug: str) -> ResponseReturnValue:
    """The link leads nowhere any more."""
    actor = current_actor()
    campaign = inviting_to(slug, actor)
    begin_writing()
    verbs.cut_link(campaign, actor=actor, now=clock.now())
    flash(_("The link leads nowhere any more. Who came in by it stays."))
    return _back(slug)


def remove_member(slug: str, account_id: int) -> ResponseReturnValue:
    """The person sees the campaign no more."""
    actor = current_actor()
    campaign = inviting_to(slug, actor)
    begin_writing()
    verbs.remove(campaign, account_id, actor=actor, now=clock.now())
    flash(_("Removed. What they wrote stays."))
    return _back(slug)


def take_back_invitation(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Takes an address off the list."""
    actor = current_actor()
    campaign = inviting_to(slug, actor)
    begin_writing()
    verbs.take_back(campaign, invitation_id, actor=actor, now=clock.now())
    flash(_("The address is off the list."))
    return _back(slug, show="waiting")


def _back(slug: str, **over: Any) -> ResponseReturnValue:
    return redirect(url_for("plan.show_members", slug=slug, **over), 303)


def join(slug: str, secret: str) -> Response:
    """What a link leads to: who invites, and the button. Nothing happens before it is pressed."""
    campaign = _opened_by(slug, secret)
    response = make_response(render_template("plan/join.html", campaign=campaign, secret=secret))
    # The address is a secret, and this page tells of a campaign that others do not know of.
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def accept_invitation(slug: str, secret: str) -> ResponseReturnValue:
    """The person comes in."""
    campaign = _opened_by(slug, secret)
    actor = require_person()
    begin_writing()
    verbs.join(campaign, secret, actor=actor, now=clock.now())
    flash(_("Welcome: you are in."))
    return redirect(url_for("plan.show_campaign", slug=slug), 303)


def _opened_by(slug: str, secret: str) -> Campaign:
    """The campaign, whose link this is. A wrong link and a campaign that is not there look alike, and are counted."""
    known = (Campaign.slug == slug, Campaign.launched_at.is_not(None), Campaign.audience == Audience.INVITED)
    campaign = db.session.scalar(select(Campaign).where(*known))
    if campaign is None or not verbs.opens(campaign, secret):
        throttle.count_wrong_link(network())
        raise Missing
    return campaign
