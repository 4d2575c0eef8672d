"""Answers in a workbook: taken, sent back filled in, looked at, kept as drafts."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import throttle
from app.accounts.permissions import ROLE
from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.application import takes_files
from app.foundation.errors import Invalid, NotAllowed, Reason, TooMany
from app.foundation.spreadsheets import xlsx_file
from app.foundation.unit_of_work import begin_writing
from app.uploads import store
from campaigns.answers import permissions
from campaigns.answers.queries import desk
from campaigns.answers.sheets import keeping, owing, reading, reasons, writing
from campaigns.answers.web import compared
from campaigns.answers.web.compared import Shelf
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.slugs import is_fit


def new_sheet() -> str:
    """Where a workbook is taken and sent back."""
    return _page(_official())


def _official() -> Actor:
    actor = require_person()
    if not permissions.offices_of(actor):
        raise NotAllowed(ROLE)
    return actor


def _page(actor: Actor, problem: Reason | None = None) -> str:
    offices = sorted(permissions.offices_of(actor))
    return render_template(
        "answers/sheet_new.html",
        offices=desk.names_of(offices),
        problem=str(problem) if problem else None,
        most=store.most_bytes() // 2**20 or 1,
        most_rows=reading.MOST_ROWS,
    )


def download_sheet() -> Response:
    """The workbook: for an owner who asks for their project, of all departments; for officials, of their own."""
    actor = require_person()
    campaign, now = _campaign(actor), clock.now()
    is_owner = campaign is not None and permissions.owns(actor, campaign, now)
    offices = None if is_owner else permissions.offices_of(actor)
    if offices is not None and not offices:
        raise NotAllowed(ROLE)
    found, asked = owing.to_fill(offices, campaign.id if campaign else None, reading.MOST_ROWS)
    name = f"answers-{campaign.slug}" if campaign else "answers"
    return xlsx_file(writing.to_fill(found, asked, now), name)


def _campaign(actor: Actor) -> Campaign | None:
    slug = request.args.get("campaign", "")
    return campaign_or_missing(slug, actor) if is_fit(slug) else None


def _too_large() -> ResponseReturnValue:
    return _page(_official(), _size()), 413


def _size() -> Reason:
    largest = store.most_bytes() // 2**20 or 1
    return Reason(reasons.LARGE_FILE.code, reasons.LARGE_FILE.sentence, {"most": largest})


@takes_files(_too_large)
def upload_sheet() -> ResponseReturnValue:
    """Reads a workbook that was filled in; nothing of it is kept before the person has seen what would change."""
    actor, sent = _official(), request.files.get("sheet")
    account_id = actor.id or 0
    body = sent.stream.read(store.most_bytes() + 1) if sent else b""
    if len(body) > store.most_bytes():
        return _too_large()
    try:
        if not body:
            raise Invalid(reasons.NO_FILE)
        throttle.require_file(account_id)
        rows = reading.read(body)
    except (Invalid, TooMany) as refused:
        return _page(actor, refused.reason), refused.status
    begin_writing()
    sheet = keeping.keep(account_id, _name(sent.filename if sent else None), rows, clock.now())
    return redirect(url_for("answers.show_sheet", sheet_id=sheet.id), 303)


def _name(sent: str | None) -> str:
    # What browsers of old send is a path.
    return (sent or "").replace("\\", "/").rpartition("/")[2]


def show_sheet(sheet_id: int) -> str:
    """What would change, row by row; once it was taken, what became of each."""
    actor, now = _official(), clock.now()
    sheet = keeping.find(sheet_id, actor.id, now)
    word, start = request.args.get("which", ""), request.args.get("start", "")
    looked = compared.looked_at(sheet, actor, now)
    shelf = Shelf(word) if word in set(Shelf) else looked.first
    return render_template(
        "answers/sheet.html",
        sheet=sheet,
        numbers=looked.numbers,
        shelf=shelf,
        tabs=looked.tabs(shelf),
        **looked.page(shelf, int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 0, now),
    )


def confirm_sheet(sheet_id: int) -> ResponseReturnValue:
    """The rows are kept as drafts."""
    actor = _official()
    keeping.take(actor, sheet_id, clock.now())
    return redirect(url_for("answers.show_sheet", sheet_id=sheet_id), 303)


def drop_sheet(sheet_id: int) -> ResponseReturnValue:
    """The person does not want it."""
    actor = _official()
    begin_writing()
    keeping.drop(actor, sheet_id, clock.now())
    flash(_("Nothing of the workbook was kept."))
    return redirect(url_for("answers.new_sheet"), 303)


def download_refused(sheet_id: int) -> Response:
    """The rows that were not taken, with the reasons beside them: nothing that was typed is lost."""
    actor, now = _official(), clock.now()
    looked = compared.looked_at(keeping.find(sheet_id, actor.id, now), actor, now)
    return xlsx_file(writing.not_taken(looked.refused, now), "answers-not-taken")
