"""The words of somebody who has left: in their place it says so, in the language of the text, wherever they stood."""

from datetime import datetime

from sqlalchemy import select

from app.accounts.personal.leaving import removed_in
from app.foundation.db import db
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.rewriting import Change
from moderation.domain import masks

SAID = {
    "ru": "Автор ушёл, текст удалён по его желанию.",
    "uk": "Автор пішов, текст видалено за його бажанням.",
    "en": "The author has left; the text was removed at their wish.",
}
# Names of places where something must stand: what a text is called, and what it is first read for.
SHOWN = frozenset({"title", "problem", "body", "option", "snapshot"})
# The words of others.
NOT_THEIRS = frozenset({"reply"})


def take_words(contribution_id: int, now: datetime) -> None:
    """A text of somebody who has left becomes a stub; one that waits for its check waits no more. Twice is once."""
    contribution = db.session.scalar(select(Contribution).where(Contribution.id == contribution_id).with_for_update())
    if contribution is None:
        return
    if contribution.state in {State.SUBMITTED, State.RETURNED}:
        states.withdraw(contribution, now)
    masks.rewrite(contribution, stub_in(contribution.language))
    states.emptied(contribution, now)


def stub_in(language: str) -> Change:
    """The change that leaves a stub."""

    def change(place: str, words: str) -> str:
        name = place.split("-", 2)[2] if place.startswith("version-") else place
        name = name.partition(":")[0].partition("-")[0]
        if not words or name in NOT_THEIRS:
            return words
        if name in {"review", "statement"} or place.startswith("review-facts:"):
            return removed_in(language)
        return SAID.get(language, SAID["en"]) if name in SHOWN else ""

    return change
