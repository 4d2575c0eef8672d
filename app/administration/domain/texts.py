"""Writing the operator's words: each time a new version, and none is ever changed."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, Reason
from app.site import present, texts
from app.site.models import TextVersion

OVERTAKEN = Reason(
    "text-overtaken",
    _l("Somebody has written a newer version meanwhile. Compare it with yours, then send yours again."),
)
SAME = Reason("text-same", _l("These are the words of the present version: there is nothing to keep."))


@dataclass(frozen=True)
class Words:
    """A text as it is to read: `body` is Markdown. `why` says for the list of versions what was changed."""

    name: str
    language: str
    title: str
    body: str
    why: str


def write(actor: Actor, words: Words, over: int | None, now: datetime) -> TextVersion:
    """Keeps a new version. `over` is the number of the last version that its writer has seen, None where that plays no part.

    Raises NotAllowed, Missing (no such text) or Conflict (nothing new, or somebody was quicker).
    """
    permissions.require(actor, Act.KEEP_SITE)
    if words.name not in texts.NAMES:
        raise Missing
    # Two who write at the same moment stand in line at this row.
    settings = present.changed(now, actor.id)
    number = texts.next_number(words.name)
    if over is not None and over != number - 1:
        raise Conflict(OVERTAKEN)
    if texts.says_already(words.name, words.language, words.title, words.body):
        raise Conflict(SAME)
    version = TextVersion(**vars(words), number=number, written_at=now, written_by=actor.id)
    db.session.add(version)
    db.session.flush()
    chain.log(
        "text.write",
        now=now,
        actor_id=actor.id,
        thing="text",
        thing_id=version.id,
        name=words.name,
        language=words.language,
        version=number,
        site=settings.version,
    )
    return version
