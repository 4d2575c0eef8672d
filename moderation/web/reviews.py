"""Reviews: asked for on a person's own pages, decided at the desk."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, Missing, Refusal
from app.foundation.forms import Area, Choice, Form, Optional, Radio, Required
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import Kind
from campaigns.contributions.words import KINDS
from campaigns.ideas.queries import files
from campaigns.plan.words import language_name
from moderation import deciders
from moderation.domain import reviews as verbs
from moderation.domain.decisions import Ruling
from moderation.domain.reviews import Verdict
from moderation.models import About, Decision, Outcome, Review
from moderation.queries import cases, own, queue, reviews
from moderation.queries.cases import CaseRead
from moderation.queries.reviews import ReviewRead
from moderation.reasons import grounds_for
from moderation.web.addresses import filters_of_address, query_of
from moderation.web.forms import WORDS_MOST, SeenForm
from moderation.web.queue import desk
from moderation.web.statements import language_of, prepared, preview_of
from moderation.words import OUTCOMES, REVIEWED


class AskForm(Form):
    """What the first decision has overlooked."""

    words = Area(_l("What we have overlooked"), [Required()], most=WORDS_MOST)


class VerdictForm(SeenForm):
    """What a review ends in, in words for the one who asked."""

    outcome = Radio(_l("What to decide"), list(REVIEWED.items()), [Required()])
    facts = Area(_l("What the one who asked reads"), [Required()], most=WORDS_MOST)


class VerdictOfReportForm(VerdictForm):
    """The same of a report that led to nothing: where it was right, its rule and words for the author, too."""

    ground = Choice(_l("Reason"), default="")
    words = Area(_l("What the author reads"), [Optional()], most=WORDS_MOST)

    def validate_ground(self, field: Field) -> None:
        """A restriction has its reason."""
        if self.outcome.data == Outcome.REVERSED and not field.data:
            raise ValidationError(_("Choose the reason: the author of the text has to know it."))


def ask_review(contribution_id: int) -> str:
    """What was decided about one's own text, and a field for what was overlooked."""
    require_person()
    return _ask_page(contribution_id, AskForm(formdata=None))


def send_review(contribution_id: int) -> ResponseReturnValue:
    """The author asks for a review."""
    actor, form = require_person(), AskForm()
    own.text_or_missing(actor, contribution_id)
    if not form.validate():
        return _ask_page(contribution_id, form), 422
    begin_writing()
    try:
        review = verbs.ask(actor, contribution_id, form.words.data, clock.now())
    except Conflict as refused:
        return _ask_page(contribution_id, form, refused), refused.status
    return _asked(review)


def ask_review_of_report(report_id: int) -> str:
    """What came of one's report, and a field for what was overlooked."""
    require_person()
    return _report_page(report_id, AskForm(formdata=None))


def send_review_of_report(report_id: int) -> ResponseReturnValue:
    """Somebody whose report led to nothing asks for a review."""
    actor, form = require_person(), AskForm()
    read = reviews.reported_or_missing(actor, report_id)
    if not form.validate():
        return _report_page(report_id, form), 422
    begin_writing()
    try:
        review = verbs.ask_as_reporter(actor, read.report, form.words.data, clock.now())
    except Conflict as refused:
        return _report_page(report_id, form, refused), refused.status
    return _asked(review)


def show_review(review_id: int) -> str:
    """What became of a review, for the one who asked."""
    read = reviews.asked_or_missing(require_person(), review_id)
    return render_template("moderation/review_asked.html", read=read, kinds=KINDS)


def decide_review(case_id: int) -> ResponseReturnValue:
    """Shows what people will read; once the words stand there, sends the decision."""
    actor = current_actor()
    read = cases.case_or_missing(actor, case_id)
    if read.case.about != About.REVIEW:
        raise Missing
    seen = reviews.of_case(case_id)
    form = _form(read, seen)
    if not form.validate():
        return page(read, form), 422
    verdict = _verdict(form, read, seen)
    if request.form.get("then") == "preview":
        return page(read, form, preview=_preview(verdict, read, seen))
    begin_writing()
    try:
        verbs.decide(actor, case_id, verdict, form.seen, clock.now())
    except (Conflict, Invalid) as refused:
        return page(cases.case_or_missing(actor, case_id), form, refusal=refused), refused.status
    flash(_("The review is decided. Those it concerns are told."))
    return _to_next(actor)


def page(
    read: CaseRead, form: VerdictForm | None = None, *, preview: Any = None, refusal: Refusal | None = None
) -> str:
    """A review at the desk: the text, the first decision, the words of who asked, and the two outcomes."""
    actor, now = current_actor(), clock.now()
    seen = reviews.of_case(read.case.id)
    not_allowed = deciders.refusal(actor, read.case, read.contribution)
    return render_template(
        "moderation/review.html",
        read=read,
        seen=seen,
        form=form or _form(read, seen, typed=False),
        preview=preview,
        refusal=refusal,
        not_allowed=not_allowed,
        original=_original(read, seen) if not_allowed is None else [],
        is_moot=read.case.is_open and verbs.is_moot(seen.review, read.contribution),
        is_mine=read.case.claimed_by == actor.id and read.case.is_claimed(now),
        is_others=read.case.claimed_by not in {None, actor.id} and read.case.is_claimed(now),
        outcomes=OUTCOMES,
        reviewed=REVIEWED,
        asker_language=language_name(language_of(seen.asker_language, read.contribution.language)),
        files=files.of_idea(read.contribution.id) if read.contribution.kind == Kind.IDEA else [],
        **desk(),
    )


def _ask_page(contribution_id: int, form: AskForm, refused: Refusal | None = None) -> str:
    actor = current_actor()
    read = own.text_or_missing(actor, contribution_id)
    contribution = cases.contribution(contribution_id)
    return render_template(
        "moderation/review_ask.html",
        read=read,
        form=form,
        refused=refused.reason if refused else verbs.refusal(contribution, clock.now()),
        kinds=KINDS,
        outcomes=OUTCOMES,
        back=url_for("moderation.show_reasons", contribution_id=contribution_id),
    )


def _report_page(report_id: int, form: AskForm, refused: Refusal | None = None) -> str:
    read = reviews.reported_or_missing(current_actor(), report_id)
    reason = refused.reason if refused else verbs.refusal_of_report(read.report, read.contribution, clock.now())
    return render_template("moderation/review_ask_report.html", read=read, form=form, refused=reason, kinds=KINDS)


def _asked(review: Review) -> ResponseReturnValue:
    flash(_("The review is asked for. Somebody who has not decided before will look at it, and you get a letter."))
    return redirect(url_for("moderation.show_review", review_id=review.id), 303)


def _form(read: CaseRead, seen: ReviewRead, *, typed: bool = True) -> VerdictForm:
    kind = VerdictOfReportForm if seen.is_of_report else VerdictForm
    form = kind() if typed else kind(formdata=None)
    if isinstance(form, VerdictOfReportForm):
        grounds = grounds_for(read.contribution.kind, frozenset({Decision.HIDE}))
        form.ground.choices = [("", _("Choose a reason")), *((one.code, one.label) for one in grounds)]
    return form


def _verdict(form: VerdictForm, read: CaseRead, seen: ReviewRead) -> Verdict:
    """What was decided. Where the author is to be told something and nothing was written, the prepared words stand there."""
    outcome = Outcome(form.outcome.data)
    if not isinstance(form, VerdictOfReportForm) or not verbs.restricts(seen.review, outcome):
        return Verdict(outcome, form.facts.data)
    language = language_of(read.author_language, read.contribution.language)
    form.words.data = form.words.data or prepared(form.ground.data, read.contribution.kind, language)
    return Verdict(outcome, form.facts.data, form.ground.data, form.words.data, language)


def _preview(verdict: Verdict, read: CaseRead, seen: ReviewRead) -> dict[str, Any]:
    """What the one who asked reads in their language, and where the text is to be hidden, what its author reads in theirs."""
    language = language_of(seen.asker_language, read.contribution.language)
    with force_locale(language):
        shown = render_template("moderation/review_outcome.html", outcome=verdict.outcome, facts=verdict.facts)
    told: dict[str, Any] = {"language": language, "shown": shown, "author": None}
    if verdict.ground:
        ruling = Ruling(Decision.HIDE, verdict.ground, verdict.words, verdict.language)
        with force_locale(verdict.language):
            statement = preview_of(ruling, read.case, read.contribution, read.campaign, clock.now())
            values = {"statement": statement, "outcome": OUTCOMES[Decision.HIDE]}
            told["author"] = (verdict.language, render_template("moderation/preview.html", **values))
    return told


def _original(read: CaseRead, seen: ReviewRead) -> list[tuple[Any, str]]:
    """The words before personal data in them were masked, part by part: for whoever may decide alone."""
    sealed = seen.original or {}
    return [(part.label, str(sealed[part.name][0])) for part in read.text.parts if part.name in sealed]


def _to_next(actor: Actor) -> ResponseReturnValue:
    filters = filters_of_address()
    following, address = queue.next_for(actor, filters, clock.now()), query_of(filters)
    if following is None:
        return redirect(url_for("moderation.show_queue", **address), 303)
    return redirect(url_for("moderation.show_case", case_id=following, **address), 303)
