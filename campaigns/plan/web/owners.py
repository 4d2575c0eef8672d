"""The plan of a campaign, for those who own it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Invalid, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.plan import changes, grid, permissions, words
from campaigns.plan.domain import campaigns, timelines, tracks
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act, Timeline, Window
from campaigns.plan.queries import launching, places
from campaigns.plan.queries.campaigns import campaign_or_missing, changes_of, tracks_of
from campaigns.plan.slots import CAMPAIGN_CHECKLIST, numbers_of
from campaigns.plan.web import shown, tabs
from campaigns.plan.web.dates import DatesForm
from campaigns.plan.web.forms import NewCampaignForm, OutlineForm, TracksForm, languages, outline_form_of


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


def show_plan(slug: str) -> ResponseReturnValue:
    """The plan: today first, then what it is made of, each part with a way to change it."""
    actor, now = current_actor(), clock.now()
    campaign = _planned(slug, actor)
    return render_template(
        "plan/plan.html",
        campaign=campaign,
        tabs_row=tabs.tabs_row(campaign, actor, "plan"),
        at_present=shown.what_now(campaign, now),
        stage=words.STAGES[campaign.timeline.stage_at(now)],
        zone=words.zone_words(now, campaign.time_zone),
        phases=shown.phases_of(campaign, now),
        figures=[(figure.value, figure.label) for figure in numbers_of([campaign.id])[campaign.id]],
        checklist=[check for given in CAMPAIGN_CHECKLIST.fill(campaign.id) for check in given],
        findings=launching.findings(campaign, now) if campaign.launched_at is None else [],
        outline=_outline_rows(campaign),
        tracks=[track.name for track in tracks_of(campaign.id)],
        changes=[(row, changes.differences(row.before, row.after)) for row in changes_of(campaign.id)],
        labels=words.PHASES,
        grid=grid.rows_of(campaign),
        may_launch=permissions.refusal(actor, Act.LAUNCH, campaign, now) is None,
    )


def edit_outline(slug: str) -> ResponseReturnValue:
    """The form of the texts and settings."""
    campaign = _planned(slug, current_actor())
    return _outline_page(campaign, outline_form_of(campaign))


def save_outline(slug: str) -> ResponseReturnValue:
    """Keeps the texts and settings."""
    actor = current_actor()
    campaign, form = _planned(slug, actor), OutlineForm()
    if not form.validate():
        return _outline_page(campaign, form), 422
    begin_writing()
    outline = form.outline()
    try:
        campaigns.edit(campaign, outline, actor=actor, now=clock.now())
    except Refusal as refused:
        return _outline_page(campaign, form, [str(refused.reason)]), refused.status
    return _saved(outline.slug)


def edit_tracks(slug: str) -> ResponseReturnValue:
    """The form of the directions."""
    campaign = _planned(slug, current_actor())
    form = TracksForm(data={"names": "\n".join(track.name for track in tracks_of(campaign.id))})
    return render_template("plan/tracks.html", campaign=campaign, form=form, refused=[])


def save_tracks(slug: str) -> ResponseReturnValue:
    """Keeps the directions."""
    actor, form = current_actor(), TracksForm()
    campaign = _planned(slug, actor)
    if not form.validate():
        return render_template("plan/tracks.html", campaign=campaign, form=form, refused=[]), 422
    begin_writing()
    try:
        tracks.set_all(campaign, form.chosen, actor=actor, now=clock.now())
    except Refusal as refused:
        page = render_template("plan/tracks.html", campaign=campaign, form=form, refused=[str(refused.reason)])
        return page, refused.status
    return _saved(slug)


def edit_dates(slug: str) -> ResponseReturnValue:
    """The form of the timeline."""
    campaign = _planned(slug, current_actor())
    return _dates_page(campaign, DatesForm(campaign, clock.now()))


def save_dates(slug: str) -> ResponseReturnValue:
    """Keeps the timeline of a plan, or changes that of a launched campaign for the reason given."""
    actor, now = current_actor(), clock.now()
    campaign = _planned(slug, actor)
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
    return _saved(slug)


def launch(slug: str) -> ResponseReturnValue:
    """Makes the campaign public."""
    begin_writing()
    actor = current_actor()
    campaign = _planned(slug, actor)
    campaigns.launch(campaign, actor=actor, now=clock.now())
    flash(_("The project is launched: everyone it is open to can see it now."))
    return redirect(url_for("plan.show_plan", slug=slug), 303)


def _planned(slug: str, actor: Actor) -> Campaign:
    campaign = campaign_or_missing(slug, actor)
    require_person()
    permissions.require(actor, Act.PLAN, campaign, clock.now())
    return campaign


def _saved(slug: str) -> ResponseReturnValue:
    flash(_("Saved."))
    return redirect(url_for("plan.show_plan", slug=slug), 303)


def _new_page(form: NewCampaignForm, refused: list[str] | None = None) -> str:
    return render_template("plan/new.html", form=form, refused=refused or [], hints=words.TEMPLATE_HINTS)


def _outline_page(campaign: Campaign, form: OutlineForm, refused: list[str] | None = None) -> str:
    return render_template("plan/outline.html", campaign=campaign, form=form, refused=refused or [])


def _dates_page(campaign: Campaign, form: DatesForm, refused: list[str] | None = None) -> str:
    zone = words.zone_words(clock.now(), campaign.time_zone)
    return render_template(
        "plan/dates.html", campaign=campaign, form=form, refused=refused or [], zone=zone, labels=words.PHASES
    )


def _fault(windows: list[Window]) -> Invalid | None:
    fault = changes.unkeepable(Timeline.of(windows))
    return Invalid(fault) if fault else None


def _outline_rows(campaign: Campaign) -> list[tuple[str, Any]]:
    checked = _("yes, by a moderator") if campaign.ideas_checked_first else _("no, a moderator looks afterwards")
    nothing = _("not said")
    return [
        (_("The question you ask people"), campaign.question or nothing),
        (_("Who answers for it"), campaign.organiser or nothing),
        (_("Territory"), places.name_of(campaign.territory_id) or nothing),
        (_("Language of the project"), dict(languages()).get(campaign.language, campaign.language)),
        (_("Time zone of its dates"), campaign.time_zone),
        (_("Who may see it and take part"), words.AUDIENCES[campaign.audience]),
        (_("Ideas are checked before they are published"), checked),
        (_("How many ideas are selected"), campaign.winners),
        (_("Planned from"), words.TEMPLATES[campaign.template]),
        (_("Address"), url_for("plan.show_campaign", slug=campaign.slug)),
    ]
