"""What stands in the way of a launch, and what is worth a second look: a small linter of plans."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, or_, select

from app.accounts.models import RoleGrant
from app.accounts.roles import Role
from app.foundation.db import db
from app.foundation.errors import Reason
from campaigns.plan import words
from campaigns.plan.models import Campaign, Track
from campaigns.plan.phases import PHASED, QUIET, Act, PhaseKind, faults

NOTHING_TO_DO = Reason(
    "launch.nothing-to-do", _l("No stage lets people do anything: add a discussion, ideas or a vote.")
)
ALL_PAST = Reason("launch.all-past", _l("All the stages are over already: choose days ahead."))
NO_QUESTION = Reason("launch.no-question", _l("Write the question that people are asked."))
NO_MODERATOR = Reason(
    "launch.no-moderator",
    _l(
        "Ideas are checked before they are published, but nobody is there to check them: give somebody the moderator's role."
    ),
)
NO_ORGANISER = Reason("launch.no-organiser", _l("It is not said who answers for the project: name the organiser."))
NO_TRACKS = Reason("launch.no-tracks", _l("There are no directions: ideas will stand in one list."))
NO_RESULTS = Reason(
    "launch.no-results", _l("No stage is planned for results: people will ask what became of their ideas.")
)
BEGUN = Reason("launch.begun", _l("A stage has begun by its dates: people can take part as soon as you launch."))


@dataclass(frozen=True)
class Finding:
    """A sentence of the linter; a blocking one must be mended before the launch."""

    reason: Reason
    blocks: bool


def findings(campaign: Campaign, now: datetime) -> list[Finding]:
    """All that the linter has to say, what blocks first."""
    return [*obstacles(campaign, now), *(Finding(reason, False) for reason in _advice(campaign, now))]


def obstacles(campaign: Campaign, now: datetime) -> list[Finding]:
    """What must be mended before the launch."""
    return [Finding(reason, True) for reason in _blocking(campaign, now)]


def _blocking(campaign: Campaign, now: datetime) -> list[Reason]:
    timeline = campaign.timeline
    wrong = faults(timeline, voting_over_ideas=campaign.voting_over_ideas)
    found = [Reason(f"timeline.{fault.value.replace(' ', '-')}", words.FAULTS[fault]) for fault, _windows in wrong]
    if timeline.windows and all(window.kind in QUIET for window in timeline.windows):
        found.append(NOTHING_TO_DO)
    elif timeline.windows and all(window.closes_at <= now for window in timeline.windows):
        found.append(ALL_PAST)
    if not campaign.question:
        found.append(NO_QUESTION)
    takes_ideas = any(Act.SUBMIT_IDEA in window.allows for window in timeline.windows)
    if campaign.ideas_checked_first and takes_ideas and not has_moderator(campaign):
        found.append(NO_MODERATOR)
    return found


def _advice(campaign: Campaign, now: datetime) -> list[Reason]:
    timeline = campaign.timeline
    found = []
    if not campaign.organiser:
        found.append(NO_ORGANISER)
    takes_ideas = any(window.kind == PhaseKind.IDEAS for window in timeline.windows)
    if takes_ideas and not db.session.scalar(select(exists().where(Track.campaign_id == campaign.id))):
        found.append(NO_TRACKS)
    if not any(window.kind == PhaseKind.RESULTS for window in timeline.windows):
        found.append(NO_RESULTS)
    if any(PHASED & window.allows for window in timeline.open_at(now)):
        found.append(BEGUN)
    return found


def has_moderator(campaign: Campaign) -> bool:
    """Whether anybody may moderate in the campaign: by a role there, or on the whole platform."""
    here = or_(
        RoleGrant.campaign_id == campaign.id, and_(RoleGrant.campaign_id.is_(None), RoleGrant.office_id.is_(None))
    )
    live = and_(RoleGrant.role == Role.MODERATOR, RoleGrant.ended_at.is_(None), here)
    return bool(db.session.scalar(select(exists().where(live))))
