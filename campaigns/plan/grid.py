"""Role x phase x act, drawn from the tables by asking `permissions.refusal`: what an owner looks at before the launch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.accounts.roles import SCOPES, Actor, Grant, Role, Scope
from campaigns.plan import permissions, words
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.plan.phases import ALLOWS, PHASED, Act, PhaseKind, Window

SOMEBODY, AN_AUTHOR = 1, 2
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
LATER = BEFORE_ALL.replace(year=1971)


@dataclass(frozen=True)
class Row:
    """An act, and for each window the words of those who may do it then."""

    act: Act
    label: Any
    cells: Sequence[Sequence[Any]]

    @property
    def phased(self) -> bool:
        """Whether a phase governs the act; the others may be done, or not, whatever is open."""
        return self.act in PHASED


def rows_of(campaign: Campaign) -> list[Row]:
    """A row an act; cells in the order of the campaign's windows."""
    alone = [(window, _with_only(campaign, window)) for window in campaign.timeline.windows]
    return [Row(act, words.ACTS[act], [who_may(act, only, window.opens_at) for window, only in alone]) for act in Act]


@dataclass(frozen=True)
class Switch:
    """An act that a phase governs, and the words of those who may do it where it is switched on."""

    act: Act
    label: Any
    who: Sequence[Any]


def switches(campaign: Campaign) -> list[Switch]:
    """The switches of a window, in the order of the acts: the same for each window of the campaign."""
    window = Window(PhaseKind.ANNOUNCEMENT, BEFORE_ALL, LATER, added=PHASED)
    all_on = _with_only(campaign, window)
    return [Switch(act, words.ACTS[act], who_may(act, all_on, BEFORE_ALL)) for act in Act if act in PHASED]


def at(campaign: Campaign, now: datetime) -> list[Switch]:
    """The acts that a phase governs and that somebody may do at this moment, launched or not, with who may."""
    windows = campaign.timeline.windows
    as_launched = Campaign(id=campaign.id, launched_at=BEFORE_ALL, windows=[PlannedWindow.of(w) for w in windows])
    planned = frozenset[Act]().union(*(window.allows for window in windows)) & PHASED
    found = [Switch(act, words.ACTS[act], who_may(act, as_launched, now)) for act in Act if act in planned]
    return [switch for switch in found if switch.who]


def is_usual(act: Act, window: Window) -> bool:
    """Whether windows of this kind allow the act without a switch."""
    return act in ALLOWS[window.kind]


def who_may(act: Act, campaign: Campaign, now: datetime) -> list[Any]:
    """The words of the roles that may do the act in the campaign at this moment, and of the author of the thing."""
    roles = [role for role in Role if permissions.refusal(_with_role(role, campaign.id), act, campaign, now) is None]
    if Role.GUEST in roles:
        return [words.ROLES[Role.GUEST]]
    if Role.RESIDENT in roles:
        return [words.ROLES[Role.RESIDENT]]
    author = permissions.refusal(Actor(AN_AUTHOR), act, campaign, now, author_id=AN_AUTHOR) is None
    return [*([words.AUTHOR] if author else []), *(words.ROLES[role] for role in roles)]


def _with_role(role: Role, campaign_id: int) -> Actor:
    if role is Role.GUEST:
        return Actor()
    if role is Role.RESIDENT:
        return Actor(SOMEBODY)
    place = campaign_id if Scope.CAMPAIGN in SCOPES[role] else None
    return Actor(SOMEBODY, grants=frozenset({Grant(role, place)}))


def _with_only(campaign: Campaign, window: Window) -> Campaign:
    # A campaign of one window, launched long ago, that never enters a session.
    return Campaign(id=campaign.id, launched_at=BEFORE_ALL, windows=[PlannedWindow.of(window)])
