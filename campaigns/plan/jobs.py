"""Background work of campaigns by invitation: letters go out, people of domains come in."""

from datetime import datetime

from sqlalchemy import select

from app.accounts import emails
from app.foundation import clock, letters, mail, outbox
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.plan.domain import members as verbs
from campaigns.plan.models import Campaign, Invitation, Joining
from campaigns.plan.queries import members
from campaigns.plan.slots import INVITATION_STOP, INVITATION_UNWANTED

A_STEP = 100


def send_invitations(campaign_id: int) -> None:
    """Asks for the letter of each new address of the list, once the campaign is launched; lets in who confirmed it meanwhile."""
    more = True
    while more:
        with step():
            still_at_it()
            more = _ask_for_some(campaign_id, clock.now())


def _ask_for_some(campaign_id: int, now: datetime) -> bool:
    campaign = db.session.get_one(Campaign, campaign_id)
    if campaign.launched_at is None:
        return False
    unsent = select(Invitation).where(Invitation.campaign_id == campaign_id, Invitation.mailed_at.is_(None))
    some = db.session.scalars(unsent.order_by(Invitation.id).limit(A_STEP).with_for_update()).all()
    for invitation in some:
        invitation.mailed_at = now
        outbox.ask("plan.mail_invitation", invitation_id=invitation.id)
    people = members.with_addresses([invitation.email_key for invitation in some])
    # Whoever was removed left the list, too: an address that is new on it was put there again.
    verbs.let_in(campaign, people, Joining.LIST, actor_id=None, now=now, again=True)
    return len(some) == A_STEP


def mail_invitation(invitation_id: int) -> None:
    """The letter to one address of the list, in the language of the campaign; none to whoever wants none. Sent again it has the same
    Message-ID.
    """
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None:
        return
    if any(INVITATION_UNWANTED.fill(invitation.email_key)):
        db.session.rollback()
        return
    campaign = db.session.get_one(Campaign, invitation.campaign_id)
    stop = next(iter(INVITATION_STOP.fill(invitation.email_key)), "")
    subject, text = letters.write(
        "plan_invited.txt",
        campaign.language,
        title=campaign.title,
        organiser=campaign.organiser,
        address=invitation.email,
        stop=stop,
        # Who is not signed in is told of no such campaign: the way leads through the door.
        url=letters.address("accounts.sign_in", next=letters.path("plan.show_campaign", slug=campaign.slug)),
    )
    to, language = emails.deliverable(invitation.email), campaign.language
    # The network is asked without a transaction open.
    db.session.rollback()
    key = f"invitation-{invitation_id}"
    mail.send(mail.compose(to=to, subject=subject, text=text, key=key, language=language, stop=stop))


def let_domains_in(campaign_id: int) -> None:
    """People who have a confirmed address of the campaign's domains become members, some hundred a step."""
    after = 0
    while True:
        with step():
            still_at_it()
            campaign = db.session.get_one(Campaign, campaign_id)
            people = members.of_domains(campaign, after, verbs.A_STEP)
            verbs.let_in(campaign, people, Joining.DOMAIN, actor_id=None, now=clock.now())
        if len(people) < verbs.A_STEP:
            return
        after = people[-1]
