"""What happens to threads; what happens to any text is told in `campaigns/contributions/events.py`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CommentsCounted:
    """So many comments under a text are readable for everyone from now on. `thread_id` is the id of that text."""

    thread_id: int
    comments: int
