"""A past campaign is copied by those who own it."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.permissions import ROLE
from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import NotAllowed
from app.foundation.texts import clean_line
from app.foundation.unit_of_work import begin_writing
from campaigns.plan import days, permissions
from campaigns.plan.domain import copies
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.queries.teams import Held, team_of
from campaigns.plan.web.forms import CopyForm


def ask_copy() -> ResponseReturnValue:
    """Which campaign is copied, and to which first day."""
    owned = _choices(require_person())
    asked = next((campaign for campaign in owned if campaign.slug == request.args.get("source")), owned[0])
    form = CopyForm(owned, data={"source": asked.slug, "first_day": _usual_day(asked)})
    return render_template("plan/copy.html", form=form)


def copy_campaign() -> ResponseReturnValue:
    """Copies the campaign and opens the plan of the copy."""
    actor = require_person()
    form = CopyForm(_choices(actor))
    if not form.validate():
        return render_template("plan/copy.html", form=form), 422
    begin_writing()
    source = campaign_or_missing(form.source.data, actor)
    first_day: date = form.first_day.data  # type: ignore[assignment]
    campaign = copies.copy(source, first_day, actor=actor, now=clock.now())
    return redirect(url_for("plan.show_plan", slug=campaign.slug, copied=source.slug), 303)


def copied_from(actor: Actor) -> tuple[Campaign, list[Held]] | None:
    """The campaign that a plan was just copied from, for its owner, with the roles there: they are to be given anew."""
    slug = clean_line(request.args.get("copied", ""))
    if not slug:
        return None
    source = campaign_or_missing(slug, actor)
    permissions.require(actor, Act.PLAN, source, clock.now())
    return source, team_of(source).here


def _choices(actor: Actor) -> list[Campaign]:
    owned = copies.choices(actor)
    if not owned:
        raise NotAllowed(ROLE)
    return owned


def _usual_day(campaign: Campaign) -> date:
    # The next day of the same name: then every stage keeps the days of the week that were chosen for it.
    tomorrow = days.first_day(clock.now(), campaign.time_zone) + days.ONE_DAY
    first = days.first_day(campaign.timeline.opens_at or clock.now(), campaign.time_zone)
    return tomorrow + (first.weekday() - tomorrow.weekday()) % 7 * days.ONE_DAY
