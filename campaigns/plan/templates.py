"""What a campaign can be planned from: windows with their usual places and lengths, so that owners need no switches."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.plan import days
from campaigns.plan.models import Template
from campaigns.plan.phases import PhaseKind, Timeline, Window


@dataclass(frozen=True)
class Stretch:
    """A window of a template: how many days after the first day it opens, and for how many days."""

    kind: PhaseKind
    after: int
    days: int


DEFAULT = Template.DISCUSSION_AND_IDEAS

# In the order in which they are offered.
TEMPLATES: dict[Template, tuple[Stretch, ...]] = {
    Template.DISCUSSION_AND_IDEAS: (
        Stretch(PhaseKind.ANNOUNCEMENT, 0, 7),
        Stretch(PhaseKind.DISCUSSION, 7, 35),
        Stretch(PhaseKind.IDEAS, 14, 28),
        Stretch(PhaseKind.DECISION, 42, 28),
        Stretch(PhaseKind.RESULTS, 70, 180),
    ),
    Template.SELECTION_AND_VOTE: (
        Stretch(PhaseKind.ANNOUNCEMENT, 0, 7),
        Stretch(PhaseKind.DISCUSSION, 7, 35),
        Stretch(PhaseKind.IDEAS, 14, 28),
        Stretch(PhaseKind.REFINEMENT, 42, 7),
        Stretch(PhaseKind.SCREENING, 49, 14),
        Stretch(PhaseKind.VOTING, 63, 14),
        Stretch(PhaseKind.DECISION, 77, 28),
        Stretch(PhaseKind.RESULTS, 105, 180),
    ),
    Template.DISCUSSION_ONLY: (
        Stretch(PhaseKind.ANNOUNCEMENT, 0, 7),
        Stretch(PhaseKind.DISCUSSION, 7, 28),
        Stretch(PhaseKind.DECISION, 35, 21),
        Stretch(PhaseKind.RESULTS, 56, 180),
    ),
    Template.BUDGET: (
        Stretch(PhaseKind.ANNOUNCEMENT, 0, 14),
        Stretch(PhaseKind.IDEAS, 14, 28),
        Stretch(PhaseKind.REFINEMENT, 42, 14),
        Stretch(PhaseKind.SCREENING, 56, 21),
        Stretch(PhaseKind.VOTING, 77, 14),
        Stretch(PhaseKind.DECISION, 91, 14),
        Stretch(PhaseKind.RESULTS, 105, 365),
    ),
}


def windows_of(template: Template, first_day: date, zone: str) -> tuple[Window, ...]:
    """The windows of the template for a campaign that begins on this day of its calendar."""
    return Timeline.of(
        Window(
            stretch.kind,
            days.start_of(first_day + timedelta(days=stretch.after), zone),
            days.end_of(first_day + timedelta(days=stretch.after + stretch.days - 1), zone),
        )
        for stretch in TEMPLATES[template]
    ).windows
