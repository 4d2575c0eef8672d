"""What webhooks put into places of other rooms."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import update

from app.accounts.slots import Leaving
from app.foundation.db import db
from app.webhooks.domain.webhooks import ADDED, GONE
from app.webhooks.models import Webhook
from campaigns.plan.slots import Told


def log_words(_asked: None) -> Mapping[str, Told]:
    """The acts of this room in the log, in words."""
    return {
        ADDED: lambda details: _("Another program is told what is new: %(host)s", host=details["host"]),
        GONE: lambda details: _("A program is told nothing any more: %(host)s", host=details["host"]),
    }


def forget(leaving: Leaving) -> None:
    """An address stays with its campaign or the platform; who brought it is forgotten."""
    db.session.execute(update(Webhook).where(Webhook.made_by == leaving.account_id).values(made_by=None))
