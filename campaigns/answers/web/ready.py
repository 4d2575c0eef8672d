"""Drafts of a department that lack nothing, signed together: looked at first, then signed one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import ROLE
from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import NotAllowed, Reason, Refusal
from app.foundation.unit_of_work import step
from campaigns.answers import permissions
from campaigns.answers.domain import answering
from campaigns.answers.queries import desk
from campaigns.answers.queries.desk import Terms
from campaigns.answers.queries.drafts import AT_ONCE, Drafted, of_offices
from campaigns.answers.texts import AnswerWords
from campaigns.answers.web import shown
from campaigns.answers.web.forms import TogetherForm
from campaigns.answers.web.shown import Shown

LONGEST_ID = 18


@dataclass(frozen=True)
class Card:
    """A draft as everyone will read it, how it goes on after the signature, and what is still missing."""

    one: Drafted
    answer: Shown
    terms: Terms
    missing: Sequence[str]

    @property
    def word(self) -> str:
        """The answer with the version that is looked at, as a form carries it."""
        return f"{self.one.owed.id}.{self.one.draft.contribution.version}"


def show_ready() -> str:
    """The drafts: those that lack nothing, to be signed; the others with what they lack."""
    return _page(_official(), TogetherForm(formdata=None))


def sign_ready() -> ResponseReturnValue:
    """The drafts that were chosen are signed as they were looked at, each in a step of its own."""
    actor, form, now = _official(), TogetherForm(), clock.now()
    picked = _picked()
    if not form.validate() or not picked:
        return _page(actor, form, chosen=set(picked), chooses_none=not picked), 422
    left = [reason for owed_id, version in picked if (reason := _sign(actor, owed_id, version, now))]
    if len(picked) > len(left):
        number = len(picked) - len(left)
        flash(ngettext("%(num)s answer is signed.", "%(num)s answers are signed.", number))
    for why in dict.fromkeys(str(reason) for reason in left):
        flash(_("Not everything was signed: %(why)s", why=why))
    return redirect(url_for("answers.show_ready"), 303)


def _official() -> Actor:
    actor = require_person()
    if not permissions.offices_of(actor):
        raise NotAllowed(ROLE)
    return actor


def _sign(actor: Actor, owed_id: int, version: int, now: datetime) -> Reason | None:
    try:
        with step():
            answering.sign(actor, owed_id, now, version=version)
    except Refusal as refusal:
        return refusal.reason
    return None


def _picked() -> list[tuple[int, int]]:
    """The answers that a form names, each with the version that was seen."""
    found = []
    for word in request.form.getlist("pick")[:AT_ONCE]:
        parts = word.split(".")
        if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) <= LONGEST_ID for part in parts):
            found.append((int(parts[0]), int(parts[1])))
    return list(dict.fromkeys(found))


def _page(
    actor: Actor, form: TogetherForm, chosen: set[tuple[int, int]] | None = None, *, chooses_none: bool = False
) -> str:
    now = clock.now()
    after = request.args.get("after")
    page = of_offices(sorted(permissions.offices_of(actor)), after)
    terms = {one.owed.campaign_id: desk.terms_of(one.owed.campaign_id) for one in page.rows}
    cards = [_card(one, terms[one.owed.campaign_id], actor, now) for one in page.rows]
    ready = [card for card in cards if not card.missing]
    return render_template(
        "answers/ready.html",
        form=form,
        ready=ready,
        unready=[card for card in cards if card.missing],
        chosen={card.word for card in ready}
        if chosen is None
        else {f"{owed_id}.{version}" for owed_id, version in chosen},
        refused=[_("Choose at least one answer.")] if chooses_none and ready else [],
        here=after if not page.is_first else None,
        first=None if page.is_first else url_for("answers.show_ready"),
        following=url_for("answers.show_ready", after=page.following) if page.following else None,
    )


def _card(one: Drafted, terms: Terms, actor: Actor, now: datetime) -> Card:
    campaign = one.idea.contribution.campaign
    refusal = permissions.refusal(actor, one.owed, one.idea, campaign, now)
    amiss = [reason for _name, reason in answering.faults(AnswerWords.of(one.draft), campaign, now)]
    missing = list(dict.fromkeys(str(reason) for reason in [*([refusal] if refusal else []), *amiss]))
    return Card(one, shown.drafted(one.draft, one.office), terms, missing)
