"""The letter of a morning to those for whom texts wait."""

from email.message import EmailMessage

from app.accounts import emails
from app.foundation import letters as words
from app.foundation import mail
from moderation.queries.filters import Waits
from moderation.queries.mornings import Morning


def of_the_morning(morning: Morning, day: str) -> EmailMessage:
    """What waits, in which campaigns, how much of it is overdue, and the way to it. Composed again it has the same Message-ID."""
    account = morning.account
    stop = words.stopping(account.id, "mornings")
    subject, text = words.write(
        "moderation_morning.txt",
        account.language,
        name=account.given_name,
        morning=morning,
        blocks=words.address("moderation.list_blocks"),
        queue=words.address("moderation.show_queue"),
        heaps=[(heap, words.address("moderation.show_queue", campaign=heap.campaign_id)) for heap in morning.heaps],
        overdue=words.address("moderation.show_queue", waits=Waits.OVERDUE.value),
        choices=words.address("notifications.show_letters"),
        stop=stop,
    )
    to = emails.deliverable(account.email)
    key = f"morning-{account.id}-{day}"
    return mail.compose(to=to, subject=subject, text=text, key=key, language=account.language, stop=stop)
