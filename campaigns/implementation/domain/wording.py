"""The words of an objection, and of the reply to it."""

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.rewriting import Change
from campaigns.implementation.models import Contest, Progress


def rewrite(contest_id: int, change: Change) -> None:
    """Puts what `change` makes of them in the place of the words. Called with the common row locked."""
    contest = db.session.get_one(Contest, contest_id, populate_existing=True)
    contest.body, contest.caption = change("body", contest.body), change("caption", contest.caption)
    contest.reply = change("reply", contest.reply)
    # Where the objection was upheld the reply stands among the reports, too.
    for progress in db.session.scalars(select(Progress).where(Progress.contest_id == contest_id)):
        progress.text = change("reply", progress.text)
    db.session.flush()
