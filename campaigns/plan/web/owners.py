"""Campaigns are created, described, dated and launched by those who own them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Invalid, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.plan import changes, grid, permissions, words
from campaigns.plan.domain import campaigns, timelines, tracks
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act, Timeline, Window
from campaigns.plan.queries.campaigns import tracks_of
from campaigns.plan.web.dates import DatesForm
from campaigns.plan.web.forms import NewCampaignForm, OutlineForm, TracksForm, outline_form_of
from campaigns.plan.web.owned import planned, saved


def new_campaign() -> ResponseReturnValue:
    """The form of a new campaign."""
    permissions.require_on_platform(require_person(), Act.CREATE)
    return _new_page(NewCampaignForm.blank(clock.now()))


def create_campaign() -> ResponseReturnValue:
    """Creates a campaign from a template and opens its plan."""
    actor, form = require_person(), NewCampaignForm()
    permissions.require_on_platform(actor, Act.CREATE)
    if not form.validate():
        return _new_page(form), 422
    begin_writing()
    outline = form.outline()
    try:
        campaigns.create(form.chosen_template, outline, actor=actor, now=clock.now(), first_day=form.chosen_day)
    except Refusal as refused:
        return _new_page(form, [str(refused.reason)]), refused.status
    return redirect(url_for("plan.show_plan", slug=outline.slug), 303)


def edit_outline(slug: str) -> ResponseReturnValue:
    """The form of the texts and settings."""
    campaign = planned(slug, current_actor())
    return _outline_page(campaign, outline_form_of(campaign))


def save_outline(slug: str) -> ResponseReturnValue:
    """Keeps the texts and settings."""
    actor = current_actor()
    campaign, form = planned(slug, actor), OutlineForm()
    if not form.validate():
        return _outline_page(campaign, form), 422
    begin_writing()
    outline = form.outline()
    try:
        campaigns.edit(campaign, outline, actor=actor, now=clock.now())
    except Refusal as refused:
        return _outline_page(campaign, form, [str(refused.reason)]), refused.status
    return saved(outline.slug)


def edit_tracks(slug: str) -> ResponseReturnValue:
    """The form of the directions."""
    campaign = planned(slug, current_actor())
    form = TracksForm(data={"names": "\n".join(track.name for track in tracks_of(campaign.id))})
    return render_template("plan/tracks.html", campaign=campaign, form=form, refused=[])


def save_tracks(slug: str) -> ResponseReturnValue:
    """Keeps the directions."""
    actor, form = current_actor(), TracksForm()
    campaign = planned(slug, actor)
    if not form.validate():
        return render_template("plan/tracks.html", campaign=campaign, form=form, refused=[]), 422
    begin_writing()
    try:
        tracks.set_all(campaign, form.chosen, actor=actor, now=clock.now())
    except Refusal as refused:
        page = render_template("plan/tracks.html", campaign=campaign, form=form, refused=[str(refused.reason)])
        return page, refused.status
    return saved(slug)


def edit_dates(slug: str) -> ResponseReturnValue:
    """The form of the timeline."""
    campaign = planned(slug, current_actor())
    return _dates_page(campaign, DatesForm(campaign, clock.now()))


def save_dates(slug: str) -> ResponseReturnValue:
    """Keeps the timeline of a plan, or changes that of a launched campaign for the reason given."""
    actor, now = current_actor(), clock.now()
    campaign = planned(slug, actor)
    form = DatesForm(campaign, now)
    if not form.validate():
        return _dates_page(campaign, form), 422
    windows = form.windows()
    refused = timelines.refusal(campaign, windows, now) if form.launched else _fault(windows)
    if refused:
        return _dates_page(campaign, form, [str(refused.reason)]), refused.status
    begin_writing()
    if form.about is None:
        timelines.plan(campaign, windows, actor=actor, now=now)
    else:
        timelines.change(campaign, windows, form.about.reason.data or "", actor=actor, now=now)
    return saved(slug)


def launch(slug: str) -> ResponseReturnValue:
    """Makes the campaign public."""
    begin_writing()
    actor = current_actor()
    campaign = planned(slug, actor)
    campaigns.launch(campaign, actor=actor, now=clock.now())
    flash(_("The project is launched: everyone it is open to can see it now."))
    return redirect(url_for("plan.show_plan", slug=slug), 303)


def _new_page(form: NewCampaignForm, refused: list[str] | None = None) -> str:
    return render_template("plan/new.html", form=form, refused=refused or [], hints=words.TEMPLATE_HINTS)


def _outline_page(campaign: Campaign, form: OutlineForm, refused: list[str] | None = None) -> str:
    return render_template("plan/outline.html", campaign=campaign, form=form, refused=refused or [])


def _dates_page(campaign: Campaign, form: DatesForm, refused: list[str] | None = None) -> str:
    zone = words.zone_words(clock.now(), campaign.time_zone)
    return render_template(
        "plan/dates.html",
        campaign=campaign,
        form=form,
        refused=refused or [],
        zone=zone,
        labels=words.PHASES,
        switches=grid.switches(campaign),
        is_usual=grid.is_usual,
    )


def _fault(windows: list[Window]) -> Invalid | None:
    fault = changes.unkeepable(Timeline.of(windows))
    return Invalid(fault) if fault else None
