"""What a person brought to discussions: topics, conclusions, answers to questions. Counts of answers stay as they are."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.slots import Own
from app.foundation.db import db
from campaigns.contributions.models import Contribution
from campaigns.discussion.models import Conclusion, Question, QuestionAnswer, Topic


def own(account_id: int) -> Sequence[Own]:
    """Topics and conclusions they wrote, and what they answered."""
    by_them = Contribution.author_id == account_id
    columns = (Contribution.state, Contribution.created_at)
    topics = select(Topic.id, Topic.title, Topic.background, *columns).join(Contribution, Contribution.id == Topic.id)
    conclusions = select(Conclusion.id, Conclusion.body, *columns).join(Contribution, Contribution.id == Conclusion.id)
    answers = select(Question.text, QuestionAnswer.value, QuestionAnswer.answered_at).join(
        QuestionAnswer, QuestionAnswer.question_id == Question.id
    )
    words = {"title": _("Title"), "background": _("Background"), "body": _("Text"), "text": _("Question")}
    return [
        Own(name, title, [dict(row) for row in db.session.execute(query).mappings()], words)
        for name, title, query in (
            ("topics", _("Topics"), topics.where(by_them).order_by(Topic.id)),
            ("conclusions", _("Conclusions"), conclusions.where(by_them).order_by(Conclusion.id)),
            ("answers-to-questions", _("Answers to questions"), answers.where(QuestionAnswer.account_id == account_id)),
        )
    ]
