"""Rows of texts that were found: with what each hangs on, and where its page is. The same for everyone's search and the staff's."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.answers.models import Answer
from campaigns.comments.models import Comment
from campaigns.contributions.bylines import byline_columns
from campaigns.contributions.models import Contribution, Kind
from campaigns.discussion.models import Conclusion, Topic
from campaigns.ideas.models import Idea
from campaigns.implementation.models import Contest, Undertaking
from campaigns.plan.models import Campaign


def rows(*columns: Any) -> Select[Any]:
    """One row a text: what all searches show of it, and more columns. `about` is the title of what a comment, or an objection, is about."""
    idea, topic, worked_on, answered = aliased(Idea), aliased(Topic), aliased(Idea), aliased(Idea)
    shown: tuple[Any, ...] = (
        Contribution.id,
        Contribution.kind,
        Contribution.state,
        Contribution.language,
        Idea.number,
        Idea.outcome,
        Campaign.slug,
        Campaign.title.label("campaign"),
        func.coalesce(idea.title, topic.title, worked_on.title, answered.title, "").label("about"),
        Conclusion.topic_id,
        Answer.idea_id.label("answered_id"),
        Office.name.label("office"),
        *byline_columns(),
    )
    return (
        select(*shown, *columns)
        .join(Contribution.campaign)
        .outerjoin(Idea, Idea.id == Contribution.id)
        .outerjoin(Comment, Comment.id == Contribution.id)
        .outerjoin(Conclusion, Conclusion.id == Contribution.id)
        .outerjoin(idea, idea.id == Comment.thread_id)
        .outerjoin(topic, topic.id == Comment.thread_id)
        .outerjoin(Contest, Contest.id == Contribution.id)
        .outerjoin(Undertaking, Undertaking.id == Contest.undertaking_id)
        .outerjoin(worked_on, worked_on.id == Undertaking.idea_id)
        .outerjoin(Answer, Answer.id == Contribution.id)
        .outerjoin(Office, Office.id == Answer.office_id)
        .outerjoin(answered, answered.id == Answer.idea_id)
        .outerjoin(Contribution.author)
        .outerjoin(Territory, Territory.id == Account.territory_id)
    )


# The endpoint of each kind of text, and its values by the columns of the row.
PAGES: dict[Kind, tuple[str, dict[str, str]]] = {
    Kind.IDEA: ("ideas.show_idea", {"idea_id": "id"}),
    Kind.TOPIC: ("discussion.show_topic", {"slug": "slug", "topic_id": "id"}),
    Kind.CONCLUSION: ("discussion.show_topic", {"slug": "slug", "topic_id": "topic_id"}),
    Kind.COMMENT: ("comments.show_comment", {"comment_id": "id"}),
    Kind.NEWS: ("news.show_news", {"news_id": "id"}),
    Kind.CONTEST: ("implementation.show_contest", {"contest_id": "id"}),
    Kind.ANSWER: ("ideas.show_idea", {"idea_id": "answered_id"}),
}
ANCHORS = {Kind.ANSWER: {"_anchor": "answer"}}


def page_of(row: Any) -> tuple[str, dict[str, Any]]:
    """The endpoint and the values of the page where the text of the row is read."""
    endpoint, values = PAGES[row.kind]
    return endpoint, {name: getattr(row, column) for name, column in values.items()} | ANCHORS.get(row.kind, {})
