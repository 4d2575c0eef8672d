"""Files that belong to an idea: added and taken away by those who write it."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, Reason
from app.uploads import domain as uploads
from app.uploads.store import Brought
from campaigns.contributions import states
from campaigns.contributions.domain import versions
from campaigns.contributions.models import State, Weight
from campaigns.ideas.domain.rows import text_of
from campaigns.ideas.domain.writers import written
from campaigns.ideas.models import Idea, IdeaFile
from campaigns.ideas.queries import files, names
from campaigns.ideas.queries.authors import writer_for
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

BEING_CHECKED = Reason("being-checked", _l("The idea is being checked. Its files can be changed when that is done."))
ENOUGH = Reason("files-enough", _l("This idea has as many files as it can have. Remove one to add another."))
THE_SAME = Reason("file-same", _l("This file is here already."))
CHANGEABLE = frozenset({State.DRAFT, State.RETURNED, State.PUBLISHED})


def most_files() -> int:
    """How many files an idea may have."""
    return int(current_app.extensions["veche.settings"].UPLOAD_MOST_FILES)


def refusal(actor: Actor, state: State, campaign: Campaign, now: datetime, *, author_id: int | None) -> Reason | None:
    """Why the actor may not add or remove files now, or None where they may. Drafts and returned ideas wait for no window."""
    if state not in CHANGEABLE:
        return BEING_CHECKED if state == State.SUBMITTED else states.MOVED_ON
    if state == State.PUBLISHED:
        return permissions.refusal(actor, Act.REVISE_IDEA, campaign, now, author_id=author_id)
    return None


def add(actor: Actor, idea_id: int, brought: Brought, caption: str, now: datetime) -> IdeaFile:
    """Adds a file that was brought a moment ago, with what it shows in words.

    Raises Missing for whoever does not write the idea, Conflict where its files cannot be changed now, Invalid where there are
    enough, or this one is among them.
    """
    idea = _changeable(actor, idea_id, now)
    before = files.of_idea(idea_id)
    if len(before) >= most_files():
        raise Invalid(ENOUGH)
    if brought.digest in {file.digest for file in before}:
        raise Invalid(THE_SAME)
    upload = uploads.keep(actor.id or 0, brought, now)
    file = IdeaFile(idea_id=idea_id, upload_id=upload.id, caption=caption, added_at=now)
    db.session.add(file)
    db.session.flush()
    _tell(actor, idea, before, now)
    return file


def remove(actor: Actor, idea_id: int, file_id: int, now: datetime) -> None:
    """Takes a file away for good. Raises what `add` raises, and Missing where there is no such file."""
    idea = _changeable(actor, idea_id, now)
    before = files.of_idea(idea_id)
    if file_id not in {file.id for file in before}:
        raise Missing()
    _forget(select(IdeaFile.id).where(IdeaFile.id == file_id))
    _tell(actor, idea, before, now)


def forget_all(idea_ids: Sequence[int]) -> None:
    """Takes away the files of ideas that are being removed."""
    _forget(select(IdeaFile.id).where(IdeaFile.idea_id.in_(idea_ids)))


def _changeable(actor: Actor, idea_id: int, now: datetime) -> Idea:
    idea = written(actor, idea_id)
    contribution = idea.contribution
    author_id = writer_for(actor, idea)
    reason = refusal(actor, contribution.state, contribution.campaign, now, author_id=author_id)
    if reason:
        raise Conflict(reason)
    return idea


def _forget(asked: Select[int]) -> None:
    ids = list(db.session.scalars(asked))
    if not ids:
        return
    upload_ids = list(db.session.scalars(select(IdeaFile.upload_id).where(IdeaFile.id.in_(ids))))
    db.session.execute(delete(IdeaFile).where(IdeaFile.id.in_(ids)))
    others = set(db.session.scalars(select(IdeaFile.upload_id).where(IdeaFile.upload_id.in_(upload_ids))))
    uploads.remove(sorted(set(upload_ids) - others))


def _tell(actor: Actor, idea: Idea, before: Sequence[files.FileShown], now: datetime) -> None:
    """Of a published idea everyone can look back at which files it had; before that nobody has seen them."""
    if idea.contribution.state != State.PUBLISHED:
        return
    text = text_of(idea)
    words = text.prose | names.of_choices(text)
    old, new = words | files.told(before), words | files.told(files.of_idea(idea.id))
    versions.keep(idea.contribution, old, new, Weight.MINOR, actor=actor, now=now)
    states.changed(idea.contribution, now)
