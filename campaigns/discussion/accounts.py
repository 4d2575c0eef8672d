"""Two accounts of one person become one: the later answer to a question holds."""

from collections.abc import Mapping

from sqlalchemy import update

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from app.foundation.db import db
from campaigns.discussion.models import AnswerCount, QuestionAnswer


def join(joining: Joining) -> Mapping[str, int]:
    """Answers go over, each counted once."""
    for closed in moving.twins(QuestionAnswer, joining, ("question_id",)):
        kept = db.session.get_one(QuestionAnswer, (closed.question_id, joining.kept_id))
        going = closed.value
        if closed.answered_at > kept.answered_at:
            going, kept.value, kept.answered_at = kept.value, closed.value, closed.answered_at
        same = (AnswerCount.question_id == closed.question_id, AnswerCount.value == going)
        less = update(AnswerCount).where(*same).values(people=AnswerCount.people - 1)
        db.session.execute(less, execution_options={"synchronize_session": False})
    db.session.flush()
    return {"answers": moving.move(QuestionAnswer, joining, ("question_id",))}
