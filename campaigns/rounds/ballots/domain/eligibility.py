"""Who may vote in a round: what its rule says of people, and that they may be in the campaign at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from flask_babel import LazyString, format_date
from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Row,
    Select,
    bindparam,
    exists,
    inspect,
    or_,
    select,
    true,
)

from app.accounts.identity import levels
from app.accounts.identity.levels import Level
from app.accounts.identity.models import Identity
from app.accounts.identity.queries import standing
from app.accounts.models import Account, RoleGrant
from app.accounts.personal import ages
from app.accounts.roles import Actor, Role
from app.foundation.db import db
from app.foundation.errors import Missing, NotAllowed, Reason
from app.foundation.unit_of_work import is_writing
from app.territories.models import Territory
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.visibility import campaigns_seen_by
from campaigns.rounds.ballots import reasons
from campaigns.rounds.ballots.models import Ballot, LeftVoter
from campaigns.rounds.paper.models import CodeSheet, VotingCode

_of_account = inspect(Account).local_table.c
# What everyone is who has an account.
ANYONE = frozenset({Role.GUEST, Role.RESIDENT})


@dataclass(frozen=True)
class Standing:
    """Why somebody may not vote, or None where they may; and where they live."""

    refusal: Reason | None
    territory_id: int | None = None


def of_account(campaign_id: int, who: Mapping[str, Any], account_id: int, round_id: int = 0) -> Standing:
    """Where a person stands. `who` is that part of the rule; without `round_id`, of a vote that nobody has voted in. Inside a write
    their row is held in shared mode: a right that is withdrawn meanwhile waits for the vote, or the vote for it."""
    query = _person(tuple(who.get("roles", ())), tuple(who.get("territories", ())), is_writing())
    asked = {"campaign_id": campaign_id, "account_id": account_id, "round_id": round_id}
    person = db.session.connection().execute(query, asked).first()
    if person is None:
        raise Missing
    level = _level(who, person.levels or {})
    refusal = (
        (reasons.ACCOUNT_ENDED if person.ended_at is not None else None)
        or (reasons.UNCONFIRMED if person.email_confirmed_at is None else None)
        or (None if person.is_let_in else reasons.NOT_INVITED)
        or (None if person.has_role else reasons.NOT_YOUR_ROLE)
        or (None if (person.years or 0) >= person.least_age else ages.refusal(person.least_age))
        or _because_new(who.get("registered_before"), person.created_at)
        or _because_of_place(level, person)
        or _because_unsure(level, person, who.get("territories", ()))
        or (reasons.VOTED_BEFORE if person.voted_before else None)
    )
    return Standing(refusal, person.home_id if level == Level.RESIDENT else person.territory_id)


def _level(who: Mapping[str, Any], of_campaign: Mapping[str, str]) -> Level:
    """The higher of what the rule of the vote and the campaign ask for."""
    order = list(Level)
    asked = Level(who.get("verification", Level.EMAIL)), Level(of_campaign.get(Act.VOTE, Level.EMAIL))
    return max(asked, key=order.index)


def _because_of_place(level: Level, person: Row[Any]) -> Reason | None:
    """By what they say themselves, where nobody has to confirm it."""
    if person.lives_there or level == Level.RESIDENT:
        return None
    return reasons.ELSEWHERE if person.territory_id else reasons.NO_PLACE


def _because_unsure(level: Level, person: Row[Any], territories: Sequence[int]) -> Reason | None:
    if level == Level.EMAIL:
        return None
    resident_of = standing.wholes(person.home_id) if level == Level.RESIDENT else frozenset()
    actor = Actor(is_verified=person.is_verified, resident_of=resident_of)
    return levels.refusal(level, actor, territories or {person.campaign_territory_id} - {None})


def of_code(round_id: int, code_id: int) -> Standing:
    """Where the holder of a code stands: it is of this round, and its sheet was not cancelled before it was used. A code asks for
    nothing else."""
    was_used = exists().where(Ballot.code_id == code_id).label("was_used")
    sheet = db.session.execute(
        select(CodeSheet.territory_id, CodeSheet.cancelled_at, was_used)
        .join(VotingCode, VotingCode.sheet_id == CodeSheet.id)
        .where(VotingCode.id == code_id, CodeSheet.round_id == round_id)
    ).first()
    if sheet is None or (sheet.cancelled_at is not None and not sheet.was_used):
        return Standing(reasons.CODE_VOID)
    return Standing(None, sheet.territory_id)


def require(standing: Standing) -> None:
    """Raises NotAllowed where they may not vote."""
    if standing.refusal:
        raise NotAllowed(standing.refusal)


@lru_cache(maxsize=100)
def _person(roles: tuple[str, ...], territories: tuple[int, ...], is_held: bool) -> Select[*tuple[Any, ...]]:
    # Made once for all votes with such a rule, and of the table: a vote is cast as quickly as can be.
    campaign_id, account_id = bindparam("campaign_id", type_=BigInteger), bindparam("account_id", type_=BigInteger)
    let_in = exists().where(Campaign.id == campaign_id, campaigns_seen_by(cast(int, account_id)))
    query = select(
        *(_of_account.ended_at, _of_account.email_confirmed_at, _of_account.created_at, _of_account.territory_id),
        let_in.label("is_let_in"),
        _has_role(campaign_id, roles).label("has_role"),
        _lives_in(territories).label("lives_there"),
        standing.is_verified(_of_account.id).label("is_verified"),
        standing.home(_of_account.id).label("home_id"),
        *(_of_campaign(campaign_id, name) for name in ("levels", "territory_id")),
        ages.declared_by(_of_account.id).label("years"),
        _voted_before().label("voted_before"),
        select(Campaign.least_age).where(Campaign.id == campaign_id).scalar_subquery().label("least_age"),
    ).where(_of_account.id == account_id)
    return query.with_for_update(read=True, of=inspect(Account).local_table) if is_held else query


def _of_campaign(campaign_id: BindParameter[int], name: str) -> ColumnElement[Any]:
    column = inspect(Campaign).local_table.c[name]
    label = name if name == "levels" else f"campaign_{name}"
    return select(column).where(Campaign.id == campaign_id).scalar_subquery().label(label)


def _voted_before() -> ColumnElement[bool]:
    """Whether the person, as they were verified, voted with an account that was erased since."""
    same = LeftVoter.round_id == bindparam("round_id", type_=BigInteger), LeftVoter.key == Identity.key
    return exists().where(*same, Identity.account_id == _of_account.id)


def _has_role(campaign_id: BindParameter[int], roles: Sequence[str]) -> ColumnElement[bool]:
    wanted = {Role(role) for role in roles}
    if not wanted or wanted & ANYONE:
        return true()
    anywhere = RoleGrant.campaign_id.is_(None)
    return exists().where(
        RoleGrant.account_id == _of_account.id,
        RoleGrant.ended_at.is_(None),
        RoleGrant.role.in_(sorted(wanted)),
        or_(RoleGrant.campaign_id == campaign_id, anywhere),
    )


def _lives_in(territories: Sequence[int]) -> ColumnElement[bool]:
    if not territories:
        return true()
    places = select(Territory.id).where(Territory.id.in_(sorted(territories))).cte("places", recursive=True)
    below = select(Territory.id).join(places, Territory.parent_id == places.c.id)
    # Not `union_all`: a place that is named beside the one it lies in, or a circle, ends all the same.
    places = places.union(below)
    return exists(
        select(places.c.id).where(places.c.id == _of_account.territory_id).correlate(inspect(Account).local_table)
    )


def _because_new(before: str | None, created_at: datetime) -> Reason | None:
    if before is None:
        return None
    day = datetime.fromisoformat(before).astimezone(UTC)
    if created_at < day:
        return None
    values = {"day": LazyString(format_date, day, "d MMMM y")}
    return Reason(reasons.TOO_NEW.code, reasons.TOO_NEW.sentence, values)
