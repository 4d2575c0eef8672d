"""Topics, comments, conclusions and news, put into the tables as they would stand there."""

from typing import Any

from sqlalchemy import select, update

from app.accounts.models import Account
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.models import Comment, Thread
from campaigns.contributions.models import PUBLIC, Kind, State
from campaigns.discussion.models import Conclusion, Problem, Question, QuestionKind, Topic
from campaigns.ideas.models import Idea
from campaigns.implementation.models import Contest, Undertaking, WorkState
from campaigns.news.models import NewsItem
from campaigns.plan.models import Campaign
from tests.factories.answers import put_another
from tests.factories.campaigns import make_idea
from tests.factories.commons import common_row
from tests.factories.people import make_office
from tests.factories.works import make_work


def put_topic(
    campaign: Campaign,
    author: Account | None = None,
    state: State = State.PUBLISHED,
    title: str = "Запись к врачу",
    background: str = "На портале записаться можно за две недели.",
    question: str = "Насколько это удобно?",
) -> Topic:
    """A topic with one closed question."""
    with step():
        topic = Topic(id=common_row(Kind.TOPIC, campaign, author, state).id, campaign_id=campaign.id, title=title)
        topic.background = background
        topic.questions = [Question(position=1, kind=QuestionKind.SCALE, text=question, options=["плохо", "хорошо"])]
        db.session.add(topic)
    return topic


def put_comment(
    host: Idea | Topic,
    author: Account | None = None,
    state: State = State.PUBLISHED,
    body: str = "Талоны расходятся за минуты, я проверял.",
    parent: Comment | None = None,
) -> Comment:
    """A comment under an idea or a topic, counted in its thread and its branch where everyone may read it."""
    with step():
        campaign = db.session.get_one(Campaign, host.campaign_id)
        common = common_row(Kind.COMMENT, campaign, author, state)
        thread = db.session.get(Thread, host.id)
        if thread is None:
            thread = Thread(id=host.id, campaign_id=campaign.id, comments=0)
            db.session.add(thread)
            db.session.flush()
        above = db.session.get_one(Comment, parent.id) if parent else None
        comment = Comment(
            id=common.id,
            campaign_id=campaign.id,
            thread_id=host.id,
            parent_id=above.id if above else None,
            root_id=(above.root_id or above.id) if above else None,
            body=body,
            said_at=common.created_at,
            is_counted=state in PUBLIC,
        )
        if state in PUBLIC:
            thread.comments += 1
            db.session.execute(update(Idea).where(Idea.id == host.id).values(comments=thread.comments))
            if comment.root_id is not None:
                db.session.get_one(Comment, comment.root_id).replies += 1
        db.session.add(comment)
    return comment


def put_conclusion(
    topic: Topic,
    author: Account | None = None,
    state: State = State.PUBLISHED,
    body: str = "Люди хотят записываться заранее.",
    problem: str = "Талоны открываются ночью.",
) -> Conclusion:
    """A conclusion with one problem."""
    with step():
        campaign = db.session.get_one(Campaign, topic.campaign_id)
        common = common_row(Kind.CONCLUSION, campaign, author, state)
        conclusion = Conclusion(id=common.id, campaign_id=campaign.id, topic_id=topic.id, body=body)
        db.session.add(conclusion)
        db.session.flush()
        campaign.problems_numbered += 1
        number = campaign.problems_numbered
        db.session.add(Problem(campaign_id=campaign.id, conclusion_id=conclusion.id, number=number, text=problem))
    return conclusion


def put_news(
    campaign: Campaign,
    author: Account | None = None,
    state: State = State.PUBLISHED,
    title: str = "Начинаем второй этап",
    body: str = "С понедельника принимаем идеи.",
) -> NewsItem:
    with step():
        item = NewsItem(
            id=common_row(Kind.NEWS, campaign, author, state).id, campaign_id=campaign.id, title=title, body=body
        )
        db.session.add(item)
    return item


def put_objection(host: Idea | Topic, author: Account | None, state: State, words: str) -> Contest:
    """An objection to what is reported as done about the idea."""
    idea = host if isinstance(host, Idea) else make_idea(db.session.get_one(Campaign, host.campaign_id))
    work = db.session.scalars(select(Undertaking).where(Undertaking.idea_id == idea.id)).one_or_none()
    work = work or make_work(idea, make_office(f"Office of {idea.id}"), WorkState.DONE)
    with step():
        campaign = db.session.get_one(Campaign, idea.campaign_id)
        common = common_row(Kind.CONTEST, campaign, author, state)
        contest = Contest(id=common.id, campaign_id=campaign.id, undertaking_id=work.id, body=words, caption=words)
        db.session.add(contest)
    return contest


def put_one(
    kind: Kind, campaign: Campaign, author: Account | None, state: State, words: str, host: Idea | Topic
) -> Any:
    """One text of the kind in this state with these words in it; comments and conclusions hang on `host`."""
    match kind:
        case Kind.TOPIC:
            return put_topic(campaign, author, state, title=words, background=words, question=words)
        case Kind.COMMENT:
            return put_comment(host, author, state, body=words)
        case Kind.CONCLUSION:
            topic = host if isinstance(host, Topic) else put_topic(campaign)
            return put_conclusion(topic, author, state, body=words, problem=words)
        case Kind.CONTEST:
            return put_objection(host, author, state, words)
        case Kind.ANSWER:
            idea = host if isinstance(host, Idea) else make_idea(campaign)
            return put_another(idea, author, state, words)
        case Kind.NEWS:
            return put_news(campaign, author, state, title=words, body=words)
    raise ValueError(kind)
