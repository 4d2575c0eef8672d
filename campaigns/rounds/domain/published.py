"""A rule is published: its fingerprint goes into the chain of the campaign, and every version of it stays."""

from datetime import datetime
from typing import Any

from app.audit import chain
from app.foundation.canonical import fingerprint
from app.foundation.db import db
from campaigns.rounds.models import Round, RuleVersion
from campaigns.rounds.rules.shape import Rule


def fix(round_: Round, now: datetime) -> None:
    """The rule with which a round begins: the first version of it."""
    round_.rule_fingerprint = fingerprint(round_.rule)
    db.session.add(round_)
    db.session.flush()
    _keep(round_, 1, "", None, now)
    _log("rule.fixed", round_, None, now, number=round_.number)


def replace(round_: Round, number: int, rule: Rule, reason: str, *, actor_id: int | None, now: datetime) -> RuleVersion:
    """Another rule in the place of the one before, as version `number`."""
    round_.rule, round_.rule_fingerprint = rule, fingerprint(rule)
    kept = _keep(round_, number, reason, actor_id, now)
    _log("rule.changed", round_, actor_id, now, number=round_.number, version=number)
    return kept


def _keep(round_: Round, number: int, reason: str, actor_id: int | None, now: datetime) -> RuleVersion:
    version = RuleVersion(
        round_id=round_.id,
        number=number,
        rule=round_.rule,
        fingerprint=round_.rule_fingerprint,
        reason=reason,
        published_at=now,
        made_by=actor_id,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _log(act: str, round_: Round, actor_id: int | None, now: datetime, **details: Any) -> None:
    where: dict[str, Any] = {"thing": "round", "thing_id": round_.id, "campaign_id": round_.campaign_id}
    said = {"rule": round_.rule, "fingerprint": round_.rule_fingerprint, **details}
    chain.log(act, now=now, actor_id=actor_id, **where, **said)
