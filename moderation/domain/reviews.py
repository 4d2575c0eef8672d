"""A second look: asked for once, within a term, by whom the decision concerns; decided by somebody who did not decide first."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, or_, select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, Reason
from campaigns.contributions import states
from campaigns.contributions.models import PUBLIC, Contribution, State
from moderation import deciders
from moderation.domain import cases, masks, statements
from moderation.domain.decisions import CHANGED, NO_WORDS, NOT_BY_THIS, NOT_POSSIBLE, Seen
from moderation.domain.rows import locked, locked_contribution
from moderation.domain.statements import REVIEW_WITHIN, Reasons
from moderation.events import ReviewDecided
from moderation.models import About, Asker, Basis, Case, Decision, Outcome, Report, Review, Statement
from moderation.possible import becomes, possible
from moderation.reasons import BY_CODE

SAY_WHAT = Reason("review.no-words", _l("Write what we have overlooked: whoever looks again reads it first."))
ASKED_ALREADY = Reason("review.twice", _l("A review of this decision was asked for already. It is looked at once."))
UNDER_REVIEW = Reason(
    "review.open", _l("Somebody looks at this text a second time already. What they decide will be seen on its page.")
)
TERM_OVER = Reason("review.late", _l("The term in which a review may be asked for is over."))
TAKEN_BACK = Reason("review.withdrawn", _l("You have taken this text back: there is nothing left to look at again."))
SENT_AGAIN = Reason(
    "review.sent-again", _l("You have sent this text again. It is being checked, so there is nothing to look at twice.")
)
NOT_RESTRICTED = Reason(
    "review.nothing", _l("This text is not restricted any more: there is nothing to look at again.")
)
ACTED = Reason(
    "review.acted", _l("Something was done about your report. Only a report that led to nothing is reviewed.")
)
MOVED_ON = Reason(
    "review.moved-on",
    _l("The text has moved on since the review was asked for: the decision it is about holds no more."),
)


@dataclass(frozen=True)
class Verdict:
    """What a review ends in, with reasons for who asked. Where a report was right after all, `ground` is the code of the rule
    and `words` in `language` are what the author of the text reads."""

    outcome: Outcome
    facts: str
    ground: str = ""
    words: str = ""
    language: str = ""


def ask(actor: Actor, contribution_id: int, words: str, now: datetime) -> Review:
    """The author of a restricted text asks for another look at the decision.

    Raises Missing (not their text), Invalid (no words), Conflict (nothing restricts it, the term is over, asked already).
    """
    contribution = locked_contribution(contribution_id)
    if actor.id is None or contribution.author_id != actor.id:
        raise Missing
    reason = refusal(contribution, now)
    if reason:
        raise Conflict(reason)
    statement = db.session.get_one(Statement, contribution.statement_id)
    review = Review(statement_id=statement.id, first_decided_by=statement.made_by, asked_as=Asker.AUTHOR)
    return _asked(review, contribution, actor, words, now)


def ask_as_reporter(actor: Actor, report: Report, words: str, now: datetime) -> Review:
    """Somebody whose report led to nothing asks for another look.

    Raises Missing (not their report), Invalid (no words), Conflict (it led to something, the term is over, asked already).
    """
    contribution = locked_contribution(report.contribution_id)
    if actor.id is None or report.reporter_id != actor.id:
        raise Missing
    reason = refusal_of_report(report, contribution, now)
    if reason:
        raise Conflict(reason)
    first = db.session.get_one(Case, report.case_id)
    review = Review(decided_case_id=first.id, first_decided_by=first.decided_by, asked_as=Asker.REPORTER)
    return _asked(review, contribution, actor, words, now)


def refusal(contribution: Contribution, now: datetime) -> Reason | None:
    """Why the author may not ask for a review of what restricts the text, or None where they may. At most two statements."""
    if contribution.state == State.WITHDRAWN:
        return TAKEN_BACK
    if contribution.state == State.SUBMITTED:
        return SENT_AGAIN
    statement = db.session.get(Statement, contribution.statement_id) if contribution.statement_id else None
    if statement is None or statement.undone_at is not None:
        return NOT_RESTRICTED
    if db.session.scalar(select(exists().where(Review.statement_id == statement.id))):
        return ASKED_ALREADY
    return TERM_OVER if now >= statement.review_until else None


def refusal_of_report(report: Report, contribution: Contribution, now: datetime) -> Reason | None:
    """Why the reporter may not ask for a review, or None where they may. At most three statements."""
    first = db.session.get_one(Case, report.case_id)
    if report.acted is not False or first.decided_at is None or contribution.state not in PUBLIC:
        return ACTED if report.acted else NOT_RESTRICTED if contribution.state not in PUBLIC else NOT_POSSIBLE
    asked = exists().where(Review.decided_case_id == first.id, Review.asked_by == report.reporter_id)
    by_author = exists().where(
        Review.statement_id == Statement.id, Statement.case_id == first.id, Review.outcome.is_not(None)
    )
    if db.session.scalar(select(or_(asked, by_author))):
        return ASKED_ALREADY
    waits = exists().where(
        Case.contribution_id == contribution.id, Case.about == About.REVIEW, Case.closed_at.is_(None)
    )
    if db.session.scalar(select(waits)):
        return UNDER_REVIEW
    return TERM_OVER if now >= first.decided_at + REVIEW_WITHIN else None


def _asked(review: Review, contribution: Contribution, actor: Actor, words: str, now: datetime) -> Review:
    if not words:
        raise Invalid(SAY_WHAT)
    case = cases.open_for(contribution, now, About.REVIEW)
    review.case_id, review.contribution_id, review.campaign_id = case.id, contribution.id, contribution.campaign_id
    review.asked_by, review.asked_at, review.words = actor.id or 0, now, words
    review.author_id, review.language = contribution.author_id, actor.language or contribution.language
    db.session.add(review)
    db.session.flush()
    _log("review.ask", review, actor, now, asked_as=review.asked_as.value)
    return review


def decide(actor: Actor, case_id: int, verdict: Verdict, seen: Seen, now: datetime) -> Review:
    """The review is decided, and with it whether the text is read or not. All or nothing is written; it is not undone.

    Raises Missing, NotAllowed (they decided first, asked, wrote it or are connected with its department), Conflict (somebody
    was quicker, or the text has moved on), Invalid (no reasons, or no rule where a report was right after all).
    """
    case, contribution = locked(case_id)
    deciders.require(actor, case, contribution)
    cases.require_free(case, actor, now)
    review = _review_of(case)
    _require_seen(review, case, contribution, seen)
    _require_sound(review, contribution, verdict)
    was_public = contribution.published_at is not None
    case.decision, case.decided_at, case.decided_by, case.closed_at = _comes_to(review, verdict), now, actor.id, now
    case.version += 1
    review.outcome, review.facts, review.decided_at, review.decided_by = verdict.outcome, verdict.facts, now, actor.id
    db.session.flush()
    if verdict.outcome == Outcome.REVERSED:
        _reverse(review, case, contribution, verdict, actor, now)
    _log("review.decide", review, actor, now, outcome=verdict.outcome.value)
    events.announce(ReviewDecided(review.id, was_public))
    return review


def close_moot(contribution_id: int, now: datetime) -> None:
    """An open review ends without a decision where what it is about holds no more."""
    contribution = locked_contribution(contribution_id)
    rows = db.session.execute(
        select(Case, Review)
        .join(Review, Review.case_id == Case.id)
        .where(Case.contribution_id == contribution_id, Case.closed_at.is_(None))
        .with_for_update()
    ).all()
    for case, review in rows:
        if is_moot(review, contribution):
            case.closed_at = now
            case.version += 1
    db.session.flush()


def waits(contribution_id: int) -> bool:
    """Whether a review of the text is open."""
    open_one = exists().where(
        Case.contribution_id == contribution_id, Case.about == About.REVIEW, Case.closed_at.is_(None)
    )
    return bool(db.session.scalar(select(open_one)))


def is_moot(review: Review, contribution: Contribution) -> bool:
    """Whether the decision it is about holds no more: the text was sent again, published, taken back or restricted anew."""
    if review.asked_as == Asker.REPORTER:
        return contribution.state not in PUBLIC
    return contribution.statement_id != review.statement_id


def _review_of(case: Case) -> Review:
    if case.about != About.REVIEW:
        raise Conflict(NOT_POSSIBLE)
    query = select(Review).where(Review.case_id == case.id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _require_seen(review: Review, case: Case, contribution: Contribution, seen: Seen) -> None:
    if is_moot(review, contribution):
        raise Conflict(MOVED_ON)
    if (case.version, contribution.version) != (seen.case, seen.text):
        raise Conflict(CHANGED)


def _require_sound(review: Review, contribution: Contribution, verdict: Verdict) -> None:
    if not verdict.facts:
        raise Invalid(NO_WORDS)
    if not restricts(review, verdict.outcome):
        return
    ground = BY_CODE.get(verdict.ground)
    if ground is None or not verdict.words:
        raise Invalid(NO_WORDS)
    if Decision.HIDE not in possible(contribution.kind, contribution.state):
        raise Conflict(NOT_POSSIBLE)
    if Decision.HIDE not in ground.leads_to(contribution.kind):
        raise Invalid(NOT_BY_THIS)


def restricts(review: Review, outcome: Outcome) -> bool:
    """Whether this outcome hides a text that everyone reads."""
    return review.asked_as == Asker.REPORTER and outcome == Outcome.REVERSED


def _comes_to(review: Review, verdict: Verdict) -> Decision:
    """What holds about the text after the review."""
    is_upheld = verdict.outcome == Outcome.UPHELD
    if review.asked_as == Asker.REPORTER:
        return Decision.PUBLISH if is_upheld else Decision.HIDE
    return db.session.get_one(Statement, review.statement_id).decision if is_upheld else Decision.PUBLISH


def _reverse(
    review: Review, case: Case, contribution: Contribution, verdict: Verdict, actor: Actor, now: datetime
) -> None:
    if review.asked_as == Asker.REPORTER:
        _restrict(review, case, contribution, verdict, actor, now)
        return
    statement = db.session.get_one(Statement, review.statement_id)
    _settle_reports(statement.case_id, acted=False)
    if statement.decision == Decision.MASK:
        masks.give_back(contribution, statement.id)
        states.restore(contribution, replace(states.standing(contribution), statement_id=None))
    else:
        states.reinstate(contribution, now)


def _restrict(
    review: Review, case: Case, contribution: Contribution, verdict: Verdict, actor: Actor, now: datetime
) -> None:
    language = verdict.language or contribution.language
    reasons = Reasons(Decision.HIDE, verdict.ground, verdict.words, language)
    statement = statements.make(contribution, reasons, now=now, made_by=actor.id, case=case, basis=Basis.REPORT)
    states.restrict(contribution, becomes(Decision.HIDE, contribution.state), statement.id, now)
    _settle_reports(review.decided_case_id, acted=True)


def _settle_reports(case_id: int | None, *, acted: bool) -> None:
    db.session.execute(update(Report).where(Report.case_id == case_id).values(acted=acted))


def _log(act: str, review: Review, actor: Actor, now: datetime, **told: str) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="contribution",
        thing_id=review.contribution_id,
        campaign_id=review.campaign_id,
        case_id=review.case_id,
        **told,
    )
