"""Letters of invitation that wait for somebody who leaves: none is sent, and their address is forgotten."""

from sqlalchemy import or_, update

from app.accounts.models import Account
from app.accounts.slots import Leaving
from app.foundation.db import db
from app.outreach.lists import print_of
from app.outreach.models import InvitingLetter


def forget(leaving: Leaving) -> None:
    """The keyed digest stays, as of everybody who was written to: a list that is brought again calls them back to nothing."""
    account = db.session.get_one(Account, leaving.account_id)
    if not account.email:
        return
    theirs = or_(InvitingLetter.print == print_of(account.email_key), InvitingLetter.email == account.email)
    waiting = (theirs, InvitingLetter.mailed_at.is_(None))
    db.session.execute(update(InvitingLetter).where(*waiting).values(email=None, mailed_at=leaving.now))
