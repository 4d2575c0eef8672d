"""Several at once, in threads with transactions of their own, and what is left afterwards."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, State


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Does the acts in threads that start together, each in a step of its own; what each came to: done, or why not."""
    start = Barrier(len(acts))

    def do(act: Callable[[], object]) -> str:
        with app.app_context():
            start.wait(60)
            try:
                with step():
                    act()
            except Refusal as refusal:
                return refusal.reason.code
            finally:
                db.session.remove()
            return "done"

    db.session.rollback()
    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


def states_of(ids: Iterable[int]) -> dict[int, State]:
    """The states of texts as they stand in the database now."""
    db.session.rollback()
    rows = db.session.execute(select(Contribution.id, Contribution.state).where(Contribution.id.in_(list(ids))))
    return {row.id: row.state for row in rows}
