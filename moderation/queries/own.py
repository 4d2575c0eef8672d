"""A person's own text with the reasons of what was decided about it."""

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_not_shut_to
from moderation.queries import statements
from moderation.queries.statements import StatementRead
from moderation.texts import Place, Text, texts_of


@dataclass(frozen=True)
class OwnText:
    """A text as its author reads it. `statement` is None where nothing restricts it."""

    text: Text
    campaign: str
    slug: str
    state: State
    language: str
    statement: StatementRead | None

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def hangs_on(self) -> list[Place]:
        """What it hangs on, as far as everyone may read it."""
        return [place for place in self.text.hangs_on if place.is_public]

    @property
    def may_be_mended(self) -> bool:
        return self.state == State.RETURNED


def text_or_missing(actor: Actor, contribution_id: int) -> OwnText:
    """The actor's own text. Raises Missing where there is none, or it is somebody else's."""
    row = db.session.execute(
        select(Contribution.kind, Contribution.state, Contribution.language, Campaign.title, Campaign.slug)
        .join(Contribution.campaign)
        .where(Contribution.id == contribution_id, Contribution.author_id == actor.id, campaigns_not_shut_to(actor.id))
    ).one_or_none()
    text = texts_of({contribution_id: row.kind}).get(contribution_id) if row else None
    if row is None or text is None:
        raise Missing
    return OwnText(text, row.title, row.slug, row.state, row.language, statements.in_force(contribution_id))
