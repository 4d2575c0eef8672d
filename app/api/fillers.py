"""What the API keeps of a person: for their download, beside their sign-ins, and when they leave."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, select, update

from app.accounts.models import Account
from app.accounts.slots import Leaving, Own
from app.api.models import ApiToken, KeptReply
from app.foundation import clock
from app.foundation.db import db


def own(account_id: int) -> Sequence[Own]:
    """The tokens they gave to programs, but for their words."""
    columns = (ApiToken.name, ApiToken.prefix, ApiToken.scopes, ApiToken.made_at, ApiToken.expires_at, ApiToken.used_on)
    query = select(*columns, ApiToken.revoked_at).where(ApiToken.account_id == account_id).order_by(ApiToken.id)
    rows = [dict(row) for row in db.session.execute(query).mappings()]
    headings = {"name": _("Which program it is"), "prefix": _("Begins with"), "scopes": _("What the program may do")}
    return [Own("tokens", _("Tokens for programs"), rows, headings)]


def _live(account_id: int) -> tuple[ColumnElement[bool], ...]:
    epoch = select(Account.session_epoch).where(Account.id == account_id).scalar_subquery()
    of_person = (ApiToken.account_id == account_id, ApiToken.epoch == epoch)
    return *of_person, ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.now()


def live(account_id: int) -> int:
    """How many tokens hold. One statement."""
    return db.session.scalar(select(func.count()).where(*_live(account_id))) or 0


def revoke_all(account_id: int) -> None:
    """All tokens are taken back."""
    db.session.execute(update(ApiToken).where(*_live(account_id)).values(revoked_at=clock.now()))


def forget(leaving: Leaving) -> None:
    """No program acts in their name any more, and nothing says that one did."""
    for table in (KeptReply, ApiToken):
        db.session.execute(delete(table).where(table.account_id == leaving.account_id))
