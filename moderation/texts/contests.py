"""The words of objections to what is reported as done."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.ideas.models import Idea
from campaigns.implementation.models import Contest, Undertaking
from moderation.texts.words import Part, Place, Text, first_words


def read(ids: Collection[int]) -> dict[int, Text]:
    """One statement."""
    rows = db.session.execute(
        select(
            Contest.id,
            Contest.body,
            Contest.caption,
            Contest.reply,
            Undertaking.idea_id,
            Idea.title,
            Contribution.state,
        )
        .join(Undertaking, Undertaking.id == Contest.undertaking_id)
        .join(Idea, Idea.id == Undertaking.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(Contest.id.in_(ids))
    )
    return {row.id: _text(row) for row in rows}


def _text(row: Any) -> Text:
    parts = (
        Part("body", _l("What is not done"), row.body),
        Part("caption", _l("What the picture shows"), row.caption),
        Part("reply", _l("The reply to it"), row.reply),
    )
    idea = Place(_l("About the idea"), row.title, "ideas.show_idea", {"idea_id": row.idea_id}, row.state in PUBLIC)
    return Text(
        Kind.CONTEST,
        first_words(row.body),
        None,
        tuple(part for part in parts if part.text),
        "implementation.show_contest",
        {"contest_id": row.id},
        (idea,),
    )
