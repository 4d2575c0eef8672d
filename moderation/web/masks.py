"""A text is published without the personal data in it: what is masked is chosen, looked at, sent."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, Refusal
from app.foundation.forms import Area, Optional, Several
from app.foundation.unit_of_work import begin_writing
from moderation import deciders
from moderation.domain import decisions, masks
from moderation.domain.decisions import NOT_POSSIBLE, Ruling
from moderation.findings import Kept, stretches
from moderation.masking import LONGEST_WORDS, MOST_WORDS, Mask, Span, Wanted, mark_in
from moderation.models import Decision
from moderation.published import find_in
from moderation.queries import cases, queue
from moderation.queries.cases import CaseRead
from moderation.rules import rule_name
from moderation.texts import Text
from moderation.web.addresses import filters_of_address, query_of
from moderation.web.forms import WORDS_MOST, SeenForm
from moderation.web.statements import language_of, preview_of
from moderation.words import OUTCOMES

GROUND = "personal-data"


class MaskForm(SeenForm):
    """Which words are masked, and what the author reads about it."""

    spans = Several(_l("What the checks found"))
    words = Area(_l("Other words to mask"), [Optional()], most=MOST_WORDS * (LONGEST_WORDS + 1))
    facts = Area(_l("What the author reads"), [Optional()], most=WORDS_MOST)

    def offer(self, text: Text) -> "MaskForm":
        """Offers what the checks take for personal data; the same words are offered once, for they are masked wherever they stand."""
        parts = {part.name: part.text for part in text.parts}
        same: dict[str, list[Kept]] = {}
        for one in personal_in(text):
            same.setdefault(" ".join(parts[one.part][one.start : one.end].split()), []).append(one)
        self._found = list(same.values())
        self.spans.offer(
            [(place, f"{words} — {rule_name(found[0].code)}") for place, (words, found) in enumerate(same.items(), 1)]
        )
        return self

    def tick_all(self) -> "MaskForm":
        """What was found is chosen, unless the moderator takes it out."""
        self.spans.data = list(range(1, len(self._found) + 1))
        return self

    @property
    def wanted(self) -> Wanted:
        """What is to be masked, once the form is valid."""
        chosen = [one for place in self.spans.data or () for one in self._found[place - 1]]
        typed = tuple(dict.fromkeys(" ".join(line.split()) for line in (self.words.data or "").splitlines()))
        return Wanted(tuple(Span(one.part, one.start, one.end) for one in chosen), tuple(one for one in typed if one))


def personal_in(text: Text) -> list[Kept]:
    """What the checks take for personal data in a text, whatever the owner has set of them."""
    return [one for one in find_in(text.parts) if one.is_personal]


def show_mask(case_id: int) -> ResponseReturnValue:
    """The text with what is to be masked, chosen beforehand."""
    require_person()
    return _page(case_id)


def mask_case(case_id: int) -> ResponseReturnValue:
    """Shows how the text and its reasons will read; once they stand there, publishes it so."""
    read = cases.case_or_missing(current_actor(), case_id)
    form = MaskForm().offer(read.text)
    is_sent = bool(form.facts.data) and request.form.get("then") != "preview"
    language = language_of(read.author_language, read.contribution.language)
    if not form.validate():
        return _page(case_id, form), 422
    form.facts.data = form.facts.data or masked_words(read, language)
    ruling = Ruling(Decision.MASK, GROUND, form.facts.data, language, wanted=form.wanted)
    if is_sent:
        return _decide(case_id, ruling, form)
    try:
        if (read.case.version, read.contribution.version) != (form.seen.case, form.seen.text):
            raise Conflict(decisions.CHANGED)
        mask = masks.plan(read.contribution, form.wanted, form.facts.data)
    except (Conflict, Invalid) as refusal:
        return _page(case_id, form, refusal=refusal), refusal.status
    return _page(case_id, form, preview=_preview(ruling, read, mask))


def masked_words(read: CaseRead, language: str) -> str:
    """What the author reads unless the moderator writes it better."""
    with force_locale(language):
        return str(
            _(
                "There were personal data in your text: a phone, an address or the number of a document. Everyone would have "
                "been able to read and use them, so %(mark)s stands in their place. The rest is as you wrote it.",
                mark=mark_in(read.contribution.language),
            )
        )


def _decide(case_id: int, ruling: Ruling, form: MaskForm) -> ResponseReturnValue:
    actor, now, filters = current_actor(), clock.now(), filters_of_address()
    begin_writing()
    try:
        decisions.decide(actor, case_id, ruling, form.seen, now)
    except (Conflict, Invalid) as refusal:
        return _page(case_id, form, refusal=refusal), refusal.status
    following = queue.next_for(actor, filters, now)
    address = query_of(filters)
    if following is None:
        return redirect(url_for("moderation.show_queue", **address), 303)
    return redirect(url_for("moderation.show_case", case_id=following, **address), 303)


def _page(case_id: int, form: MaskForm | None = None, *, preview: Any = None, refusal: Refusal | None = None) -> str:
    actor = current_actor()
    read = cases.case_or_missing(actor, case_id)
    not_allowed = deciders.refusal(actor, read.case, read.contribution)
    found = personal_in(read.text)
    return render_template(
        "moderation/mask.html",
        read=read,
        form=form or MaskForm(formdata=None).offer(read.text).tick_all(),
        preview=preview,
        refusal=refusal,
        not_allowed=not_allowed or (None if Decision.MASK in read.possible else NOT_POSSIBLE),
        pieces=lambda part: stretches(part.text, [one for one in found if one.part == part.name]),
        mark=mark_in(read.contribution.language),
        query=query_of(filters_of_address()),
        most=MOST_WORDS,
    )


def _preview(ruling: Ruling, read: CaseRead, mask: Mask) -> dict[str, Any]:
    with force_locale(ruling.language):
        statement = preview_of(ruling, read.case, read.contribution, read.campaign, clock.now())
        shown = render_template("moderation/preview.html", statement=statement, outcome=OUTCOMES[statement.decision])
    parts = [(part.label, mask(part.name, part.text)) for part in read.text.parts]
    return {"language": ruling.language, "shown": shown, "parts": parts}
