"""Sheets of codes for owners: all of them, a new one that is shown once, one cancelled."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.foundation import clock, hosts, tokens
from app.foundation.errors import Invalid, Missing, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.rounds.ballots.web.confirmations import drawn as as_qr
from campaigns.rounds.paper import reasons
from campaigns.rounds.paper.domain import codes
from campaigns.rounds.paper.domain import sheets as verbs
from campaigns.rounds.paper.queries import sheets
from campaigns.rounds.paper.web.forms import CancelForm, SheetForm
from campaigns.rounds.paper.web.lookups import Asked, to_decide

FORM, A_DAY = "sheet of codes", 86400


@dataclass(frozen=True)
class Printed:
    """A code as it is printed: in groups, and as a picture of the address that it is typed into."""

    code: str
    picture: Markup


def list_sheets(slug: str) -> str:
    """All sheets of the vote, and the form that makes one."""
    return _page(to_decide(slug), SheetForm(formdata=None, data={"count": 20}))


def _page(asked: Asked, form: SheetForm, cancelled: int | None = None, cancel: CancelForm | None = None) -> str:
    form.offer()
    form.word.data = tokens.sign(FORM, verbs.new_salt())
    lines = sheets.of_round(asked.round.id)
    return render_template(
        "rounds/paper/sheets.html",
        asked=asked,
        campaign=asked.campaign,
        lines=lines,
        form=form,
        cancelled=cancelled,
        cancel=cancel or CancelForm(formdata=None),
        takes_codes=verbs.takes_codes(asked.round),
        is_over=asked.round.closed_at is not None or asked.at >= asked.round.window.closes_at,
        most=verbs.MOST_CODES,
        numbers=(
            sum(line.codes for line in lines),
            sum(line.used for line in lines),
            sum(line.unused for line in lines if not line.sheet.cancelled_at),
        ),
    )


def make_sheet(slug: str) -> ResponseReturnValue:
    """Makes a sheet and shows its codes, once: they stand in this answer and nowhere else."""
    asked, form = to_decide(slug), SheetForm()
    form.offer()
    salt = tokens.read(FORM, form.word.data or "", A_DAY)
    if not form.validate():
        return _page(asked, form), 422
    if salt is None:
        form.form_errors.append(str(reasons.FORM_OLD))
        return _page(asked, form), 422
    drawn = verbs.draw(form.count.data or 0, salt)
    shown = _printed(asked, drawn, form.place.data)
    # The page is made before the write: so many pictures take longer than a write may last.
    begin_writing()
    try:
        now, place_id = clock.now(), form.territory_id.data
        verbs.make(asked.round.id, asked.actor, drawn, now, place=form.place.data, territory_id=place_id)
    except Refusal as refusal:
        form.form_errors.append(str(refusal.reason))
        return _page(to_decide(slug), form), refusal.status
    return shown


def _printed(asked: Asked, drawn: verbs.Drawn, place: str) -> str:
    page = url_for("paper.ask_code", slug=asked.slug, round=asked.among)
    address, link = hosts.read(page), hosts.link(page)
    with force_locale(asked.campaign.language):
        cards = render_template(
            "rounds/paper/cards.html",
            campaign=asked.campaign,
            round=asked.round,
            address=address,
            # Behind the # it stays in the browser: neither our log nor the next site learns it.
            codes=[Printed(codes.spell(code), as_qr(f"{link}#{code}")) for code in drawn.codes],
        )
    made = Markup(cards)  # noqa: S704
    return render_template("rounds/paper/codes.html", asked=asked, campaign=asked.campaign, place=place, cards=made)


def cancel_sheet(slug: str, sheet_id: int) -> ResponseReturnValue:
    """Cancels the codes of a sheet that nobody has used."""
    asked, form = to_decide(slug), CancelForm()
    if sheet_id not in {line.sheet.id for line in sheets.of_round(asked.round.id)}:
        raise Missing
    if not form.validate():
        return _page(asked, SheetForm(formdata=None), sheet_id, form), 422
    begin_writing()
    try:
        verbs.cancel(sheet_id, asked.actor, form.cancel_reason.data, clock.now())
    except Invalid as refusal:
        form.cancel_reason.errors = [str(refusal.reason)]
        return _page(to_decide(slug), SheetForm(formdata=None), sheet_id, form), 422
    flash(_("The unused codes of this sheet do not hold any more."))
    return redirect(url_for("paper.list_sheets", slug=slug, round=asked.among), 303)
