"""The owner's page: the terms, who is asked for which ideas, how far it is, the joint release."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Refusal
from app.foundation.filters import Option
from app.foundation.unit_of_work import begin_writing
from app.offices.queries import all_offices
from campaigns.answers.domain import asking, release, terms
from campaigns.answers.domain.asking import Asking
from campaigns.answers.queries import candidates, desk, lists, owed
from campaigns.answers.queries.candidates import Among
from campaigns.answers.queries.lists import Which
from campaigns.answers.web.board import card_of
from campaigns.answers.web.forms import AskForm, TermsForm
from campaigns.plan import days
from campaigns.plan.models import Campaign
from campaigns.plan.web.owned import planned

SHOWN_OWED = 100


def campaign_answers(slug: str) -> str:
    """The page."""
    return _page(_planned(slug)[1])


def _planned(slug: str) -> tuple[Actor, Campaign]:
    actor = current_actor()
    return actor, planned(slug, actor)


def keep_terms(slug: str) -> ResponseReturnValue:
    """Keeps the terms."""
    actor, campaign = _planned(slug)
    form = TermsForm()
    if not form.validate():
        return _page(campaign, terms_form=form), 422
    begin_writing()
    terms.keep(
        actor,
        campaign,
        days=form.days.data or 0,
        needs_second=form.needs_second.data,
        release_together=form.release_together.data,
        now=clock.now(),
    )
    flash(_("Saved."))
    return redirect(url_for("answers.campaign_answers", slug=slug), 303)


def ask_departments(slug: str) -> ResponseReturnValue:
    """A department is asked for answers to the ideas that are ticked."""
    actor, campaign = _planned(slug)
    form = _ask_form(campaign)
    if not form.validate():
        return _page(campaign, ask_form=form), 422
    begin_writing()
    wanted = Asking(form.ideas.data or [], form.office_id.data, form.last_day, form.beside.data or [])
    try:
        asked = asking.ask(actor, campaign, wanted, clock.now())
    except Refusal as refused:
        return _page(campaign, ask_form=form, refused=[str(refused.reason)]), refused.status
    text = ngettext(
        "The department is asked to answer %(num)s idea.",
        "The department is asked to answer %(num)s ideas.",
        len(asked),
    )
    flash(text)
    return redirect(url_for("answers.campaign_answers", slug=slug, among=request.args.get("among")), 303)


def show_release(slug: str) -> str:
    """Before all held answers come out: what everyone will read."""
    _actor, campaign = _planned(slug)
    now = clock.now()
    held = lists.page_of(Which.HELD, now, campaign_id=campaign.id, size=SHOWN_OWED)
    return render_template(
        "answers/release.html",
        campaign=campaign,
        numbers=owed.numbers(campaign.id, now),
        cards=[card_of(line) for line in held.rows],
    )


def release_answers(slug: str) -> ResponseReturnValue:
    """All held answers come out."""
    actor, campaign = _planned(slug)
    begin_writing()
    release.release_together(actor, campaign, clock.now())
    flash(_("The answers come out now. It takes some seconds."))
    return redirect(url_for("answers.campaign_answers", slug=slug), 303)


def _among() -> Among:
    word = request.args.get("among", "")
    return Among(word) if word in set(Among) else Among.SELECTED


def _ask_form(campaign: Campaign) -> AskForm:
    """The form with the ideas that were on its page: which of them may be asked for, the verb says."""
    form = AskForm()
    sent = [int(word) for word in request.form.getlist("ideas") if word.isascii() and word.isdigit() and len(word) < 19]
    form.offer([(id, "") for id in sent[: asking.AT_ONCE + 1]], [(office.id, office.name) for office in all_offices()])
    return form


def _page(
    campaign: Campaign,
    *,
    terms_form: TermsForm | None = None,
    ask_form: AskForm | None = None,
    refused: list[str] | None = None,
) -> str:
    now, among = clock.now(), _among()
    set_terms = desk.terms_of(campaign.id)
    page = candidates.page_of(campaign.id, among, request.args.get("after"))
    selected, whole = candidates.count(campaign.id)
    form = ask_form or AskForm(formdata=None, data={"due_on": _due(campaign, set_terms.days)})
    chosen = set(form.ideas.data or ())
    form.offer([(one.id, one.title) for one in page.rows], [(office.id, office.name) for office in all_offices()])
    waiting = lists.page_of(Which.OWED, now, campaign_id=campaign.id, size=SHOWN_OWED)
    return render_template(
        "answers/owner.html",
        campaign=campaign,
        terms=set_terms,
        terms_form=terms_form or TermsForm(formdata=None, data=vars(set_terms)),
        numbers=owed.numbers(campaign.id, now),
        form=form,
        refused=refused or [],
        ideas=page.rows,
        chosen=chosen,
        selected=selected,
        whole=whole,
        among=among,
        choices=[
            Option(_("Selected ideas"), _url(campaign, Among.SELECTED), among == Among.SELECTED),
            Option(_("All published ideas"), _url(campaign, Among.ALL), among == Among.ALL),
        ],
        first=None if page.is_first else _url(campaign, among),
        following=_url(campaign, among, page.following) if page.following else None,
        cards=[card_of(line) for line in waiting.rows],
        has_more=waiting.following is not None,
    )


def _due(campaign: Campaign, term: int) -> object:
    return days.local(clock.now(), campaign.time_zone).date() + days.ONE_DAY * term


def _url(campaign: Campaign, among: Among, after: str | None = None) -> str:
    word = None if among == Among.SELECTED else among.value
    return url_for("answers.campaign_answers", slug=campaign.slug, among=word, after=after)
