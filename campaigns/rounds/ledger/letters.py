"""Letters to observers."""

from collections.abc import Sequence
from email.message import EmailMessage

from app.accounts import emails
from app.accounts.models import Account
from app.foundation import letters, mail
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.rounds.ledger.models import Checkpoint
from campaigns.rounds.ledger.queries import documents
from campaigns.rounds.models import Round


def of_checkpoints(account: Account, points: Sequence[Checkpoint], *, is_end: bool) -> EmailMessage:
    """The checkpoints, at least one. Composed again it has the same Message-ID."""
    round_ = db.session.get_one(Round, points[0].round_id)
    campaign = db.session.get_one(Campaign, round_.campaign_id)
    subject, text = letters.write(
        "rounds_checkpoints.txt",
        account.language,
        name=account.given_name,
        campaign=campaign.title,
        points=[documents.told(point) for point in points],
        is_end=is_end,
        address=letters.address("rounds.show_ledger", slug=campaign.slug, round=round_.number),
    )
    key = f"checkpoints-{account.id}-{round_.id}-{points[-1].size}-{'end' if is_end else 'hour'}"
    to = emails.deliverable(account.email)
    return mail.compose(to=to, subject=subject, text=text, key=key, language=account.language)
