"""What is kept of who a person is, and of help they had, as they get it themselves; and what goes when they leave: all of it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select

from app.accounts.identity.models import (
    Assistance,
    AssistedAct,
    EntryCode,
    Identity,
    JoinedAccount,
    Link,
    OpenedAccount,
)
from app.accounts.slots import Leaving, Own
from app.foundation.db import db


def own(account_id: int) -> Sequence[Own]:
    """By whom they were verified, how their account was opened, and what was done in their name. No digests: they say nothing."""
    verified = select(Identity.kind, Identity.source, Identity.verified_at).where(Identity.account_id == account_id)
    links = select(Link.provider, Link.since).where(Link.account_id == account_id)
    opened = select(OpenedAccount.opened_at, OpenedAccount.consent).where(OpenedAccount.account_id == account_id)
    helped = (
        select(AssistedAct.act, AssistedAct.address, AssistedAct.done_at)
        .join(Assistance, Assistance.id == AssistedAct.assistance_id)
        .where(Assistance.account_id == account_id)
        .order_by(AssistedAct.id)
    )
    return [
        Own(name, title, [dict(row) for row in db.session.execute(query).mappings()])
        for name, title, query in (
            ("verified", _("Who I am, as it was verified"), verified),
            ("sign-in-services", _("Services that sign me in"), links),
            ("opened", _("How my account was opened"), opened),
            ("assisted", _("What was done in my name, with me there"), helped),
        )
    ]


def forget(leaving: Leaving) -> None:
    """Nobody can tell any more who they were, and nobody may act in their name."""
    mine = leaving.account_id
    helped = select(Assistance.id).where(Assistance.account_id == mine)
    db.session.execute(delete(AssistedAct).where(AssistedAct.assistance_id.in_(helped)))
    for table in (Assistance, EntryCode, OpenedAccount, Identity, Link):
        db.session.execute(delete(table).where(table.account_id == mine))
    joined = or_(JoinedAccount.closed_id == mine, JoinedAccount.kept_id == mine)
    db.session.execute(delete(JoinedAccount).where(joined))
