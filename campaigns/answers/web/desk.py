"""The one form of an official: the answer, its draft, its signatures."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Invalid, Reason, Refusal
from app.foundation.unit_of_work import begin_writing
from app.offices.queries import all_offices
from campaigns.answers import permissions
from campaigns.answers.domain import answering
from campaigns.answers.models import OwedState
from campaigns.answers.queries import desk
from campaigns.answers.queries.desk import Desk
from campaigns.answers.texts import OWN_EXTENSION_DAYS, REASONS_MOST, WHY_MOST, AnswerWords
from campaigns.answers.web import shown
from campaigns.answers.web.forms import AnswerForm, BesideForm, ExtensionForm, SeenForm, TransferForm
from campaigns.contributions.models import State


def show_owed(owed_id: int) -> ResponseReturnValue:
    """The form, for the department and the owners; others read the page of the idea."""
    actor, here = require_person(), desk.desk_of(owed_id)
    if not permissions.may_look(actor, here.row, here.campaign, clock.now()):
        return redirect(url_for("ideas.show_idea", idea_id=here.read.idea_id, _anchor="answer"))
    return page(here, actor)


def working_on(owed_id: int) -> tuple[Actor, Desk]:
    """Who acts and on what. Raises NotAllowed for those who neither answer nor own, Missing where nothing is owed."""
    actor, here = require_person(), desk.desk_of(owed_id)
    if not permissions.may_look(actor, here.row, here.campaign, clock.now()):
        permissions.require(actor, here.row, here.idea, here.campaign, clock.now())
    return actor, here


def save_answer(owed_id: int) -> ResponseReturnValue:
    """Keeps the draft; with the button that shows it before signing, says what is missing."""
    actor, here = working_on(owed_id)
    permissions.require(actor, here.row, here.idea, here.campaign, clock.now())
    form, looks = AnswerForm(), request.form.get("do") == "look"
    if not form.validate():
        return page(here, actor, form=form), 422
    begin_writing()
    try:
        answering.save(actor, owed_id, form.words, clock.now(), version=form.seen_version)
    except Refusal as refused:
        return page(desk.desk_of(owed_id), actor, form=form, refused=[refused.reason]), refused.status
    if not looks:
        flash(_("The draft is saved. Your colleagues of the department see it, too."))
        return redirect(url_for("answers.show_owed", owed_id=owed_id), 303)
    amiss = list(answering.faults(form.words, here.campaign, clock.now()))
    if amiss:
        _say(form, amiss)
        form.version.data = str(_version_now(owed_id))
        return page(desk.desk_of(owed_id), actor, form=form), 422
    return redirect(url_for("answers.show_owed", owed_id=owed_id, look=1), 303)


def _say(form: AnswerForm, amiss: Iterable[tuple[str, Reason]]) -> None:
    """Puts each reason beside its field."""
    for name, reason in amiss:
        form[name].errors = [*form[name].errors, str(reason)]


def _version_now(owed_id: int) -> int | None:
    draft = desk.desk_of(owed_id).draft
    return draft.contribution.version if draft else None


def sign_answer(owed_id: int) -> ResponseReturnValue:
    """The official signs the draft that they have looked at."""
    actor, here = working_on(owed_id)
    form = SeenForm()
    begin_writing()
    try:
        answer = answering.sign(actor, owed_id, clock.now(), version=form.seen_version)
    except Invalid as refused:
        return page(desk.desk_of(owed_id), actor, refused=[refused.reason]), refused.status
    if answer.contribution.state == State.PUBLISHED:
        flash(_("The answer is public. The author, and those who support or follow the idea, are told."))
        return redirect(url_for("ideas.show_idea", idea_id=here.read.idea_id, _anchor="answer"), 303)
    flash(_("The answer is signed."))
    return redirect(url_for("answers.show_owed", owed_id=owed_id), 303)


def sign_second(owed_id: int) -> ResponseReturnValue:
    """The second signature."""
    actor, here = working_on(owed_id)
    form = SeenForm()
    begin_writing()
    answer = answering.sign_second(actor, owed_id, clock.now(), version=form.seen_version)
    if answer.contribution.state == State.PUBLISHED:
        flash(_("The answer is public. The author, and those who support or follow the idea, are told."))
        return redirect(url_for("ideas.show_idea", idea_id=here.read.idea_id, _anchor="answer"), 303)
    flash(_("The answer is signed."))
    return redirect(url_for("answers.show_owed", owed_id=owed_id), 303)


def take_back(owed_id: int) -> ResponseReturnValue:
    """A signed answer becomes a draft again."""
    actor, _here = working_on(owed_id)
    begin_writing()
    answering.take_back(actor, owed_id, clock.now())
    flash(_("The signature is taken back: the answer is a draft again."))
    return redirect(url_for("answers.show_owed", owed_id=owed_id), 303)


def page(
    here: Desk,
    actor: Actor,
    *,
    form: AnswerForm | None = None,
    extension: ExtensionForm | None = None,
    transfer: TransferForm | None = None,
    refused: Iterable[Reason] = (),
) -> str:
    """The page of what is owed, with the forms as they were sent where one was refused."""
    now, campaign = clock.now(), here.campaign
    refusal = permissions.refusal(actor, here.row, here.idea, campaign, now)
    is_owner = permissions.owns(actor, campaign, now)
    writes = refusal is None and here.read.state != OwedState.CLOSED and not here.is_signed
    begins_anew = here.read.state == OwedState.ANSWERED and here.draft is None and not request.args.get("again")
    looks = bool(request.args.get("look")) and here.draft is not None and not here.is_signed and form is None
    offices = [(office.id, office.name) for office in all_offices()]
    moves = here.read.state == OwedState.OWED and not here.is_signed
    return render_template(
        "answers/desk.html",
        desk=here,
        owed=here.read,
        idea=here.idea,
        campaign=campaign,
        terms=here.terms,
        status=shown.status_of(here.read, campaign.time_zone, now),
        refusal=refusal,
        refused=[str(reason) for reason in refused],
        form=(form or _form(here)) if writes and not (begins_anew and form is None) else None,
        may_write=writes,
        preview=shown.drafted(here.draft, here.read.office) if here.draft and (looks or here.is_signed) else None,
        faults=_faults(here, looks),
        standing=shown.released(here.standing) if here.standing else None,
        second_refusal=permissions.second_refusal(actor, here.draft, campaign, now)
        if here.is_signed and here.draft
        else None,
        speaks=permissions.speaks(actor, here.read.office_id),
        is_owner=is_owner,
        extension=(extension or ExtensionForm(formdata=None)) if moves else None,
        transfer=_transfer(transfer, here, offices) if moves else None,
        beside=_beside(here, offices) if moves and is_owner else None,
        most={"reasons": REASONS_MOST, "why": WHY_MOST, "days": OWN_EXTENSION_DAYS},
        day=shown.long_day,
    )


def _form(here: Desk) -> AnswerForm:
    before = None if here.draft else desk.last_signed_of(here.read.office_id)
    return AnswerForm.of(here.draft, before)


def _faults(here: Desk, looks: bool) -> list[str]:
    if not looks or here.draft is None:
        return []
    amiss = answering.faults(AnswerWords.of(here.draft), here.campaign, clock.now())
    return list(dict.fromkeys(str(reason) for _name, reason in amiss))


def _transfer(form: TransferForm | None, here: Desk, offices: list[tuple[int, str]]) -> TransferForm:
    form = form or TransferForm(formdata=None)
    form.offer([office for office in offices if office[0] != here.read.office_id])
    return form


def _beside(here: Desk, offices: list[tuple[int, str]]) -> BesideForm:
    others = [office for office in offices if office[0] != here.read.office_id]
    chosen = [id for id, name in others if name in here.read.co_executors]
    form = BesideForm(formdata=None, data={"beside": chosen})
    form.beside.offer(others)
    return form
