"""Filling a ballot in, reading it once more, casting it."""

import hashlib

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.errors import Conflict, Invalid, NotAllowed, Refusal, TooMany
from app.foundation.unit_of_work import begin_writing
from campaigns.rounds.ballots import marks, reasons
from campaigns.rounds.ballots.domain import casting
from campaigns.rounds.ballots.domain.casting import Receipt
from campaigns.rounds.ballots.web import marking, pages, passes
from campaigns.rounds.ballots.web.lookups import Asked, asked_for
from campaigns.rounds.ballots.web.marking import Choice
from campaigns.rounds.slots import Seen

LONGEST_TOKEN = 64


class NotTaken(Exception):
    """A choice that was refused, with all that is needed to show it again once the write is over."""

    def __init__(self, asked: Asked, choice: Choice, refusal: Refusal) -> None:
        super().__init__(refusal.reason.code)
        self.asked, self.choice, self.refusal = asked, choice, refusal


def show_ballot(slug: str) -> str:
    """The ballot."""
    return pages.ballot(asked_for(slug), part=request.args.get("part", 1, type=int))


def check_choice(slug: str) -> ResponseReturnValue:
    """What will be sent; or the ballot again: with what is to be mended, its next part, or to change the choice. Keeps nothing."""
    asked = asked_for(slug, request.form.get("pass"))
    choice = marking.read(asked.round.rule["ballot"], request.form)
    part = request.form.get("part", type=int)
    try:
        _require_open(asked)
        if part is not None and choice.fault is None:
            return pages.ballot(asked, choice, part=part)
        return pages.check(asked, choice)
    except Refusal as refusal:
        raise NotTaken(asked, choice, refusal) from refusal


def cast_ballot(slug: str) -> ResponseReturnValue:
    """Casts the choice, and leads to its confirmation."""
    asked = asked_for(slug, request.form.get("pass"))
    choice = marking.read(asked.round.rule["ballot"], request.form)
    round_id, number = asked.round.id, asked.round.number
    try:
        voter = asked.voter
        if choice.fault:
            raise Invalid(choice.fault)
        begin_writing()
        receipt = casting.cast(
            round_id,
            voter,
            choice.marks,
            channel=asked.channel,
            form=_form(choice),
            now=clock.now(),
            seen=Seen(network(), request.user_agent.string),
        )
    except Refusal as refusal:
        raise NotTaken(asked, choice, refusal) from refusal
    return redirect(_confirmation(asked, number, receipt), 303)


def show_again(error: NotTaken) -> ResponseReturnValue:
    """The choice that was refused, and why. Comes after the end of the write: pages are made outside of it."""
    asked, choice, reason, status = error.asked, error.choice, error.refusal.reason, error.refusal.status
    if isinstance(error.refusal, Invalid):
        part = request.form.get("here", 1, type=int)
        return pages.ballot(asked, choice, fault=reason, part=part), status
    page = pages.not_taken(
        asked, choice, reason, is_late=isinstance(error.refusal, Conflict) and not asked.has_old_pass
    )
    after = {"Retry-After": str(error.refusal.after)} if isinstance(error.refusal, TooMany) else {}
    return page, status, after


def _require_open(asked: Asked) -> None:
    _ = asked.voter
    if asked.state != "open":
        ended = reasons.OVER if asked.round.closed_at is None else reasons.CLOSED
        raise Conflict(reasons.NOT_YET if asked.state == "before" else ended)
    refusal = asked.refusal()
    if refusal:
        raise NotAllowed(refusal)


def _form(choice: Choice) -> str | None:
    """The form as the verb knows it: the token of the page and what was chosen on it, so that another choice is another form."""
    token = request.form.get("form", "")[:LONGEST_TOKEN]
    return hashlib.sha256(f"{token} {marks.spell(choice.marks)}".encode()).hexdigest()[:32] if token else None


def _confirmation(asked: Asked, number: int, receipt: Receipt) -> str:
    if asked.code_id is None:
        return url_for("ballots.show_confirmation", slug=asked.slug, round=number, number=receipt.number)
    return url_for("ballots.show_confirmation", slug=asked.slug, round=number, word=passes.confirm(receipt.cast_id))
