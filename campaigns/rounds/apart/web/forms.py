"""What is filled in about a vote set apart."""

from flask_babel import lazy_gettext as _l

from app.foundation.forms import Area, Form, Radio, Required
from campaigns.contributions.web.warnings import NobodysData
from campaigns.rounds.apart.models import LookOutcome
from campaigns.rounds.apart.words import OUTCOMES

WORDS_MOST, REASON_MOST = 2000, 1000


class AskForm(Form):
    """What a voter writes to whoever looks."""

    words = Area(_l("What should we know?"), [Required()], most=WORDS_MOST)


class DecisionForm(Form):
    """How the vote is counted, and why."""

    outcome = Radio(_l("How it is counted"), [(one.value, label) for one, label in OUTCOMES.items()], [Required()])
    reason = Area(_l("Why"), [Required(), NobodysData()], most=REASON_MOST)

    @property
    def decided(self) -> LookOutcome:
        """The decision, once the form is valid."""
        return LookOutcome(self.outcome.data)
