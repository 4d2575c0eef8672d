"""Several texts from the queue decided together: chosen, looked at with what will happen to each, decided, undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Reason, Refusal
from app.foundation.paging import LARGEST
from app.offices import competences
from campaigns.contributions.words import KINDS
from moderation import permissions
from moderation.domain import bulk, decisions
from moderation.domain.bulk import MOST, Picked
from moderation.domain.decisions import Ruling, Seen
from moderation.models import Decision
from moderation.queries.chosen import Chosen, chosen
from moderation.web.forms import ManyForm
from moderation.web.statements import language_of, prepared
from moderation.web.undoing import strip
from moderation.words import BECOMES_WORDS, LEFT, LEFT_OTHERWISE


@dataclass(frozen=True)
class Line:
    """A chosen text, what would be decided about it, and why it would be left as it is, None where it would not."""

    chosen: Chosen
    seen: Seen
    ruling: Ruling | None = None
    left: Reason | None = None

    @property
    def word(self) -> str:
        """The case with the versions that were seen, as a form carries it."""
        return f"{self.chosen.case.id}.{self.seen.case}.{self.seen.text}"


def show_many() -> str:
    """The chosen texts, and what could be decided about all of them."""
    actor = _moderator()
    lines = [
        Line(one, Seen(one.case.version, one.contribution.version))
        for one in chosen(actor, _ids(request.args.getlist("case")))
    ]
    return _page(lines, _form(lines))


def decide_many() -> ResponseReturnValue:
    """Shows what would happen to each; once that was seen, decides each in a step of its own."""
    actor, now = _moderator(), clock.now()
    seen = dict(_picked())
    lines = [Line(one, seen[one.case.id]) for one in chosen(actor, list(seen))]
    form = _form(lines)
    if not lines or not form.validate():
        return _page(lines, form), 422
    lines = [_foreseen(actor, line, form, now) for line in lines]
    possible = [line for line in lines if line.left is None]
    if request.form.get("then") != "send" or not possible:
        return _page(lines, form, is_preview=True)
    picked = [Picked(line.chosen.case.id, line.seen, line.ruling) for line in possible if line.ruling]
    left = {line.chosen.case.id: line.left for line in lines if line.left}
    left |= {one.case_id: one.left for one in bulk.decide_all(actor, picked, now) if one.left}
    done = [one.case_id for one in picked if one.case_id not in left]
    words = [f"{id}.{reason.code}" for id, reason in left.items()]
    return redirect(url_for("moderation.show_done", done=done, left=words), 303)


def show_done() -> str:
    """What was done and what was not."""
    actor = _moderator()
    left = dict(_left())
    lines = chosen(actor, [*_ids(request.args.getlist("done")), *left])
    return render_template(
        "moderation/done.html",
        lines=[(one, left.get(one.case.id)) for one in lines],
        done_count=sum(one.case.id not in left for one in lines),
        kinds=KINDS,
        query={},
        **strip(),
    )


def undo_many() -> ResponseReturnValue:
    """Takes back what was decided within the last minute, each in a step of its own."""
    actor = _moderator()
    ids = [one.case.id for one in chosen(actor, _ids(request.form.getlist("case")))]
    left = [one for one in bulk.undo_all(actor, ids, clock.now()) if one.left]
    back = len(ids) - len(left)
    flash(ngettext("Taken back: %(num)s decision.", "Taken back: %(num)s decisions.", back))
    if left:
        stays = ngettext("%(num)s stays as it is: %(why)s", "%(num)s stay as they are: %(why)s", len(left), why="{}")
        flash(stays.format(left[0].left))
    return redirect(url_for("moderation.show_queue"), 303)


def _moderator() -> Actor:
    require_person()
    actor = current_actor()
    permissions.require_some_queue(actor)
    return actor


def _ids(words: Sequence[str]) -> list[int]:
    """The ids of cases an address or a form names, as many as are decided at once; what makes no sense is passed over."""
    numbers = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]
    return [one for one in dict.fromkeys(numbers) if 0 < one <= LARGEST][:MOST]


def _picked() -> list[tuple[int, Seen]]:
    """The cases a form names, each with the versions that were seen."""
    found = []
    for word in request.form.getlist("pick")[:MOST]:
        parts = word.split(".")
        if len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
            found.append((int(parts[0]), Seen(int(parts[1]), int(parts[2]))))
    return found


def _left() -> list[tuple[int, Any]]:
    """The cases that were left, each with the sentence that says why."""
    pairs = [word.partition(".")[::2] for word in request.args.getlist("left")[:MOST]]
    return [
        (int(id), LEFT.get(code, LEFT_OTHERWISE))
        for id, code in pairs
        if id.isascii() and id.isdigit() and len(id) < 10
    ]


def _form(lines: Sequence[Line]) -> ManyForm:
    return ManyForm().offer(sorted({line.chosen.contribution.kind for line in lines}), competences.in_force())


def _foreseen(actor: Actor, line: Line, form: ManyForm, now: datetime) -> Line:
    """What would be decided about a text, and whether it could be."""
    one = line.chosen
    ruling = _ruling(one, form, now)
    try:
        decisions.require_all(actor, one.case, one.contribution, ruling, line.seen, now)
    except Refusal as refusal:
        return Line(one, line.seen, ruling, refusal.reason)
    return Line(one, line.seen, ruling)


def _ruling(one: Chosen, form: ManyForm, now: datetime) -> Ruling:
    """The decision about one text: in the moderator's words, or those prepared for it in the language of its author."""
    if form.chosen == Decision.PUBLISH:
        return Ruling(Decision.PUBLISH)
    language = language_of(one.author_language, one.contribution.language)
    facts = form.facts.data or prepared(form.ground.data, one.contribution.kind, language)
    return form.ruling(facts, language, now)


def _page(lines: Sequence[Line], form: ManyForm, *, is_preview: bool = False) -> str:
    return render_template(
        "moderation/many.html",
        lines=lines,
        form=form,
        is_preview=is_preview,
        done_count=sum(line.left is None for line in lines),
        kinds=KINDS,
        becomes=BECOMES_WORDS,
        most=MOST,
    )
