"""What stands in the way of a launch, and what is worth a second look: a small linter of plans, each line with its mend."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select

from app.accounts.roles import Role
from app.foundation.db import db
from app.foundation.errors import Reason
from campaigns.plan import days, linting, sayings, words
from campaigns.plan.linting import Odd, Oddity
from campaigns.plan.models import Audience, Campaign, CampaignText, Invitation, Member, Rules, Track
from campaigns.plan.phases import PHASED, QUIET, Act, PhaseKind, faults
from campaigns.plan.queries import rules, texts
from campaigns.plan.queries.teams import REVIEWERS, Team, team_of
from campaigns.plan.slots import LAUNCH_FINDINGS, Finding

DATES, OUTLINE, TRACKS = "plan.edit_dates", "plan.edit_outline", "plan.edit_tracks"
TEXTS, RULES, MEMBERS, ROLES = (
    "plan.edit_texts",
    "plan.edit_rules",
    "plan.show_members",
    "administration.list_invitations",
)
REVIEWER = "plan.edit_reviewer"


@dataclass(frozen=True)
class Plan:
    """A campaign with what is read once for all questions about it."""

    campaign: Campaign
    now: datetime
    team: Team

    def allows(self, act: Act) -> bool:
        return linting.allows(self.campaign.timeline, act)

    @property
    def checked_first(self) -> bool:
        """Whether anything waits for a moderator before it is published."""
        campaign = self.campaign
        ideas = campaign.ideas_checked_first and self.allows(Act.SUBMIT_IDEA)
        return ideas or (campaign.comments_checked_first and self.allows(Act.COMMENT))

    @property
    def lacks_second_look(self) -> bool:
        """Whether people bring texts, and nobody but the first who decides about them could look again."""
        brings = self.allows(Act.SUBMIT_IDEA) or self.allows(Act.COMMENT)
        return brings and len(self.team.people(REVIEWERS)) < 2 and self.campaign.reviewer_id is None


def findings(campaign: Campaign, now: datetime) -> list[Finding]:
    """All that the linter has to say, what blocks first."""
    plan = Plan(campaign, now, team_of(campaign))
    own = [Finding(reason, True, mend) for reason, mend in _blocking(plan)]
    advice = [Finding(reason, False, mend) for reason, mend in _advice(plan)]
    return sorted([*own, *advice, *_of_rooms(campaign)], key=lambda finding: not finding.blocks)


def obstacles(campaign: Campaign, now: datetime) -> list[Finding]:
    """What must be mended before the launch."""
    plan = Plan(campaign, now, team_of(campaign))
    own = [Finding(reason, True, mend) for reason, mend in _blocking(plan)]
    return [*own, *(finding for finding in _of_rooms(campaign) if finding.blocks)]


def _of_rooms(campaign: Campaign) -> list[Finding]:
    """What the rooms above say."""
    return [finding for given in LAUNCH_FINDINGS.fill(campaign) for finding in given]


Found = Iterator[tuple[Reason, str]]


def _blocking(plan: Plan) -> Found:
    campaign, windows = plan.campaign, plan.campaign.timeline.windows
    for fault, _windows in faults(campaign.timeline, voting_over_ideas=campaign.voting_over_ideas):
        yield Reason(f"timeline.{fault.value.replace(' ', '-')}", words.FAULTS[fault]), DATES
    if windows and all(window.kind in QUIET for window in windows):
        yield sayings.NOTHING_TO_DO, DATES
    elif windows and all(window.closes_at <= plan.now for window in windows):
        yield sayings.ALL_PAST, DATES
    if not campaign.question:
        yield sayings.NO_QUESTION, OUTLINE
    if plan.checked_first and not plan.team.has(Role.MODERATOR):
        yield sayings.NO_MODERATOR, ROLES
    if plan.lacks_second_look:
        yield sayings.ONE_REVIEWER, REVIEWER
    if campaign.audience == Audience.INVITED and not _anybody_invited(campaign):
        yield sayings.NOBODY_INVITED, MEMBERS


def _anybody_invited(campaign: Campaign) -> bool:
    if campaign.domains or campaign.invite_secret:
        return True
    members = exists().where(Member.campaign_id == campaign.id, Member.ended_at.is_(None))
    listed = exists().where(Invitation.campaign_id == campaign.id)
    return bool(db.session.scalar(select(or_(members, listed))))


def _advice(plan: Plan) -> Found:
    for odd in linting.oddities(plan.campaign.timeline, plan.now):
        yield ODDITIES[odd.oddity](plan.campaign, odd), DATES
    if any(PHASED & window.allows for window in plan.campaign.timeline.open_at(plan.now)):
        yield sayings.BEGUN, DATES
    yield from _about_people(plan)
    yield from _about_texts(plan.campaign)


def _about_people(plan: Plan) -> Found:
    campaign, team = plan.campaign, plan.team
    if (campaign.expert_picks or linting.has(campaign.timeline, PhaseKind.SCREENING)) and not team.has(Role.EXPERT):
        yield sayings.NO_EXPERT, ROLES
    if plan.allows(Act.OPEN_TOPIC) and not team.has(Role.FACILITATOR):
        yield sayings.NO_FACILITATOR, ROLES


def _about_texts(campaign: Campaign) -> Found:
    if not campaign.organiser:
        yield sayings.NO_ORGANISER, OUTLINE
    takes_ideas = linting.has(campaign.timeline, PhaseKind.IDEAS)
    if takes_ideas and not db.session.scalar(select(exists().where(Track.campaign_id == campaign.id))):
        yield sayings.NO_TRACKS, TRACKS
    written = rules.latest(rules.versions_of(campaign.id))
    if not any(row.body for row in written.values()):
        yield sayings.NO_RULES, RULES
    given = {row.language: row for row in texts.rows_of(campaign.id)}
    for language in sorted({*given, *written} - {campaign.language}):
        missing = _missing_in(campaign, given.get(language))
        if missing:
            values = {"language": words.language_name(language), "texts": ", ".join(map(str, missing))}
            yield Reason("launch.language", sayings.LANGUAGE_SHORT, values), TEXTS
        elif campaign.language in written and not _has_body(written.get(language)):
            yield (
                Reason("launch.rules-language", sayings.RULES_SHORT, {"language": words.language_name(language)}),
                RULES,
            )


def _missing_in(campaign: Campaign, row: CampaignText | None) -> list[Any]:
    return [
        label
        for name, label in sayings.TEXTS.items()
        if getattr(campaign, name) and not (row is not None and getattr(row, name))
    ]


def _has_body(row: Rules | None) -> bool:
    return row is not None and bool(row.body)


def _dated(code: str, sentence: Any) -> Callable[[Campaign, Odd], Reason]:
    """The sentence with the days from which until which it lasts, both included, and the stages it is about."""

    def said(campaign: Campaign, odd: Odd) -> Reason:
        values = {
            "stage": words.PHASES[odd.windows[0].kind] if odd.windows else "",
            "other": words.PHASES[odd.windows[-1].kind] if odd.windows else "",
            "first": words.day_words(days.first_day(odd.opens_at, campaign.time_zone)) if odd.opens_at else "",
            "last": words.day_words(days.last_day(odd.closes_at, campaign.time_zone)) if odd.closes_at else "",
        }
        return Reason(code, sentence, values)

    return said


def _gap(campaign: Campaign, odd: Odd) -> Reason:
    reason = _dated("launch.gap", sayings.GAP)(campaign, odd)
    if reason.values["first"] == reason.values["last"]:
        return Reason("launch.gap", sayings.GAP_OF_A_DAY, reason.values)
    return reason


ODDITIES: Mapping[Oddity, Callable[[Campaign, Odd], Reason]] = {
    Oddity.GAP: _gap,
    Oddity.OVERLAP: _dated("launch.overlap", sayings.OVERLAP),
    Oddity.PAST: _dated("launch.past", sayings.PAST),
    Oddity.SHORT_IDEAS: _dated("launch.short-ideas", sayings.SHORT_IDEAS),
    Oddity.NO_DECISION: lambda _campaign, _odd: sayings.NO_DECISION,
    Oddity.VOTE_WITHOUT_SELECTION: lambda _campaign, _odd: sayings.VOTE_WITHOUT_SELECTION,
    Oddity.NO_RESULTS: lambda _campaign, _odd: sayings.NO_RESULTS,
}
