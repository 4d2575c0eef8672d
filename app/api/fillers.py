"""What the API keeps of a person: for their download, and when they leave."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.slots import Leaving, Own
from app.api.models import ApiToken, KeptReply
from app.foundation.db import db


def own(account_id: int) -> Sequence[Own]:
    """The tokens they gave to programs, but for their words."""
    columns = (ApiToken.name, ApiToken.prefix, ApiToken.scopes, ApiToken.made_at, ApiToken.expires_at, ApiToken.used_on)
    query = select(*columns, ApiToken.revoked_at).where(ApiToken.account_id == account_id).order_by(ApiToken.id)
    rows = [dict(row) for row in db.session.execute(query).mappings()]
    headings = {"name": _("What it is for"), "prefix": _("Begins with"), "scopes": _("What the program may do")}
    return [Own("tokens", _("Tokens for programs"), rows, headings)]


def forget(leaving: Leaving) -> None:
    """No program acts in their name any more, and nothing says that one did."""
    for table in (KeptReply, ApiToken):
        db.session.execute(delete(table).where(table.account_id == leaving.account_id))
