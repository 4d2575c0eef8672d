"""People who were asked to work here."""

from datetime import timedelta
from itertools import count

from app.accounts import emails
from app.accounts.models import Account
from app.accounts.roles import Role
from app.administration.models import StaffInvitation
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step

NUMBERS = count(1)


def make_invitation(by: Account, email: str = "", role: Role = Role.ADMINISTRATOR) -> StaffInvitation:
    """An invitation to a role on the whole site that waits for two weeks; of somebody new each time, where nobody is named."""
    email = email or f"colleague{next(NUMBERS)}@example.org"
    with step():
        invitation = StaffInvitation(
            email=email,
            email_key=emails.key_of(email),
            language="en",
            role=role,
            scope="platform",
            invited_at=clock.now(),
            invited_by=by.id,
            until=clock.now() + timedelta(days=14),
        )
        db.session.add(invitation)
    return invitation
