"""The history of an idea: who changed what and when, and whose support it cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation.differences import Stretch, differences
from campaigns.contributions.models import State, Weight
from campaigns.ideas.domain import edits
from campaigns.ideas.queries import history, pages
from campaigns.ideas.queries.history import VersionRead
from campaigns.ideas.words import FIELDS


@dataclass(frozen=True)
class Entry:
    """A version as the page shows it: `changes` are what became of each field that was touched; empty for the first one."""

    number: int
    at: datetime
    byline: str
    weight: Weight
    supports_before: int
    changes: Sequence[tuple[Any, list[Stretch]]]


def show_history(idea_id: int) -> ResponseReturnValue:
    """All versions of an idea, for whoever sees the idea."""
    read = pages.idea_or_missing(current_actor(), idea_id)
    if read.state == State.DRAFT:
        return redirect(url_for("ideas.edit_idea", idea_id=idea_id))
    page = history.page_of(idea_id, _below(request.args.get("below", "")))
    return render_template(
        "ideas/history.html",
        read=read,
        idea=read.idea,
        campaign=read.campaign,
        entries=[_entry(version) for version in page.rows],
        older=url_for("ideas.show_history", idea_id=idea_id, below=page.older) if page.older else None,
        is_newest="below" not in request.args,
        rule=edits.RULE,
    )


def _below(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None


def _entry(version: VersionRead) -> Entry:
    before = version.before
    changes = [
        (label, differences(before.get(name, ""), version.fields.get(name, "")))
        for name, label in FIELDS.items()
        if before is not None and before.get(name, "") != version.fields.get(name, "")
    ]
    name = _("Moderators") if version.weight == Weight.MENDED else version.byline or _("The organisers")
    return Entry(version.number, version.at, name, version.weight, version.supports_before, changes)
