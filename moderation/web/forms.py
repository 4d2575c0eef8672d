"""What moderators fill in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.foundation.forms import Area, Choice, Form, Optional, Radio, Required, Whole
from app.offices.models import Competence
from campaigns.contributions.models import Kind
from moderation.domain.decisions import Ruling, Seen
from moderation.domain.reports import LONGEST, grounds
from moderation.models import Decision
from moderation.queries.cases import CaseRead
from moderation.reasons import Ground, grounds_for
from moderation.words import CHOICES, TERMS

WORDS_MOST = 4_000


class ReportForm(Form):
    """What somebody says of a public text that breaks a rule."""

    rule = Radio(_l("What is wrong with it"))
    words = Area(_l("In your words"), [Optional()], most=LONGEST)

    def offer(self, kind: Kind) -> "ReportForm":
        """Offers the rules that a text of this kind may break."""
        self.rule.choices = [(one.code, one.label) for one in grounds(kind)]
        return self


class SeenForm(Form):
    """The versions of the case and of its text that the page showed."""

    version = Whole()
    text_version = Whole()

    @property
    def seen(self) -> Seen:
        """What the moderator had before their eyes; versions that make no sense match nothing."""
        return Seen(self.version.data or 0, self.text_version.data or 0)


class RulingForm(Form):
    """A decision that restricts texts, its reason, and the words the author will read."""

    decision = Radio(_l("Or restrict it"))
    ground = Choice(_l("Reason"), validators=[Required()])
    term = Choice(_l("For how long"), choices=[(str(days or ""), label) for days, label in TERMS.items()], default="")
    competence = Choice(_l("Who is competent"), ids=True)
    facts = Area(_l("What the author reads"), [Optional()], most=WORDS_MOST)

    def validate_competence(self, field: Field) -> None:
        """Whoever is sent elsewhere has to know where."""
        if self.decision.data == Decision.REFER and field.data is None:
            raise ValidationError(_("Choose who is competent: the author has to know where to turn."))

    def _offer(self, decisions: Sequence[tuple[Decision, Any]], grounds: Sequence[Ground]) -> None:
        self.decision.choices = [(str(decision), label) for decision, label in decisions]
        self.ground.choices = [("", _("Choose a reason")), *((one.code, one.label) for one in grounds)]

    def _offer_book(self, book: Sequence[Competence]) -> None:
        named = [(one.id, f"{one.name} — {one.covers}" if one.covers else one.name) for one in book]
        self.competence.choices = [("", _("Choose from the address book")), *named]

    @property
    def chosen(self) -> Decision:
        """The decision, once the form is valid."""
        return Decision(self.decision.data)

    def ruling(self, facts: str, language: str, now: datetime) -> Ruling:
        """What is decided, once the form is valid. A term or an office that does not go with the decision is passed over."""
        days = int(self.term.data) if self.term.data and self.chosen == Decision.HIDE else 0
        return Ruling(
            self.chosen,
            self.ground.data,
            facts,
            language,
            until=now + timedelta(days=days) if days else None,
            competence_id=self.competence.data if self.chosen == Decision.REFER else None,
        )


class RestrictForm(SeenForm, RulingForm):
    """A restriction of one text."""

    def offer(self, read: CaseRead, book: Sequence[Competence]) -> "RestrictForm":
        """Offers what may be decided about this text; nobody is sent elsewhere where the address book is empty."""
        possible = read.possible if book else read.possible - {Decision.REFER}
        decisions = [decision for decision in CHOICES if decision in possible]
        self._offer([(one, CHOICES[one]) for one in decisions], grounds_for(read.contribution.kind, possible))
        self._offer_book(book)
        if self.decision.data is None and len(decisions) == 1:
            self.decision.data = str(decisions[0])
        return self


class ManyForm(RulingForm):
    """One decision about several texts."""

    decision = Radio(_l("What to decide"))
    ground = Choice(_l("Reason"), default="")

    def validate_ground(self, field: Field) -> None:
        """A restriction has its reason."""
        if self.decision.data != Decision.PUBLISH and not field.data:
            raise ValidationError(_("Fill this in."))

    def offer(self, kinds: Sequence[Kind], book: Sequence[Competence]) -> "ManyForm":
        """Offers every decision that is made by hand, and the reasons that fit one of the kinds of text."""
        restrictions = [one for one in CHOICES if book or one != Decision.REFER]
        grounds = {one.code: one for kind in kinds for one in grounds_for(kind, frozenset(restrictions))}
        self._offer(
            [(Decision.PUBLISH, _("Publish")), *((one, CHOICES[one]) for one in restrictions)], list(grounds.values())
        )
        self._offer_book(book)
        return self
