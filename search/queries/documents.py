"""Public texts as the index takes them: one loader a kind."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Executable, Select, select

from app.foundation.db import db
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution, Kind
from campaigns.contributions.visibility import public
from campaigns.discussion.models import Conclusion, Problem, Question, Topic, TopicText
from campaigns.discussion.visibility import under_what_is_public
from campaigns.ideas.models import Idea
from campaigns.news.models import NewsItem
from campaigns.plan.models import Campaign
from search.engine import Document, Facet

BATCH = 500


def ideas(ids: Sequence[int]) -> list[Document]:
    """The public ideas among these ids."""
    parts = (Idea.problem, Idea.proposal, Idea.effect, Idea.elsewhere)
    query = (
        _public(Idea.title, *parts, Idea.source_id, Idea.outcome, Idea.track_id, Idea.territory_id, Idea.service_id)
        .join(Idea, Idea.id == Contribution.id)
        .where(Contribution.id.in_(ids))
    )
    return [
        _document(row, row.title, row.problem, row.proposal, row.effect, row.elsewhere)
        for row in db.session.execute(query)
    ]


def topics(ids: Sequence[int]) -> list[Document]:
    """The public topics among these ids, with their questions, in every language they are given in."""
    rows = db.session.execute(
        _public(Topic.title, Topic.background).join(Topic, Topic.id == Contribution.id).where(Contribution.id.in_(ids))
    ).all()
    questions = select(Question.topic_id, Question.text).where(Question.topic_id.in_(ids))
    others = select(TopicText.topic_id, TopicText.title, TopicText.background).where(TopicText.topic_id.in_(ids))
    more = _gathered(
        questions.order_by(Question.topic_id, Question.position),
        others.order_by(TopicText.topic_id, TopicText.language),
    )
    return [_document(row, row.title, row.background, *more[row.id]) for row in rows]


def comments(ids: Sequence[int]) -> list[Document]:
    """The public comments among these ids. They have no title: a comment never stands before what it is about."""
    query = _public(Comment.body, Comment.source_id).join(Comment, Comment.id == Contribution.id)
    rows = db.session.execute(query.where(Contribution.id.in_(ids)))
    return [_document(row, "", row.body) for row in rows]


def conclusions(ids: Sequence[int]) -> list[Document]:
    """The public conclusions among these ids, with the problems that stand in them."""
    query = (
        _public(Conclusion.body, Topic.title)
        .join(Conclusion, Conclusion.id == Contribution.id)
        .join(Topic, Topic.id == Conclusion.topic_id)
    )
    rows = db.session.execute(query.where(Contribution.id.in_(ids))).all()
    standing = (Problem.conclusion_id.in_(ids), Problem.dropped_at.is_(None))
    more = _gathered(select(Problem.conclusion_id, Problem.text).where(*standing).order_by(Problem.number))
    return [_document(row, row.title, row.body, *more[row.id]) for row in rows]


def news(ids: Sequence[int]) -> list[Document]:
    """The public news among these ids."""
    query = _public(NewsItem.title, NewsItem.body).join(NewsItem, NewsItem.id == Contribution.id)
    return [_document(row, row.title, row.body) for row in db.session.execute(query.where(Contribution.id.in_(ids)))]


# Another kind of text is found as soon as its loader stands here.
LOADERS: dict[Kind, Callable[[Sequence[int]], list[Document]]] = {
    Kind.IDEA: ideas,
    Kind.TOPIC: topics,
    Kind.COMMENT: comments,
    Kind.CONCLUSION: conclusions,
    Kind.NEWS: news,
}


def _public(*columns: Any) -> Select[Any]:
    common = (
        Contribution.id,
        Contribution.kind,
        Contribution.campaign_id,
        Contribution.state,
        Contribution.language,
        Contribution.published_at,
        Campaign.slug,
    )
    query = select(*common, *columns).select_from(Contribution).join(Contribution.campaign)
    return query.where(public(), under_what_is_public())


def _gathered(*queries: Executable) -> defaultdict[int, list[str]]:
    """Words that belong to a text beside its own row: each row is its id, then words."""
    words: defaultdict[int, list[str]] = defaultdict(list)
    for query in queries:
        for id, *texts in db.session.execute(query):
            words[id] += texts
    return words


def _document(row: Any, title: str, *parts: str) -> Document:
    """The document of a row; what its kind has not, such as a track, the row need not have either."""
    values = {
        Facet.KIND: row.kind,
        Facet.CAMPAIGN: row.campaign_id,
        Facet.STATUS: getattr(row, "outcome", None) or row.state,
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
        published_at=row.published_at,
    )


def public_documents(ids: Sequence[int]) -> list[Document]:
    """The documents of those contributions that guests may see, the oldest first; the others are left out."""
    found = (document for load in LOADERS.values() for document in load(ids)) if ids else ()
    # What a database returns first is its own affair; of two equal answers people are always to see the same one first.
    return sorted(found, key=lambda document: document.id)


def public_ids() -> list[int]:
    """The ids of all contributions that guests may see and that search knows how to load."""
    known = (public(), under_what_is_public(), Contribution.kind.in_(list(LOADERS)))
    query = select(Contribution.id).join(Contribution.campaign).where(*known)
    return list(db.session.scalars(query.order_by(Contribution.id)))


def all_public() -> Iterator[list[Document]]:
    """Everything public, a batch at a time; each batch is a read of its own, as things stand at that moment."""
    ids = public_ids()
    for batch in batches(ids):
        documents = public_documents(batch)
        db.session.rollback()
        yield documents


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids, some hundred at a time."""
    whole = list(ids)
    for start in range(0, len(whole), BATCH):
        yield whole[start : start + BATCH]
