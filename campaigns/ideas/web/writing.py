"""Writing an idea: a new one, a draft of one's own, a returned one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import throttle
from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.errors import Conflict, Missing, NotAllowed, Reason, TooMany
from app.foundation.slots import Part
from app.foundation.texts import clean_line
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import State
from campaigns.ideas.domain import drafts, ideas
from campaigns.ideas.queries import choices, pages
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.ideas.slots import IDEA_STATE_NOTE
from campaigns.ideas.texts import TEXT_MOST, TITLE_MOST, IdeaText
from campaigns.ideas.web import secrets, warnings
from campaigns.ideas.web.forms import IdeaForm
from campaigns.ideas.web.shown import parts_of
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing

UNFINISHED = frozenset({State.DRAFT, State.RETURNED})


@dataclass(frozen=True)
class Sheet:
    """The page on which an idea is written: where it is sent, what stands above, and why it could not be sent now.

    `sections` stand below the form of what is kept already: its files, who writes along.
    """

    campaign: Campaign
    action: str
    shut: Reason | None
    notes: Sequence[Part] = ()
    is_returned: bool = False
    is_begun: bool = False
    discard_url: str | None = None
    sections: Sequence[Part] = ()

    @property
    def is_early(self) -> bool:
        return self.shut == permissions.NOT_YET

    @property
    def can_keep(self) -> bool:
        """Whether there is a form at all: nobody should begin a text that can never be sent."""
        return self.shut is None or self.is_early or self.is_begun

    @property
    def opens_at(self) -> datetime | None:
        window = self.campaign.timeline.next_for(Act.SUBMIT_IDEA, clock.now())
        return window.opens_at if window else None

    @property
    def shut_sentence(self) -> str:
        return shut_sentence(self.shut, self.is_begun)


def shut_sentence(shut: Reason | None, is_begun: bool = False) -> str:
    """Why no idea can be sent now, for somebody who has not written one, or has."""
    if shut == permissions.NOT_YET:
        return str(_("Ideas are not taken yet."))
    if shut == permissions.OVER and is_begun:
        return str(_("The time for ideas is over. Your text stays here, yours alone."))
    return str(_("The time for ideas is over.") if shut == permissions.OVER else shut or "")


def new_idea(slug: str) -> str:
    """An empty form; a search without a find carries its words over as a title."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    title = clean_line(request.args.get("title", "")[:1000])[:TITLE_MOST]
    begun = {"title": title, "track_id": request.args.get("track", type=int), "territory_id": actor.territory_id}
    form = IdeaForm(formdata=None, data=begun)
    return show_form(form, new_sheet(campaign))


def submit_idea(slug: str) -> ResponseReturnValue:
    """Keeps what was written as a draft and, where the person wants it and may, sends it."""
    actor, now = current_actor(), clock.now()
    sheet = new_sheet(campaign_or_missing(slug, actor), is_begun=True)
    form = IdeaForm()
    amiss = _amiss(form, sheet) or _too_many(form, sheet)
    if amiss:
        return amiss
    campaign_id = sheet.campaign.id
    begin_writing()
    kept = drafts.save(actor, campaign_id, form.text, now, secret=form.secret)
    if kept.was_sent:
        return redirect(url_for("ideas.show_idea", idea_id=kept.idea.id), 303)
    if actor.is_guest:
        return _kept_for_guest(kept.secret, form, sheet)
    return _kept(actor, kept.idea.id, form, now) if form.is_sending else _saved(kept.idea.id)


def edit_idea(idea_id: int) -> ResponseReturnValue:
    """The form of one's own draft, or of a returned idea with the reasons above it."""
    read = _own(idea_id)
    if read.state not in UNFINISHED:
        return redirect(url_for("ideas.show_idea", idea_id=idea_id))
    return show_form(IdeaForm(formdata=None, data=asdict(IdeaText.of(read.idea))), _sheet_of(read))


def revise_idea(idea_id: int) -> ResponseReturnValue:
    """Keeps the other words of a draft or a returned idea and, where the person wants it, sends them."""
    actor, now = current_actor(), clock.now()
    read = _own(idea_id)
    form = IdeaForm()
    amiss = _amiss(form, _sheet_of(read))
    if amiss:
        return amiss
    before = IdeaText.of(read.idea)
    begin_writing()
    try:
        drafts.rewrite(actor, idea_id, form.text, now)
    except Conflict as refusal:
        if before == form.text:
            return redirect(url_for("ideas.show_idea", idea_id=idea_id), 303)
        return _late(refusal.reason, form, read.campaign, None)
    return _kept(actor, idea_id, form, now) if form.is_sending else _saved(idea_id)


def new_sheet(campaign: Campaign, is_begun: bool = False) -> Sheet:
    """The page for a new idea, or for a guest's draft."""
    shut = permissions.phase_refusal(Act.SUBMIT_IDEA, campaign, clock.now())
    return Sheet(campaign, url_for("ideas.submit_idea", slug=campaign.slug), shut, is_begun=is_begun)


def _sheet_of(read: IdeaRead) -> Sheet:
    is_returned = read.state == State.RETURNED
    act = Act.REVISE_IDEA if is_returned else Act.SUBMIT_IDEA
    return Sheet(
        read.campaign,
        url_for("ideas.revise_idea", idea_id=read.idea.id),
        permissions.phase_refusal(act, read.campaign, clock.now()),
        parts_of(IDEA_STATE_NOTE, read, current_actor(), is_editing=True) if is_returned else (),
        is_returned,
        True,
        None if is_returned else url_for("ideas.discard_draft", idea_id=read.idea.id),
    )


def show_form(form: IdeaForm, sheet: Sheet, warned: Sequence[warnings.Warned] = ()) -> str:
    """The page with the form, the words that look like personal data marked above it."""
    form.offer(choices.for_campaign(sheet.campaign.id))
    form.draft.data = form.secret
    most = {"text": TEXT_MOST, "title": TITLE_MOST}
    return render_template(
        "ideas/write.html", form=form, sheet=sheet, campaign=sheet.campaign, warned=warned, most=most
    )


def _amiss(form: IdeaForm, sheet: Sheet) -> ResponseReturnValue | None:
    """The form once more where something in it is to be mended or looked at; None where it can be kept."""
    form.offer(choices.for_campaign(sheet.campaign.id))
    if not form.is_fit():
        return show_form(form, sheet), 422
    if not form.is_sending or current_actor().is_guest:
        return None
    warned = warnings.found_in(form.text)
    if warnings.were_shown(warned, form.checked.data):
        return None
    form.checked.data = warnings.word_for(warned)
    return show_form(form, sheet, warned), 422


def _too_many(form: IdeaForm, sheet: Sheet) -> ResponseReturnValue | None:
    """The form once more where guests of this network have begun very many drafts; None where this one can be kept."""
    if not current_actor().is_guest or drafts.is_begun(form.secret):
        return None
    try:
        throttle.require_draft(network())
    except TooMany as refusal:
        form.form_errors.append(str(refusal.reason))
        return show_form(form, sheet), refusal.status, {"Retry-After": str(refusal.after)}
    return None


def _own(idea_id: int) -> IdeaRead:
    actor = current_actor()
    read = pages.idea_or_missing(actor, idea_id)
    if actor.id is None or read.contribution.author_id != actor.id:
        raise Missing()
    return read


def _saved(idea_id: int) -> ResponseReturnValue:
    flash(_("It is saved. You can go on now or later: you find it on your page."))
    return redirect(url_for("ideas.edit_idea", idea_id=idea_id), 303)


def _kept(actor: Actor, idea_id: int, form: IdeaForm, now: datetime) -> ResponseReturnValue:
    """Sends what was kept a moment ago; what cannot be sent any more stays a draft, and its words stay in sight."""
    read = pages.idea_or_missing(actor, idea_id)
    try:
        if read.state == State.RETURNED:
            ideas.revise_returned(actor, idea_id, form.text, now)
        else:
            ideas.submit(actor, idea_id, now)
    except NotAllowed as refusal:
        return _late(refusal.reason, form, read.campaign, url_for("ideas.edit_idea", idea_id=idea_id))
    return redirect(url_for("ideas.show_idea", idea_id=idea_id), 303)


def _kept_for_guest(secret: str, form: IdeaForm, sheet: Sheet) -> ResponseReturnValue:
    if form.is_sending and sheet.shut:
        answer = make_response(_late(sheet.shut, form, sheet.campaign, url_for("ideas.show_draft", secret=secret)))
    else:
        answer = make_response(redirect(url_for("ideas.show_kept", secret=secret), 303))
    secrets.hold(answer, secret)
    return answer


def _late(reason: Reason, form: IdeaForm, campaign: Campaign, draft_url: str | None) -> ResponseReturnValue:
    written = [(form[name].label.text, words) for name, words in form.text.prose.items() if words]
    page = render_template(
        "ideas/late.html", reason=reason, written=written, campaign=campaign, draft_url=draft_url, code=reason.code
    )
    return page, 409
