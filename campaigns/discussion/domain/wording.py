"""The words of topics, in every language, with their questions; those of conclusions with all problems they ever named."""

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.rewriting import Change
from campaigns.discussion.models import Conclusion, Problem, Question, Topic, TopicText


def rewrite_topic(topic_id: int, change: Change) -> None:
    """Puts what `change` makes of them in the place of the words. Called with the common row locked."""
    topic = db.session.get_one(Topic, topic_id, populate_existing=True)
    topic.title, topic.background = change("title", topic.title), change("background", topic.background)
    others = select(TopicText).where(TopicText.topic_id == topic_id).order_by(TopicText.language)
    for one in db.session.scalars(others.execution_options(populate_existing=True)):
        one.title = change(f"title-{one.language}", one.title)
        one.background = change(f"background-{one.language}", one.background)
    asked = select(Question).where(Question.topic_id == topic_id).order_by(Question.position)
    for question in db.session.scalars(asked.execution_options(populate_existing=True)):
        name = f"question-{question.position}"
        question.text = change(name, question.text)
        question.options = [change(f"{name}-option-{place}", one) for place, one in enumerate(question.options, 1)]
    db.session.flush()


def rewrite_conclusion(conclusion_id: int, change: Change) -> None:
    """Puts what `change` makes of them in the place of the words, those of dropped problems too."""
    conclusion = db.session.get_one(Conclusion, conclusion_id, populate_existing=True)
    conclusion.body = change("body", conclusion.body)
    named = select(Problem).where(Problem.conclusion_id == conclusion_id).order_by(Problem.number)
    for problem in db.session.scalars(named.execution_options(populate_existing=True)):
        problem.text = change(f"problem-{problem.number}", problem.text)
    db.session.flush()
