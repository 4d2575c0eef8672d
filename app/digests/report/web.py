"""The final report as its owner writes it: the draft, what it looks like, and freezing an edition."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import require_person
from app.digests import composing, permissions
from app.digests.report import body, editions, pictures
from app.digests.report.body import Wrapping
from app.digests.report.editions import Written
from app.digests.report.forms import CAPTION_MOST, FOREWORD_MOST, PLACES, REASON_MOST, FreezeForm, ReportForm
from app.digests.report.forms import pictures_typed as typed
from app.digests.report.pictures import Offered
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.web import warnings
from campaigns.contributions.web.warnings import Warned
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing


def edit_report(slug: str) -> str:
    """The draft, with the editions there are."""
    campaign = _owned(slug)
    draft = editions.draft_of(campaign.id)
    chosen = draft.pictures if draft else []
    return _page(campaign, ReportForm.of(draft), _offered(campaign, chosen), chosen)


def save_report(slug: str) -> ResponseReturnValue:
    """Keeps the draft, unless another has kept one meanwhile: then both are shown."""
    campaign, form = _owned(slug), ReportForm()
    offered = _offered(campaign, _named())
    chosen = typed(offered)
    warned = warnings.unseen_in(form.prose(chosen), form.checked) if form.validate() else []
    if form.errors or warned:
        return _page(campaign, form, offered, chosen, warned=warned), 422
    begin_writing()
    try:
        editions.keep(require_person(), campaign, form.written(chosen), form.version, clock.now())
    except Conflict:
        return _changed(campaign, form, offered, chosen)
    flash(_("Saved."))
    if "pictures" in request.form:
        return redirect(url_for("digests.list_pictures", slug=slug), 303)
    if "preview" in request.form:
        return redirect(url_for("digests.preview_report", slug=slug), 303)
    return redirect(url_for("digests.edit_report", slug=slug), 303)


def preview_report(slug: str) -> ResponseReturnValue:
    """What the report looks like now, with the button that freezes it."""
    campaign = _owned(slug)
    draft = editions.draft_of(campaign.id)
    return _preview(campaign, FreezeForm(formdata=None, data={"seen": draft.version if draft else 0}))


def freeze_report(slug: str) -> ResponseReturnValue:
    """Asks for an edition of what was looked at."""
    campaign, form = _owned(slug), FreezeForm()
    reason = form.reason.data or ""
    if form.validate() and editions.next_number(campaign.id) > 1 and not reason:
        form.reason.errors = [str(editions.WITHOUT_REASON)]
    if form.errors:
        # Before the write begins: the whole report is made for the page.
        return _preview(campaign, form), 422
    begin_writing()
    editions.ask(require_person(), campaign, form.version, reason, clock.now())
    flash(_("The edition is being made. It takes a minute at most."))
    return redirect(url_for("digests.edit_report", slug=slug), 303)


def _owned(slug: str) -> Campaign:
    actor = require_person()
    campaign = campaign_or_missing(slug, actor)
    permissions.require_writer(actor, campaign.id)
    return campaign


def _named() -> list[dict[str, Any]]:
    """The pictures that the form names with a place, whatever is offered now."""
    codes = [name.removeprefix("place-") for name in list(request.form)[:200] if name.startswith("place-")]
    pairs = [code.partition("-") for code in codes if request.form[f"place-{code}"] in PLACES]
    return [
        {"source": source, "id": id} for source, _dash, id in pairs if id.isascii() and id.isdigit() and len(id) < 10
    ]


def _offered(campaign: Campaign, chosen: Sequence[dict[str, Any]]) -> list[Offered]:
    return pictures.offered(campaign.id, [f"{one['source']}-{one['id']}" for one in chosen])


def _changed(
    campaign: Campaign, form: ReportForm, offered: Sequence[Offered], chosen: Sequence[Any]
) -> tuple[str, int]:
    draft = editions.draft_of(campaign.id)
    form.seen.data = str(draft.version if draft else 0)
    return _page(campaign, form, offered, chosen, theirs=editions.written_of(campaign.id)), 409


def _page(
    campaign: Campaign,
    form: ReportForm,
    offered: Sequence[Offered],
    chosen: Sequence[dict[str, Any]],
    *,
    warned: Sequence[Warned] = (),
    theirs: Written | None = None,
) -> str:
    return render_template(
        "digests/report_edit.html",
        campaign=campaign,
        form=form,
        offered=offered,
        chosen={f"{one['source']}-{one['id']}": (place, one["caption"]) for place, one in enumerate(chosen, 1)},
        places=PLACES,
        warned=warned,
        theirs=theirs,
        changed=editions.CHANGED,
        draft=editions.draft_of(campaign.id),
        trouble=body.NOT_PUBLISHED,
        editions=editions.editions_of(campaign.id),
        most={"foreword": FOREWORD_MOST, "caption": CAPTION_MOST},
    )


def _preview(campaign: Campaign, form: FreezeForm) -> str:
    number = editions.next_number(campaign.id)
    written = editions.written_of(campaign.id)
    wrapping = Wrapping(written.foreword, written.pictures, written.approval, number, form.reason.data or "")
    try:
        made, refusal = body.make(campaign, wrapping, clock.now()), None
    except Conflict as found:
        made, refusal = None, found.reason
    document = composing.compose_body(made.body, made.titles, url_for, "", "") if made else None
    return render_template(
        "digests/report_preview.html",
        campaign=campaign,
        form=form,
        document=document,
        refusal=refusal,
        number=number,
        most=REASON_MOST,
    )
