"""The plan of a campaign, for those who own it: today first, then what it is made of, each part with a way to change it."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.roles import Actor, Place, Role
from app.accounts.sessions import current_actor
from app.foundation import clock
from campaigns.plan import changes, grid, linting, permissions, sayings, words
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries import launching, places, rules, texts
from campaigns.plan.queries.campaigns import changes_of, tracks_of
from campaigns.plan.slots import CAMPAIGN_CHECKLIST, CAMPAIGN_PARTICIPATION, Finding, Participation, numbers_of
from campaigns.plan.web import shown, tabs
from campaigns.plan.web.copies import copied_from
from campaigns.plan.web.owned import planned

# Whom a finding about the team asks for.
LACKING = {
    sayings.NO_MODERATOR.code: Role.MODERATOR,
    sayings.NO_EXPERT.code: Role.EXPERT,
    sayings.NO_FACILITATOR.code: Role.FACILITATOR,
}


def show_plan(slug: str) -> ResponseReturnValue:
    """The plan: what waits today, who takes part, dates, texts, and who may do what."""
    actor, now = current_actor(), clock.now()
    campaign = planned(slug, actor)
    return render_template(
        "plan/plan.html",
        campaign=campaign,
        tabs_row=tabs.tabs_row(campaign, actor, "plan"),
        at_present=shown.what_now(campaign, now),
        zone=words.zone_words(now, campaign.time_zone),
        phases=shown.phases_of(campaign, now),
        labels=words.PHASES,
        copied=copied_from(actor),
        role_words=words.ROLES,
        links=_links(campaign),
        **_today(campaign, actor),
        **_parts(campaign),
        may_launch=permissions.refusal(actor, Act.LAUNCH, campaign, now) is None,
    )


def _today(campaign: Campaign, actor: Actor) -> dict[str, Any]:
    """Of a launched campaign the numbers, who takes part and what is to be done; of a planned one what the linter says."""
    if campaign.launched_at is None:
        found = launching.findings(campaign, clock.now())
        return {"findings": [(one, *_mend(one, campaign, actor)) for one in found]}
    return {
        "findings": [],
        "figures": [(figure.value, figure.label) for figure in numbers_of([campaign.id])[campaign.id]],
        "checklist": [check for given in CAMPAIGN_CHECKLIST.fill(campaign.id) for check in given],
        "participation": _told(next(iter(CAMPAIGN_PARTICIPATION.fill(campaign)), None)),
    }


def _mend(finding: Finding, campaign: Campaign, actor: Actor) -> tuple[str, str]:
    """Where a finding is mended, and what the link says. Roles are given by administrators: others write to them."""
    if finding.mend != launching.ROLES:
        return url_for(finding.mend, slug=campaign.slug), _("Mend this")
    if actor.is_administrator:
        role, place = LACKING.get(finding.reason.code), Place(campaign_id=campaign.id)
        return url_for(finding.mend, role=role, place=place.word), _("Invite somebody")
    return url_for("web.page", name="contacts"), _("Ask the administrators")


def _told(found: Participation | None) -> dict[str, Any] | None:
    """What happened by day, with a finding as the title of each picture, and by territory."""
    if found is None or not found.days:
        return None
    ideas, comments, supports = (
        sum(getattr(day, name) for day in found.days) for name in ("ideas", "comments", "supports")
    )
    days = len(found.days)
    titles = [
        ("ideas", _("Ideas: %(count)s in %(days)s days", count=ideas, days=days)),
        ("comments", _("Comments: %(count)s in %(days)s days", count=comments, days=days)),
        ("supports", _("Supports: %(count)s in %(days)s days", count=supports, days=days)),
    ]
    silent = [place.name for place in found.places if place.is_silent]
    return {
        "nobody": not (ideas or comments or supports) and len(silent) == len(found.places),
        "pictures": [(name, title, [_point(day, name) for day in found.days]) for name, title in titles],
        "days": [[words.day_words(day.day), day.ideas, day.comments, day.supports] for day in reversed(found.days)],
        "places": [
            [place.name or _("not said"), place.ideas, place.comments, place.supports] for place in found.places
        ],
        "silent": silent,
        "silence": ngettext("%(num)s territory is silent", "%(num)s territories are silent", len(silent)),
    }


def _point(day: Any, name: str) -> dict[str, Any]:
    return {"label": words.day_words(day.day), "value": getattr(day, name)}


def _parts(campaign: Campaign) -> dict[str, Any]:
    written = rules.latest(rules.versions_of(campaign.id))
    given = {campaign.language, *(row.language for row in texts.rows_of(campaign.id))}
    return {
        "outline": _outline_rows(campaign),
        "tracks": [track.name for track in tracks_of(campaign.id)],
        "spoken": [words.language_name(language) for language in sorted(given)],
        "ruled": [words.language_name(language) for language, row in sorted(written.items()) if row.body],
        "changes": [(row, changes.differences(row.before, row.after)) for row in changes_of(campaign.id)],
        "acts": words.ACTS,
        "grid": grid.rows_of(campaign),
    }


def _links(campaign: Campaign) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What else an owner does here, in groups: a heading, then address, words and icon of each."""
    votes = linting.allows(campaign.timeline, Act.VOTE)
    invited, launched = campaign.audience == Audience.INVITED, campaign.launched_at is not None
    work = [
        (launched, "news.list_news", _("News"), "newspaper"),
        (True, "outreach.show_outreach", _("Tell people about it"), "megaphone"),
        (invited, "plan.show_members", _("People by invitation"), "users"),
        (launched, "ideas.enter_idea", _("Enter ideas from paper and meetings"), "clipboard-pen"),
        (launched, "rounds.show_results", _("Close and publish the results"), "chart-column"),
    ]
    settings = [
        (True, "plan.edit_levels", _("Who may take part"), "id-card"),
        (True, "moderation.show_settings", _("How texts are checked"), "shield-check"),
        (True, "plan.edit_reviewer", _("Who decides what the team may not"), "scale"),
        (linting.allows(campaign.timeline, Act.ASSESS), "assessment.edit_card", _("The score-card"), "scale"),
        (votes, "rounds.plan_vote", _("The rule of the vote"), "vote"),
        (votes, "rounds.plan_options", _("Ideas on the ballot"), "list-checks"),
        (True, "webhooks.list_campaign", _("Webhooks for other programs"), "webhook"),
    ]
    whole = [
        (url_for("plan.show_campaign", slug=campaign.slug, at=""), _("Preview"), "eye"),
        (url_for("plan.ask_copy", source=campaign.slug), _("Copy the project"), "copy"),
        (url_for("plan.show_calendar", slug=campaign.slug), _("Calendar file"), "calendar-days"),
    ]
    return [
        (_("People and work"), _open(campaign, work)),
        (_("Settings"), _open(campaign, settings)),
        (_("The project as a whole"), whole),
    ]


def _open(campaign: Campaign, doors: list[tuple[bool, str, str, str]]) -> list[tuple[str, str, str]]:
    return [(url_for(endpoint, slug=campaign.slug), label, icon) for is_open, endpoint, label, icon in doors if is_open]


def _outline_rows(campaign: Campaign) -> list[tuple[str, Any]]:
    first, after = _("yes, by a moderator"), _("no, a moderator looks afterwards")
    nothing, no_end = _("not said"), _("as many as they like")
    return [
        (_("The question you ask people"), campaign.question or nothing),
        (_("Who answers for it"), campaign.organiser or nothing),
        (_("Territory"), places.name_of(campaign.territory_id) or nothing),
        (_("Language of the project"), words.language_name(campaign.language)),
        (_("Time zone of its dates"), words.zone_words(clock.now(), campaign.time_zone)),
        (_("Who may see it and take part"), words.AUDIENCES[campaign.audience]),
        (_("Ideas are checked before they are published"), first if campaign.ideas_checked_first else after),
        (_("Comments are checked before they are published"), first if campaign.comments_checked_first else after),
        (_("How many ideas are selected by support"), campaign.winners),
        (_("How many more experts may select"), campaign.expert_picks),
        (_("How many ideas one person may send"), campaign.ideas_per_person or no_end),
        (_("From what age people take part"), campaign.least_age or _("nobody is asked")),
        (_("Planned from"), words.TEMPLATES[campaign.template]),
        (_("Address"), url_for("plan.show_campaign", slug=campaign.slug)),
    ]
