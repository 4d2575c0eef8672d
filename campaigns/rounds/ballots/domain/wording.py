"""The titles of ideas as ballots keep them."""

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.rewriting import Change
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.ledger.domain import files
from campaigns.rounds.ledger.queries import opened


def rewrite(idea_id: int, change: Change) -> None:
    """Puts what `change` makes of a title in its place on every ballot. What it was stays as a hash, and so the ledger holds."""
    options = select(Option).where(Option.idea_id == idea_id).order_by(Option.round_id)
    for option in db.session.scalars(options).all():
        title = change(f"option:{option.round_id}", option.title)
        if title != option.title:
            option.title_hash = option.title_hash or opened.hash_of(option.title)
            option.title = title
            files.refresh(idea_id)
    db.session.flush()
