"""Places that rooms above fill for threads."""

from collections.abc import Sequence

from app.foundation.errors import Reason
from app.foundation.slots import Slot

# The id of a contribution that a thread hangs on: why nobody comments there any more although the timeline allows it
# (a topic with its conclusion, for one). Asked by the page, and once more inside the write. One statement a filler.
THREAD_SHUT: Slot[int, Reason | None] = Slot("thread.shut")

# The id of a contribution that a thread hangs on: whether there is something to be for or against in it. No statement
# where its row is loaded.
THREAD_TAKES_STANDS: Slot[int, bool] = Slot("thread.takes-stands")

# Ids of contributions that threads hang on; what each is called. One statement a filler.
THREAD_TITLES: Slot[tuple[int, ...], dict[int, str]] = Slot("thread.titles")

# Ids of the statements by which comments were hidden; the public sentence of the rule of each. One statement a filler.
COMMENT_RULES: Slot[tuple[int, ...], dict[int, str]] = Slot("comment.rules")


def shut(contribution_id: int) -> Reason | None:
    """The first reason given, None where people may comment."""
    return next((reason for reason in THREAD_SHUT.fill(contribution_id) if reason), None)


def takes_stands(contribution_id: int) -> bool:
    """Whether people say there that they are for or against."""
    return any(THREAD_TAKES_STANDS.fill(contribution_id))


def titles_of(contribution_ids: Sequence[int]) -> dict[int, str]:
    """What these topics and ideas are called."""
    given = THREAD_TITLES.fill(tuple(contribution_ids)) if contribution_ids else []
    return {id: title for part in given for id, title in part.items()}


def rules_of(statement_ids: Sequence[int]) -> dict[int, str]:
    """The rule that each of the statements names."""
    given = COMMENT_RULES.fill(tuple(statement_ids)) if statement_ids else []
    return {id: rule for part in given for id, rule in part.items()}
