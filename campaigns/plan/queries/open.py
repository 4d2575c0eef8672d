"""The SQL twins of what phases.py says in Python. A test compares each pair over many timelines."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, exists, not_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.plan.phases import ALLOWS, LASTING, PHASED, QUIET, Act, PhaseKind, Stage

BUSY = sorted(kind for kind in PhaseKind if kind not in QUIET)


def open_campaigns(act: Act, now: datetime) -> ColumnElement[bool]:
    """Campaigns whose timeline allows the act now: the twin of `permissions.phase_refusal(...) is None`."""
    if act not in PHASED:
        return true()
    kinds = sorted(kind for kind, allowed in ALLOWS.items() if act in allowed)
    allowed = and_(
        or_(PlannedWindow.kind.in_(kinds), _names(PlannedWindow.added, act)), not_(_names(PlannedWindow.removed, act))
    )
    if act in LASTING:
        begun = _window(PlannedWindow.opens_at <= now, allowed)
        return and_(Campaign.launched_at <= now, or_(begun, not_(_window(allowed))))
    is_open = and_(PlannedWindow.opens_at <= now, PlannedWindow.closes_at > now)
    return and_(Campaign.launched_at <= now, _window(is_open, allowed))


def at_stage(stage: Stage, now: datetime) -> ColumnElement[bool]:
    """Campaigns at the stage: the twin of `Timeline.stage_at`."""
    busy = PlannedWindow.kind.in_(BUSY)
    goes_on = _window(busy, PlannedWindow.closes_at > now)
    has_begun = _window(busy, PlannedWindow.opens_at <= now)
    return {
        Stage.FINISHED: not_(goes_on),
        Stage.RUNNING: and_(goes_on, has_begun),
        Stage.COMING: and_(goes_on, not_(has_begun)),
    }[stage]


def _window(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(PlannedWindow.campaign_id == Campaign.id, *conditions)


def _names(column: InstrumentedAttribute[list[Any]], act: Act) -> ColumnElement[bool]:
    # A list of words as JSON text: a whole word stands between quotes on both databases.
    return cast(column, Text).contains(f'"{act.value}"')
