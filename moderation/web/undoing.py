"""What stands above the next text after a decision: what was done, and the button that takes it back."""

from typing import Any

from app.accounts.sessions import current_actor
from app.foundation import clock
from moderation.domain.undo import UNDO_WITHIN
from moderation.queries import undoable
from moderation.words import DONE


def strip() -> dict[str, Any]:
    """What moderation/undo.html is drawn from."""
    return {"undoable": undoable.of(current_actor(), clock.now(), UNDO_WITHIN), "done": DONE}
