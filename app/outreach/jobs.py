"""Background work: letters of invitation go out."""

from sqlalchemy import select, update

from app.accounts import emails
from app.foundation import clock, letters, mail, outbox
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from app.outreach import calls
from app.outreach.models import InvitingLetter, Unwanted
from app.outreach.stopping import stopping
from campaigns.plan.models import Campaign

A_STEP = 100


def send(campaign_id: int) -> None:
    """Asks for each letter that has not left."""
    after, more = 0, True
    while more:
        with step():
            still_at_it()
            unsent = select(InvitingLetter.id).where(
                InvitingLetter.campaign_id == campaign_id,
                InvitingLetter.mailed_at.is_(None),
                InvitingLetter.id > after,
            )
            some = db.session.scalars(unsent.order_by(InvitingLetter.id).limit(A_STEP)).all()
            for letter_id in some:
                outbox.ask("outreach.mail", letter_id=letter_id)
            after, more = (some[-1], len(some) == A_STEP) if some else (after, False)


def mail_letter(letter_id: int) -> None:
    """One letter; none to whoever wants none. The address is forgotten with it. Sent again it has the same Message-ID."""
    letter = db.session.get(InvitingLetter, letter_id)
    if letter is None or letter.email is None:
        return
    campaign = db.session.get_one(Campaign, letter.campaign_id)
    wanted = db.session.get(Unwanted, letter.print) is None and campaign.archived_at is None
    if wanted:
        told, stop = calls.call(campaign, campaign.language, clock.now()), stopping(letter.print)
        subject, text = letters.write("inviting.txt", campaign.language, told=told, stop=stop)
        to, key = emails.deliverable(letter.email), f"inviting-{letter_id}"
        message = mail.compose(to=to, subject=subject, text=text, key=key, language=campaign.language, stop=stop)
    # The network is asked without a transaction open.
    db.session.rollback()
    if wanted:
        mail.send(message)
    with step():
        sent = update(InvitingLetter).where(InvitingLetter.id == letter_id)
        db.session.execute(sent.values(email=None, mailed_at=clock.now()))
