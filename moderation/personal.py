"""What moderation keeps of a person: reports, reviews, the reasons about their texts. And the words of those who leave."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from app.accounts.personal.leaving import removed_in
from app.accounts.slots import Leaving, LeftTexts, Own
from app.foundation import outbox
from app.foundation.db import db
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State
from campaigns.ideas.models import CoAuthor
from moderation.models import MorningLetter, Original, Report, Review, Statement

# What residents write. The rest is written in an office, and stays the organiser's.
RESIDENTS = (Kind.IDEA, Kind.COMMENT, Kind.CONTEST)
# Of a topic that is not published its author alone has heard.
UNTIL_PUBLISHED = (*RESIDENTS, Kind.TOPIC)


def own(account_id: int) -> Sequence[Own]:
    """What they reported, what they asked to be looked at again, and why texts of theirs were restricted."""
    reports = select(Report.contribution_id, Report.rule, Report.words, Report.made_at, Report.acted)
    reviews = select(Review.contribution_id, Review.words, Review.asked_at, Review.outcome, Review.facts)
    reasons = select(
        *(Statement.contribution_id, Statement.decision, Statement.rule_text, Statement.facts, Statement.made_at)
    ).join(Contribution, Contribution.id == Statement.contribution_id)
    of_theirs = (Contribution.author_id == account_id, Statement.undone_at.is_(None))
    words = {
        "contribution_id": _("Number of the text"),
        "words": _("My words"),
        "facts": _("Why"),
        "made_at": _("When"),
    }
    return [
        Own(name, title, [dict(row) for row in db.session.execute(query).mappings()], words)
        for name, title, query in (
            ("reports", _("What I reported"), reports.where(Report.reporter_id == account_id).order_by(Report.id)),
            ("reviews", _("Reviews I asked for"), reviews.where(Review.asked_by == account_id).order_by(Review.id)),
            ("reasons", _("Why texts of mine were restricted"), reasons.where(*of_theirs).order_by(Statement.id)),
        )
    ]


def forget(leaving: Leaving) -> None:
    """Their words about others' texts go; those of their own texts by a job for each, as they wish."""
    mine = select(Contribution.id).where(Contribution.author_id == leaving.account_id)
    db.session.execute(update(Report).where(Report.reporter_id == leaving.account_id).values(words=""))
    db.session.execute(delete(MorningLetter).where(MorningLetter.account_id == leaving.account_id))
    db.session.execute(delete(Original).where(Original.contribution_id.in_(mine)))
    for review in db.session.scalars(select(Review).where(Review.asked_by == leaving.account_id)):
        review.words = removed_in(review.language)
        review.facts = removed_in(review.language) if review.facts else ""
    for said in db.session.scalars(select(Statement).where(Statement.contribution_id.in_(mine))):
        said.facts = removed_in(said.language)
    db.session.flush()
    for contribution_id in _taken_along(leaving):
        outbox.ask("moderation.take_words", contribution_id=contribution_id)
    # What the index has struck off may still hold words.
    outbox.ask_once("search.renew")


def _taken_along(leaving: Leaving) -> Sequence[int]:
    """The texts whose words go: what nobody reads in any case; what is public if the person wishes so. Not what others write, too."""
    together = (
        select(CoAuthor.id)
        .where(CoAuthor.idea_id == Contribution.id, CoAuthor.account_id.is_not(None), CoAuthor.ended_at.is_(None))
        .exists()
    )
    query = select(Contribution.id).where(Contribution.author_id == leaving.account_id, ~together)
    hidden = query.where(Contribution.kind.in_(UNTIL_PUBLISHED), Contribution.state.not_in(sorted(PUBLIC)))
    found = list(db.session.scalars(hidden.where(Contribution.state != State.DRAFT).order_by(Contribution.id)))
    if leaving.texts == LeftTexts.STUBS:
        public = query.where(Contribution.kind.in_(RESIDENTS), Contribution.state.in_(sorted(PUBLIC)))
        found += db.session.scalars(public.order_by(Contribution.id))
    return found
