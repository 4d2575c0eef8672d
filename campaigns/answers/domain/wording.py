"""The words of an official answer."""

from app.foundation.db import db
from campaigns.answers.models import Answer
from campaigns.contributions.rewriting import Change

PLACES = ("reasons", "referred_to", "link", "signer", "post", "letter_number")


def rewrite(answer_id: int, change: Change) -> None:
    """Puts what `change` makes of them in the place of the words. Called with the common row locked."""
    answer = db.session.get_one(Answer, answer_id, populate_existing=True)
    for place in PLACES:
        words = getattr(answer, place)
        if words:
            setattr(answer, place, change(place, words))
    db.session.flush()
