"""Texts as the indexes take them: one loader a kind, one rule a shelf."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, and_, not_, select

from app.accounts.roles import SYSTEM
from app.foundation.db import db
from app.offices.models import Office
from campaigns.answers.models import Answer
from campaigns.comments.models import Comment
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State
from campaigns.contributions.visibility import public, visible_to
from campaigns.discussion.models import Conclusion, Problem, Question, Topic, TopicText
from campaigns.discussion.visibility import under_what_is_public
from campaigns.ideas.models import Idea
from campaigns.implementation.models import Contest
from campaigns.news.models import NewsItem
from campaigns.plan.models import Campaign
from search.engine import Document, Facet, Shelf

BATCH = 500


def ideas(shelf: Shelf, ids: Sequence[int]) -> list[Document]:
    """The ideas of the shelf among these ids."""
    parts = (Idea.problem, Idea.proposal, Idea.effect, Idea.elsewhere)
    choices = (Idea.outcome, Idea.track_id, Idea.territory_id, Idea.service_id)
    query = _texts(shelf, ids, Idea.title, *parts, Idea.source_id, *choices).join(Idea, Idea.id == Contribution.id)
    return [
        _document(row, row.title, row.problem, row.proposal, row.effect, row.elsewhere)
        for row in db.session.execute(query)
    ]


def topics(shelf: Shelf, ids: Sequence[int]) -> list[Document]:
    """The topics of the shelf among these ids, with their questions, in every language they are given in."""
    query = _texts(shelf, ids, Topic.title, Topic.background).join(Topic, Topic.id == Contribution.id)
    rows = db.session.execute(query).all()
    questions = select(Question.topic_id, Question.text).where(Question.topic_id.in_(ids))
    others = select(TopicText.topic_id, TopicText.title, TopicText.background).where(TopicText.topic_id.in_(ids))
    more = _gathered(
        questions.order_by(Question.topic_id, Question.position),
        others.order_by(TopicText.topic_id, TopicText.language),
    )
    return [_document(row, row.title, row.background, *more[row.id]) for row in rows]


def comments(shelf: Shelf, ids: Sequence[int]) -> list[Document]:
    """The comments of the shelf among these ids. They have no title: a comment never stands before what it is about."""
    query = _texts(shelf, ids, Comment.body, Comment.source_id).join(Comment, Comment.id == Contribution.id)
    return [_document(row, "", row.body) for row in db.session.execute(query)]


def conclusions(shelf: Shelf, ids: Sequence[int]) -> list[Document]:
    """The conclusions of the shelf among these ids, with the problems that stand in them, called by their topic."""
    query = (
        _texts(shelf, ids, Conclusion.body, Topic.title)
        .join(Conclusion, Conclusion.id == Contribution.id)
        .join(Topic, Topic.id == Conclusion.topic_id)
    )
    rows = db.session.execute(query).all()
    standing = (Problem.conclusion_id.in_(ids), Problem.dropped_at.is_(None))
    more = _gathered(select(Problem.conclusion_id, Problem.text).where(*standing).order_by(Problem.number))
    return [_document(row, row.title, row.body, *more[row.id]) for row in rows]


def news(shelf: Shelf, ids: Sequence[int]) -> list[Document]:
    """The news of the shelf among these ids."""
    query = _texts(shelf, ids, NewsItem.title, NewsItem.body).join(NewsItem, NewsItem.id == Contribution.id)
    return [_document(row, row.title, row.body) for row in db.session.execute(query)]


def contests(shelf: Shelf, ids: Sequence[int]) -> list[Document]:
    """The objections of the shelf among these ids. They have no title: what they are about has one."""
    query = _texts(shelf, ids, Contest.body, Contest.caption).join(Contest, Contest.id == Contribution.id)
    return [_document(row, "", row.body, row.caption) for row in db.session.execute(query)]


def answers(shelf: Shelf, ids: Sequence[int]) -> list[Document]:
    """The answers of the shelf among these ids. They have no title: an answer never stands before its idea."""
    columns = (Office.name.label("office"), Answer.reasons, Answer.referred_to, Answer.letter_number)
    query = _texts(shelf, ids, *columns).join(Answer, Answer.id == Contribution.id)
    rows = db.session.execute(query.join(Office, Office.id == Answer.office_id))
    return [_document(row, "", row.reasons, row.referred_to, row.letter_number, row.office) for row in rows]


# Another kind of text is found as soon as its loader stands here.
LOADERS: dict[Kind, Callable[[Shelf, Sequence[int]], list[Document]]] = {
    Kind.IDEA: ideas,
    Kind.TOPIC: topics,
    Kind.COMMENT: comments,
    Kind.ANSWER: answers,
    Kind.CONCLUSION: conclusions,
    Kind.NEWS: news,
    Kind.CONTEST: contests,
}


def stands_on(shelf: Shelf) -> ColumnElement[bool]:
    """What belongs on the shelf, for a query that joins Contribution with its Campaign.

    What guests may see; or all that was ever sent, but for comments that their authors deleted: their words stand nowhere.
    """
    if shelf == Shelf.PUBLIC:
        # A joined idea is found once: by the words of the one it goes on in.
        return and_(public(), under_what_is_public(), Contribution.state != State.JOINED)
    deleted = and_(Contribution.kind == Kind.COMMENT, Contribution.state == State.WITHDRAWN)
    return and_(visible_to(SYSTEM), not_(deleted))


def _texts(shelf: Shelf, ids: Sequence[int], *columns: Any) -> Select[Any]:
    common = (
        Contribution.id,
        Contribution.kind,
        Contribution.campaign_id,
        Contribution.state,
        Contribution.language,
        Contribution.published_at,
        Contribution.submitted_at,
        Campaign.slug,
    )
    query = select(*common, *columns).select_from(Contribution).join(Contribution.campaign)
    return query.where(Contribution.id.in_(ids), stands_on(shelf))


def _gathered(*queries: Executable) -> defaultdict[int, list[str]]:
    """Words that belong to a text beside its own row: each row is its id, then words."""
    words: defaultdict[int, list[str]] = defaultdict(list)
    for query in queries:
        for id, *texts in db.session.execute(query):
            words[id] += texts
    return words


def _document(row: Any, title: str, *parts: str) -> Document:
    """The document of a row; what its kind has not, such as a track, the row need not have either."""
    outcome = getattr(row, "outcome", None) if row.state in PUBLIC else None
    values = {
        Facet.KIND: row.kind,
        Facet.CAMPAIGN: row.campaign_id,
        Facet.STATUS: outcome or row.state,
        Facet.LANGUAGE: row.language,
        Facet.TRACK: getattr(row, "track_id", None),
        Facet.TERRITORY: getattr(row, "territory_id", None),
        Facet.SERVICE: getattr(row, "service_id", None),
    }
    return Document(
        id=row.id,
        title=title,
        text="\n\n".join(part for part in parts if part),
        language=row.language,
        facets={facet: (str(value),) for facet, value in values.items() if value is not None},
        campaign_slug=row.slug,
        source_id=getattr(row, "source_id", None),
        published_at=row.published_at or row.submitted_at,
    )


def documents_of(shelf: Shelf, ids: Sequence[int]) -> list[Document]:
    """The documents of those contributions that belong on the shelf, the oldest first; the others are left out."""
    found = (document for load in LOADERS.values() for document in load(shelf, ids)) if ids else ()
    # What a database returns first is its own affair; of two equal answers people are always to see the same one first.
    return sorted(found, key=lambda document: document.id)


def ids_of(shelf: Shelf) -> list[int]:
    """The ids of all contributions that belong on the shelf and that search knows how to load."""
    known = (stands_on(shelf), Contribution.kind.in_(list(LOADERS)))
    query = select(Contribution.id).join(Contribution.campaign).where(*known)
    return list(db.session.scalars(query.order_by(Contribution.id)))


def all_of(shelf: Shelf) -> Iterator[list[Document]]:
    """All that belongs on the shelf, a batch at a time; each batch is a read of its own, as things stand at that moment."""
    ids = ids_of(shelf)
    for batch in batches(ids):
        documents = documents_of(shelf, batch)
        db.session.rollback()
        yield documents


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids, some hundred at a time."""
    whole = list(ids)
    for start in range(0, len(whole), BATCH):
        yield whole[start : start + BATCH]
