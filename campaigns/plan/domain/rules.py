"""The owner's own rules of a campaign. Once it is launched each edit is a new version with a reason that everyone reads."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Invalid, Reason
from campaigns.plan import permissions
from campaigns.plan.models import Campaign, Rules
from campaigns.plan.phases import Act
from campaigns.plan.queries import rules

NO_REASON = Reason("plan.rules-reason", _l("Say why the rules change: everyone will read it."))
SAME = Reason("plan.rules-same", _l("These are the rules as they stand: nothing would change."))


def set_all(campaign: Campaign, bodies: Mapping[str, str], reason: str, *, actor: Actor, now: datetime) -> list[Rules]:
    """These rules by language. A plan's first version is written anew; a launched campaign gets another version of each
    language that differs. Raises NotAllowed, or Invalid where of a launched campaign nothing changes or no reason is given."""
    permissions.require(actor, Act.PLAN, campaign, now)
    # Two owners who change rules at once stand in line, so that no number is given twice.
    db.session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update())
    present = rules.latest(rules.versions_of(campaign.id))
    wanted = {language: body for language, body in bodies.items() if body != _body_of(present.get(language))}
    if campaign.launched_at is None:
        return [
            _rewrite(campaign, language, body, present.get(language), actor, now) for language, body in wanted.items()
        ]
    if not wanted:
        raise Invalid(SAME)
    if not reason:
        raise Invalid(NO_REASON)
    return [
        _add(campaign, language, body, present.get(language), reason, actor, now) for language, body in wanted.items()
    ]


def _rewrite(campaign: Campaign, language: str, body: str, present: Rules | None, actor: Actor, now: datetime) -> Rules:
    row = present or rules.first(campaign.id, language, body, made_by=actor.id, now=now)
    row.body, row.since, row.made_by = body, now, actor.id
    db.session.add(row)
    db.session.flush()
    return row


def _add(
    campaign: Campaign, language: str, body: str, present: Rules | None, reason: str, actor: Actor, now: datetime
) -> Rules:
    row = rules.first(campaign.id, language, body, made_by=actor.id, now=now)
    row.number, row.reason = (present.number if present else 0) + 1, reason
    db.session.add(row)
    db.session.flush()
    chain.log(
        "rules.changed",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
        rules_id=row.id,
        language=language,
        number=row.number,
    )
    return row


def _body_of(row: Rules | None) -> str:
    return row.body if row else ""
