"""Letters of administration, and invitations that are over."""

from flask_babel import force_locale

from app.accounts.web import places
from app.accounts.words import ROLES
from app.administration.domain import invitations
from app.administration.models import StaffInvitation
from app.foundation import clock, letters, mail
from app.foundation.db import db
from app.foundation.unit_of_work import step


def send_invitation(invitation_id: int, letter: str) -> None:
    """The letter that asks somebody to work here, while the invitation waits. Sent again it has the same Message-ID."""
    invitation = db.session.get(StaffInvitation, invitation_id)
    if invitation is None or invitation.ended_at is not None or invitation.until <= clock.now():
        return
    with force_locale(invitation.language):
        role, place = str(ROLES[invitation.role]), places.names().get(invitation.scope, "")
    subject, text = letters.write(
        "administration_invitation.txt",
        invitation.language,
        role=role,
        place=place,
        address=invitation.email,
        url=letters.address("accounts.register"),
        sign_in=letters.address("accounts.sign_in"),
    )
    made = mail.compose(
        to=invitation.email, subject=subject, text=text, key=f"invitation-{letter}", language=invitation.language
    )
    db.session.rollback()
    mail.send(made)


def forget_invitations() -> None:
    """Addresses of people who were asked to work here go once the invitation is over."""
    with step():
        invitations.forget(clock.now())
