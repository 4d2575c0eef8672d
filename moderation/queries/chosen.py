"""The cases that a moderator has chosen from the queue to decide together."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Contribution
from campaigns.plan.models import Campaign
from moderation.models import Case
from moderation.permissions import moderated_by, moderates_everywhere
from moderation.texts import Text, texts_of


@dataclass(frozen=True)
class Chosen:
    """One of them with its text, its campaign and the language of its author."""

    case: Case
    contribution: Contribution
    campaign: Campaign
    text: Text
    author_language: str | None


def chosen(actor: Actor, case_ids: Sequence[int]) -> list[Chosen]:
    """The cases with these ids that the actor moderates, decided and closed ones too, those that wait longest first."""
    query = (
        select(Case, Contribution, Campaign, Account.language)
        .join(Contribution, Contribution.id == Case.contribution_id)
        .join(Campaign, Campaign.id == Case.campaign_id)
        .outerjoin(Account, Account.id == Contribution.author_id)
        .where(Case.id.in_(sorted(set(case_ids))))
        .order_by(Case.opened_at, Case.id)
    )
    if not moderates_everywhere(actor):
        query = query.where(Case.campaign_id.in_(sorted(moderated_by(actor))))
    rows = db.session.execute(query).all()
    texts = texts_of({row.Contribution.id: row.Contribution.kind for row in rows})
    return [
        Chosen(row.Case, row.Contribution, row.Campaign, texts[row.Contribution.id], row.language)
        for row in rows
        if row.Contribution.id in texts
    ]
