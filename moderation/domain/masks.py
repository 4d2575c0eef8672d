"""A text is published without some of its words. Where they stood they stand no more; the original is sealed for a review.

What was sealed is kept place by place, each as it read before and as it reads masked, so that giving the words back never
overwrites what somebody wrote meanwhile. It goes once nobody can ask for a review any more.
"""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Invalid, Reason
from campaigns.contributions import states
from campaigns.contributions.models import Contribution
from campaigns.contributions.rewriting import Change
from moderation import masking
from moderation.masking import Wanted
from moderation.models import Case, Original, Report, Review, Statement
from moderation.published import find_in
from moderation.texts import texts_of
from moderation.texts.wording import rewrite_everywhere

IN_REASONS = Reason(
    "mask.in-reasons", _l("What the author reads repeats the words you mask. Say it without them: others read it, too.")
)


def plan(contribution: Contribution, wanted: Wanted, facts: str) -> masking.Mask:
    """How the text will read. Raises Invalid where it cannot be masked so, or the reasons repeat what is masked."""
    mask = masking.plan(texts_of({contribution.id: contribution.kind})[contribution.id], wanted, contribution.language)
    if mask("facts", facts) != facts:
        raise Invalid(IN_REASONS)
    return mask


def publish(case: Case, contribution: Contribution, statement: Statement, wanted: Wanted, now: datetime) -> None:
    """Masks the words everywhere, seals the original and publishes the text; one that is public stays where it stands."""
    mask = plan(contribution, wanted, statement.facts)
    sealed: dict[str, list[str]] = {}

    def change(place: str, words: str) -> str:
        after = mask(place, words)
        if after != words:
            sealed[place] = [words, after]
        return after

    rewrite(contribution, change)
    original = Original(statement_id=statement.id, contribution_id=contribution.id, fields=dict(sealed))
    original.sealed_at, original.until = now, statement.review_until
    db.session.add(original)
    _look_again(case, contribution)
    states.publish_masked(contribution, statement.id, now)


def give_back(contribution: Contribution, statement_id: int) -> None:
    """The words stand again where they stood, and nothing is sealed any more: the mask was undone, or a review reversed it.

    A place that somebody has changed since keeps what they wrote. The state of the text is the caller's affair.
    """
    original = db.session.scalar(select(Original).where(Original.statement_id == statement_id).with_for_update())
    if original is None:
        return
    sealed = original.fields

    def change(place: str, words: str) -> str:
        before, masked = sealed.get(place, (words, words))
        return str(before) if words == masked else words

    rewrite(contribution, change)
    db.session.delete(original)
    db.session.flush()


def look_again(case: Case, contribution: Contribution) -> None:
    """What was found stands elsewhere in the text now."""
    _look_again(case, contribution)
    outbox.ask("moderation.check", case_id=case.id)


def over(now: datetime, most: int) -> Sequence[int]:
    """The ids of originals that no review can need any more: it has ended, or none was asked for within the term."""
    query = (
        select(Original.id)
        .outerjoin(Review, Review.statement_id == Original.statement_id)
        .outerjoin(Case, Case.id == Review.case_id)
        .where(or_(Case.closed_at.is_not(None), Review.id.is_(None) & (Original.until <= now)))
        .order_by(Original.until, Original.id)
    )
    return db.session.scalars(query.limit(most)).all()


def purge(original_id: int, now: datetime) -> None:
    """What was sealed is gone for good; the index is built anew, for it may still hold the words in what it has struck off."""
    original = db.session.scalar(select(Original).where(Original.id == original_id).with_for_update())
    if original is None:
        return
    campaign_id = db.session.get_one(Contribution, original.contribution_id).campaign_id
    chain.log(
        "original.purge",
        now=now,
        actor_id=None,
        thing="contribution",
        thing_id=original.contribution_id,
        campaign_id=campaign_id,
        statement_id=original.statement_id,
    )
    db.session.delete(original)
    db.session.flush()
    outbox.ask_once("search.renew")


def rewrite(contribution: Contribution, change: Change) -> None:
    """Asks `change` about the words of a text wherever they stand, also in what was said about it. With its row locked."""
    rewrite_everywhere(contribution, change)
    # Who reported a text, asked for a review or gave reasons earlier may have repeated the words.
    for report in db.session.scalars(select(Report).where(Report.contribution_id == contribution.id)):
        report.words = change(f"report:{report.id}", report.words)
    for review in db.session.scalars(select(Review).where(Review.contribution_id == contribution.id)):
        review.words, review.facts = (
            change(f"review:{review.id}", review.words),
            change(f"review-facts:{review.id}", review.facts),
        )
    for said in db.session.scalars(select(Statement).where(Statement.contribution_id == contribution.id)):
        said.facts = change(f"statement:{said.id}", said.facts)
    db.session.flush()


def _look_again(case: Case, contribution: Contribution) -> None:
    text = texts_of({contribution.id: contribution.kind})[contribution.id]
    case.findings = [one.as_json() for one in find_in(text.parts)]
