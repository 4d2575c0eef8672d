"""One case with all that a moderator needs to decide it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.territories.models import Territory
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.plan.models import Campaign
from campaigns.plan.permissions import RULES
from campaigns.plan.phases import Act
from moderation import deciders
from moderation.findings import Kept, kept, stretches
from moderation.models import Case, Decision
from moderation.possible import possible
from moderation.texts import Part, Text, texts_of


@dataclass(frozen=True)
class History:
    """What became of the author's other texts, and since when they are with us."""

    published: int
    returned: int
    refused: int
    since: datetime


@dataclass(frozen=True)
class CaseRead:
    """A case as a moderator reads it. Names are those of who has claimed and of who has decided it.

    `may_join`: whether who reads it joins ideas here at all; the one named outside of the team does not.
    """

    case: Case
    contribution: Contribution
    campaign: Campaign
    text: Text
    byline: str
    author_language: str
    history: History | None
    claimed_by: str | None
    decided_by: str | None
    findings: list[Kept]
    may_join: bool = True

    @property
    def is_checked(self) -> bool:
        """Whether the checks have looked at the text as it stands."""
        return self.case.checked_version == self.contribution.version

    @property
    def possible(self) -> frozenset[Decision]:
        """What may be decided now."""
        if not self.case.is_open:
            return frozenset()
        all_of_it = possible(self.contribution.kind, self.contribution.state)
        return all_of_it if self.may_join else all_of_it - {Decision.JOIN}

    @property
    def is_public(self) -> bool:
        return self.contribution.state in PUBLIC

    @property
    def title_part(self) -> Part:
        """The title, as a part in which something may be found; kinds without one have it from their first words."""
        return next((part for part in self.text.parts if part.name == "title"), Part("", "", self.text.title))

    def quote(self, finding: Kept) -> str:
        """The words a finding is about."""
        part = next((part for part in self.text.parts if part.name == finding.part), None)
        return part.text[finding.start : finding.end] if part else ""

    def pieces(self, part: Part) -> list[tuple[str, Kept | None]]:
        """A part of the text, cut where findings begin and end."""
        return stretches(part.text, [one for one in self.findings if one.part == part.name])


def case_or_missing(actor: Actor, case_id: int) -> CaseRead:
    """The case at this address. Raises Missing where there is none or the actor does not moderate its campaign."""
    place, claimer, decider = aliased(Territory), aliased(Account), aliased(Account)
    row = db.session.execute(
        select(Case, Contribution, Campaign, claimer, decider, Account, *byline_columns(place))
        .join(Contribution, Contribution.id == Case.contribution_id)
        .join(Campaign, Campaign.id == Case.campaign_id)
        .outerjoin(Account, Account.id == Contribution.author_id)
        .outerjoin(place, place.id == Account.territory_id)
        .outerjoin(claimer, claimer.id == Case.claimed_by)
        .outerjoin(decider, decider.id == Case.decided_by)
        .where(Case.id == case_id)
    ).one_or_none()
    if row is None or not deciders.sees(actor, row.Case):
        raise Missing
    author = row.Account
    return CaseRead(
        case=row.Case,
        contribution=row.Contribution,
        campaign=row.Campaign,
        text=texts_of({row.Contribution.id: row.Contribution.kind})[row.Contribution.id],
        byline=byline(row.written, row.given_name, row.family_name, row.place),
        author_language=author.language if author else row.Contribution.language,
        history=_history(author, row.Contribution.id) if author else None,
        claimed_by=row[3].public_name if row[3] else None,
        decided_by=row[4].public_name if row[4] else None,
        findings=kept(row.Case.findings),
        may_join=refusal_by_role(RULES[Act.JOIN_IDEAS], actor, campaign_id=row.Campaign.id) is None,
    )


def open_case_of(contribution_id: int) -> int | None:
    """The id of the open case of a text, None where it waits for nothing."""
    return db.session.scalar(select(Case.id).where(Case.contribution_id == contribution_id, Case.closed_at.is_(None)))


def contribution(contribution_id: int) -> Contribution:
    """The common row of a text that is there."""
    return db.session.get_one(Contribution, contribution_id)


def title_of(contribution_id: int) -> str:
    """The title of a text, or its first words."""
    kind = db.session.get_one(Contribution, contribution_id).kind
    return texts_of({contribution_id: kind})[contribution_id].title


def _history(author: Account, but_id: int) -> History:
    rows = db.session.execute(
        select(Contribution.state, func.count().label("times"))
        .where(Contribution.author_id == author.id, Contribution.id != but_id)
        .group_by(Contribution.state)
    )
    times: Counter[State] = Counter({row.state: row.times for row in rows})
    return History(
        published=sum(times[state] for state in PUBLIC),
        returned=times[State.RETURNED],
        refused=times[State.REJECTED] + times[State.HIDDEN],
        since=author.created_at,
    )
