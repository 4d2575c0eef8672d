"""What is sent about a webhook."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.forms import NOT_OFFERED, Form, Line, Required, options
from app.webhooks.addresses import LONGEST
from app.webhooks.domain.webhooks import Wanted
from app.webhooks.kinds import LABELS, Event

# What is said of a word that is not in the list; the stubs of WTForms do not know these yet.
WORDS: dict[str, Any] = {"invalid_choice_message": NOT_OFFERED, "invalid_value_message": NOT_OFFERED}


class Events(SelectMultipleField):
    """Some of the events, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WebhookForm(Form):
    """An address of another program, and what it is told."""

    name = Line(_l("Which program it is"), [Required()], most=80)
    url = Line(_l("Its address"), [Required()], most=LONGEST)
    events = Events(
        _l("What it is told"),
        [Required(_l("Choose at least one thing."))],
        choices=options([(event.value, LABELS[event]) for event in Event]),
        **WORDS,
    )

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.name.data, self.url.data, [Event(word) for word in self.events.data or ()])
