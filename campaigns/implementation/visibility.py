"""An objection is as public as the idea it is about."""

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.implementation.models import Contest, Undertaking


def under_hidden_ideas(_asked: None) -> ColumnElement[bool]:
    """For a query of Contribution: objections about ideas that are not public. Fills the slot of contributions."""
    host = aliased(Contribution)
    return exists().where(
        Contest.id == Contribution.id,
        Undertaking.id == Contest.undertaking_id,
        host.id == Undertaking.idea_id,
        host.state.not_in(sorted(PUBLIC)),
    )
