"""The form of a timeline: for each window a first and a last day, a time only where a day is not enough."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.forms import Area, Choice, Day, Form, Optional, Required, Tick
from campaigns.plan import days, words
from campaigns.plan.models import Campaign
from campaigns.plan.phases import ALLOWS, PHASED, Act, Fault, PhaseKind, Window
from campaigns.plan.web.together import Forms

SWITCHES = [act for act in Act if act in PHASED]


class DayTime(TimeField):
    """A time of day, by whole minutes."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, [Optional()], **kwargs)
        self.invalid_value_message = _l("Write a time like 18:00.")


class Several(SelectMultipleField):
    """Boxes to tick, any number of them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WindowForm(Form):
    """One window. Of a running one there are only the end and the switches, of a new one the kind too.

    `switches` says that the boxes were there: a form without them leaves the switches as they are.
    """

    kind = Choice(_l("Stage"), [("", _l("not chosen")), *words.PHASES.items()], [Optional()])
    first_day = Day(_l("First day"), [Required()])
    opens_time = DayTime(_l("Opens at"))
    last_day = Day(_l("Last day"), [Required()])
    closes_time = DayTime(_l("Closes at"))
    acts = Several(_l("What may be done"), choices=[SelectChoice(act.value, words.ACTS[act]) for act in SWITCHES])
    switches = HiddenField(default="shown")
    remove = Tick(_l("Take this stage away"))

    def validate(self, extra_validators: Any = None) -> bool:
        if self.is_blank or ("remove" in self and self.remove.data):
            return True
        fine: bool = super().validate(extra_validators)
        first = self.first_day.data if "first_day" in self else None
        if first and self.last_day.data and self.last_day.data < first:
            self.last_day.errors = [*self.last_day.errors, str(words.FAULTS[Fault.BACKWARDS])]
            return False
        return fine

    @property
    def is_blank(self) -> bool:
        """Whether this is the row for a new window, left empty."""
        return "kind" in self and not self.kind.data


class DatesForm(Forms):
    """All windows of a campaign, a row for one more, and for a launched campaign the reason of the change."""

    class Reason(Form):
        reason = Area(
            _l("Why the dates change"), [Required(_l("Say why the dates change: everyone will read it."))], most=1000
        )

    def __init__(self, campaign: Campaign, now: datetime) -> None:
        self._zone, self.now, self.launched = campaign.time_zone, now, campaign.launched_at is not None
        self.rows = [(window, self._form(window)) for window in campaign.timeline.windows]
        self.new = WindowForm(prefix="new-")
        del self.new.acts, self.new.switches, self.new.remove
        self.about = self.Reason() if self.launched else None

    def _form(self, window: Window) -> WindowForm | None:
        if self.launched and window.closes_at <= self.now:
            return None
        form = WindowForm(prefix=f"window-{window.id}-", data=self._as_shown(window))
        del form.kind
        if self.launched and window.opens_at <= self.now:
            del form.first_day, form.opens_time, form.remove
        return form

    def _as_shown(self, window: Window) -> dict[str, Any]:
        return {
            "first_day": days.first_day(window.opens_at, self._zone),
            "opens_time": days.opening_time(window.opens_at, self._zone),
            "last_day": days.last_day(window.closes_at, self._zone),
            "closes_time": days.closing_time(window.closes_at, self._zone),
            "acts": [act.value for act in SWITCHES if act in window.allows],
        }

    @property
    def forms(self) -> list[Form]:
        """The forms that are shown, from the top."""
        shown: list[Form] = [form for _window, form in self.rows if form is not None]
        return [*shown, self.new, *([self.about] if self.about else [])]

    def windows(self) -> list[Window]:
        """The timeline that was asked for; windows keep their ids."""
        wanted = [self._read(form, window) if form else window for window, form in self.rows]
        return [window for window in [*wanted, self._added()] if window is not None]

    def _read(self, form: WindowForm, window: Window) -> Window | None:
        if "remove" in form and form.remove.data:
            return None
        opens_at = self._opening(form) if "first_day" in form else window.opens_at
        added, removed = window.added, window.removed
        if form.switches.raw_data or form.acts.data:
            ticked = frozenset(Act(word) for word in form.acts.data or [])
            added, removed = ticked - ALLOWS[window.kind], ALLOWS[window.kind] - ticked
        return Window(window.kind, opens_at, self._closing(form), added, removed, window.id)

    def _added(self) -> Window | None:
        if self.new.is_blank:
            return None
        return Window(PhaseKind(self.new.kind.data), self._opening(self.new), self._closing(self.new))

    def _opening(self, form: WindowForm) -> datetime:
        first_day: date = form.first_day.data  # type: ignore[assignment]
        return days.start_of(first_day, self._zone, form.opens_time.data or days.MIDNIGHT)

    def _closing(self, form: WindowForm) -> datetime:
        last_day: date = form.last_day.data  # type: ignore[assignment]
        return days.end_of(last_day, self._zone, form.closes_time.data)
