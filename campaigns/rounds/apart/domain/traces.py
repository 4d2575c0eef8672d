"""Traces of casts: where a ballot was sent from, hashed with the secret of its round and cut short. No address is kept anywhere.

They are kept only where the rule of the vote sets votes apart. They are so short that different networks and programs fall
together as a matter of course: a trace says that two votes may come from one place, never from which.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, insert, inspect, select

from app.accounts.personal import terms
from app.foundation.db import db, overwrite_erased
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step, writing
from app.foundation.upserts import upsert
from campaigns.plan.models import PlannedWindow
from campaigns.rounds.apart import rules
from campaigns.rounds.apart.models import Trace, TraceSalt
from campaigns.rounds.models import Result, Round, Source
from campaigns.rounds.slots import CastSeen

# Made once, and of tables: a vote is cast as quickly as can be.
_salts = inspect(TraceSalt).local_table
_SALT = select(_salts.c.salt).where(_salts.c.round_id == bindparam("round_id"))
_KEEP = insert(cast(Table, inspect(Trace).local_table))
# Hexadecimal digits: 65,536 networks, so that each stands for hundreds of real ones, and 4,096 programs.
NETWORK, PROGRAM = 4, 3
# How much of an address is the network: what a provider gives to one house or place.
IPV4, IPV6 = 24, 48
# A vote that nobody counts: its traces go all the same, so long after its end.
UNCOUNTED = min(timedelta(days=60), terms.VOTE_TRACES.lasts)
AT_ONCE = 500


def keep_seen(fact: CastSeen) -> None:
    """Keeps where a ballot that has just been cast came from, if a rule of the vote may need it.

    Two statements; two more for the first of a round.
    """
    if not fact.rule.get("apart"):
        return
    salt = writing().scalar(_SALT, {"round_id": fact.round_id}) or _begin(fact.round_id)
    row = {
        "cast_id": fact.cast_id,
        "round_id": fact.round_id,
        "network": _short(salt, "network", network_of(fact.seen.network), NETWORK),
        "program": _short(salt, "program", fact.seen.program, PROGRAM),
        "made_at": fact.at,
    }
    writing().execute(_KEEP, row)


def _begin(round_id: int) -> str:
    """The secret of the round, made where nobody was quicker."""
    new = upsert(TraceSalt).values(round_id=round_id, salt=secrets.token_hex(16))
    db.session.execute(new.on_conflict_do_nothing())
    return db.session.scalars(select(TraceSalt.salt).where(TraceSalt.round_id == round_id)).one()


def network_of(address: str) -> str:
    """The network around an address or a narrower network; what is no address stays as it is."""
    try:
        first = ip_address(address.partition("/")[0])
    except ValueError:
        return address
    return str(ip_network((first, IPV4 if first.version == 4 else IPV6), strict=False))


def _short(salt: str, what: str, text: str, length: int) -> str:
    return hashlib.sha256(f"{salt}:{what}:{text}".encode("utf-8", "replace")).hexdigest()[:length]


def purge(now: datetime) -> int:
    """Erases, in steps of its own, the traces whose term is over, and the secrets with them. Returns how many rounds lost theirs."""
    gone = [round_id for round_id, rule, end in _ends() if end and now >= _term(rule, *end)]
    for round_id in gone:
        _erase(round_id)
    if gone:
        overwrite_erased()
    return len(gone)


def _ends() -> list[tuple[int, dict[str, Any], tuple[datetime, bool] | None]]:
    """The rounds with traces: each with its rule and when it was counted first, or else when it ended."""
    counted = select(func.min(Result.counted_at)).where(Result.round_id == Round.id).scalar_subquery()
    rows = db.session.execute(
        select(Round.id, Round.rule, PlannedWindow.closes_at, counted.label("counted_at"))
        .join(PlannedWindow, PlannedWindow.id == Round.window_id)
        .where(Round.source == Source.BALLOTS, Round.id.in_(select(TraceSalt.round_id)))
        .order_by(Round.id)
    )
    return [
        (row.id, row.rule, (row.counted_at, True) if row.counted_at else (row.closes_at, False)) for row in rows.all()
    ]


def _term(rule: dict[str, Any], end: datetime, is_counted: bool) -> datetime:
    return end + (timedelta(days=rules.days(rule.get("apart", ()))) if is_counted else UNCOUNTED)


def _erase(round_id: int) -> None:
    while True:
        with step():
            still_at_it()
            some = select(Trace.cast_id).where(Trace.round_id == round_id).limit(AT_ONCE)
            gone = db.session.execute(delete(Trace).where(Trace.cast_id.in_(some)))
            if gone.rowcount < AT_ONCE:  # type: ignore[attr-defined]
                db.session.execute(delete(TraceSalt).where(TraceSalt.round_id == round_id))
                return
