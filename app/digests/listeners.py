"""What digests do when a round announces something."""

from app.foundation import outbox
from campaigns.rounds.events import ResultFrozen


def ask_for_snapshot(fact: ResultFrozen) -> None:
    """A frozen result is read into a snapshot in the background."""
    outbox.ask("digests.take", result_id=fact.result_id)
