"""The words of official answers."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from app.offices.models import Office
from campaigns.answers.models import Answer
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.ideas.models import Idea
from moderation.texts.words import Part, Place, Text

HERE = {"_anchor": "answer"}


def read(ids: Collection[int]) -> dict[int, Text]:
    """One statement."""
    rows = db.session.execute(
        select(Answer, Office.name.label("office"), Idea.title, Contribution.state)
        .join(Office, Office.id == Answer.office_id)
        .join(Idea, Idea.id == Answer.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(Answer.id.in_(ids))
    )
    return {row.Answer.id: _text(row) for row in rows}


def _text(row: Any) -> Text:
    answer: Answer = row.Answer
    parts = (
        Part("reasons", _l("Reasons"), answer.reasons),
        Part("referred_to", _l("Where to turn"), answer.referred_to),
        Part("link", _l("Link"), answer.link),
        Part("signer", _l("Who signs"), answer.signer),
        Part("post", _l("Position"), answer.post),
        Part("letter_number", _l("Number of the letter"), answer.letter_number),
    )
    idea = Place(_l("About the idea"), row.title, "ideas.show_idea", {"idea_id": answer.idea_id}, row.state in PUBLIC)
    return Text(
        Kind.ANSWER,
        row.office,
        None,
        tuple(part for part in parts if part.text),
        "ideas.show_idea",
        {"idea_id": answer.idea_id, **HERE},
        (idea,),
    )
