"""Topics in every state, their questions, answers and conclusions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.accounts.models import Account
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import RESTRICTED, Contribution, Kind, State
from campaigns.discussion.domain import answers, questions
from campaigns.discussion.models import Conclusion, Problem, QuestionKind, Topic, TopicText
from campaigns.discussion.texts import Asked
from campaigns.plan.models import Campaign
from campaigns.services.models import Service
from moderation.models import Decision, Statement

A_TOPIC = {"title": "Удобно ли записаться к врачу?", "background": "Запись открывается в семь утра."}
HOW = Asked(QuestionKind.SCALE, "Насколько удобно?", ("совсем неудобно", "очень удобно"))
WHERE = Asked(QuestionKind.CHOICE, "На каком шаге вы остановились?", ("Вход", "Выбор врача", "Всё получилось"))
DECISIONS = {State.RETURNED: Decision.RETURN, State.REJECTED: Decision.REJECT, State.HIDDEN: Decision.HIDE}


def make_topic(
    campaign: Campaign,
    author: Account | None = None,
    state: State = State.PUBLISHED,
    title: str = A_TOPIC["title"],
    background: str = A_TOPIC["background"],
    asked: Sequence[Asked] = (),
    language: str = "ru",
    **over: Any,
) -> Topic:
    """A topic in any state, put into the tables as it would stand there, at the end of the list; people are for or against."""
    now = clock.now()
    with step():
        common = _contribution(Kind.TOPIC, campaign, author, state, language)
        fields = {"position": common.id, "takes_stands": True, **over}
        topic = Topic(id=common.id, campaign_id=campaign.id, title=title, background=background, **fields)
        db.session.add(topic)
        db.session.flush()
        questions.set_all(topic.id, asked)
        if state in RESTRICTED:
            statement = Statement(
                contribution_id=common.id,
                decision=DECISIONS[state],
                rule="personal data",
                facts="В тексте остался номер телефона.",
                language="ru",
                is_automatic=True,
                made_at=now,
                review_until=now + timedelta(days=14),
            )
            db.session.add(statement)
            db.session.flush()
            common.statement_id, common.state = statement.id, state
    return topic


def translate(topic: Topic, language: str, title: str, background: str = "") -> None:
    """The topic in another language."""
    with step():
        db.session.add(TopicText(topic_id=topic.id, language=language, title=title, background=background))


def answer(topic: Topic, question_id: int, **given: Any) -> None:
    """People answer a question of the topic through the verb: `account=value`, or `by` pairs."""
    for account, value in given["by"]:
        with step():
            answers.give(actor_of(account), topic.id, {question_id: value}, clock.now())


def make_conclusion(
    topic: Topic,
    *problems: str,
    body: str = "Люди согласны: запись неудобна.",
    state: State = State.PUBLISHED,
    author: Account | None = None,
    service: Service | None = None,
) -> Conclusion:
    """The conclusion of a topic with its problems, put into the tables; the topic is closed."""
    with step():
        campaign = db.session.get_one(Campaign, topic.campaign_id)
        common = _contribution(Kind.CONCLUSION, campaign, author, state, "ru")
        conclusion = Conclusion(id=common.id, campaign_id=campaign.id, topic_id=topic.id, body=body)
        db.session.add(conclusion)
        db.session.flush()
        for text in problems:
            campaign.problems_numbered += 1
            db.session.add(
                Problem(
                    campaign_id=campaign.id,
                    conclusion_id=conclusion.id,
                    number=campaign.problems_numbered,
                    text=text,
                    service_id=service.id if service else None,
                )
            )
        topic.closed_at = clock.now()
    return conclusion


def _contribution(kind: Kind, campaign: Campaign, author: Account | None, state: State, language: str) -> Contribution:
    now = clock.now()
    first = State.SUBMITTED if state in RESTRICTED else state
    common = Contribution(
        kind=kind,
        campaign_id=campaign.id,
        author_id=author.id if author else None,
        byline="" if author else "Ведущая Н.",
        state=first,
        language=language,
        created_at=now,
        changed_at=now,
        submitted_at=now,
        published_at=now if state in {State.PUBLISHED, State.JOINED, State.HIDDEN} else None,
    )
    db.session.add(common)
    db.session.flush()
    return common
