"""Voting with a code and without an account: the code is typed here, and the ballot that follows carries a pass instead of it.

The code travels in the body of a form, or behind the # of an address, where only the browser reads it: no log, no address and
no other site ever has it.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts import throttle
from app.foundation.addresses import network
from app.foundation.errors import Reason, TooMany
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.ballots.web import pages, passes
from campaigns.rounds.ballots.web.lookups import Asked, asked_for
from campaigns.rounds.paper import reasons
from campaigns.rounds.paper.domain import codes
from campaigns.rounds.paper.queries import sheets
from campaigns.rounds.paper.web.forms import CodeForm


def ask_code(slug: str) -> str:
    """Where a code is typed."""
    return _page(asked_for(slug), CodeForm(formdata=None))


def _page(asked: Asked, form: CodeForm) -> str:
    campaign = campaign_or_missing(asked.slug, asked.actor)
    return render_template(
        "rounds/paper/code.html",
        campaign=campaign,
        round=asked.round,
        tabs=tabs_row(campaign, asked.actor, "vote"),
        form=form,
        state=asked.state,
        takes_codes=BallotChannel.CODE in asked.round.rule.get("channels", ()),
        several=len(asked.every) > 1,
    )


def open_ballot(slug: str) -> ResponseReturnValue:
    """The ballot for whoever holds the code; the page once more where there is no such code."""
    asked, form = asked_for(slug), CodeForm()
    if not form.validate():
        return _page(asked, form), 422
    try:
        code_id, refusal = _known(asked.round.id, form.code.data)
    except TooMany as too_many:
        form.code.errors = [str(too_many.reason)]
        return _page(asked, form), 429, {"Retry-After": str(too_many.after)}
    if code_id is None or refusal:
        form.code.errors = [str(refusal or reasons.UNKNOWN)]
        return _page(asked, form), 422
    return pages.ballot(asked_for(slug, passes.give(asked.round.id, code_id)))


def _known(round_id: int, typed: str) -> tuple[int | None, Reason | None]:
    """The code that was typed, or why it is none. Wrong ones are counted by network; raises TooMany where there were many."""
    if codes.is_receipt(typed):
        return None, reasons.IS_RECEIPT
    code = codes.read(typed)
    salts = sheets.salts_of(round_id) if code else ()
    found = sheets.code_among([(sheet_id, codes.digest(salt, code or "")) for sheet_id, salt in salts])
    if found is None:
        throttle.count_wrong_code(network())
        return None, reasons.UNKNOWN
    code_id, holds = found
    return code_id, None if holds else reasons.VOID
