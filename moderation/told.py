"""The texts that the log of a campaign is about, for those who read it."""

from collections.abc import Iterable

from flask import url_for
from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.contributions.words import KINDS
from campaigns.plan.slots import Logged, LogThing
from moderation.models import Case
from moderation.texts import Text, texts_of

# The things of entries whose id is that of a contribution.
THINGS = frozenset({"contribution", *Kind})


def log_things(asked: Iterable[LogThing]) -> dict[LogThing, Logged]:
    """What each of the texts is, with its title and page where everyone may read it. At most nine statements."""
    asked = tuple(asked)
    ids = {thing: thing[1] for thing in asked if thing[0] in THINGS} | _decided_on(asked)
    query = select(Contribution.id, Contribution.kind, Contribution.state, Contribution.language)
    rows = db.session.execute(query.where(Contribution.id.in_(set(ids.values())))).all() if ids else []
    texts = texts_of({row.id: row.kind for row in rows if row.state in PUBLIC})
    told = {row.id: _told(row.kind, row.language, texts.get(row.id)) for row in rows}
    return {thing: told[id] for thing, id in ids.items() if id in told}


def _decided_on(asked: Iterable[LogThing]) -> dict[LogThing, int]:
    cases = {id for thing, id in asked if thing == "case"}
    rows = db.session.execute(select(Case.id, Case.contribution_id).where(Case.id.in_(cases))) if cases else ()
    return {("case", case_id): contribution_id for case_id, contribution_id in rows}


def _told(kind: Kind, language: str, text: Text | None) -> Logged:
    label = str(KINDS[kind])
    # Words that are hidden, or that hang on hidden ones, are quoted nowhere.
    if text is None or not all(place.is_public for place in text.hangs_on):
        return Logged(label)
    number = f" № {text.number}" if text.number else ""
    return Logged(f"{label}{number}", text.title, url_for(text.endpoint, **text.values), language)
