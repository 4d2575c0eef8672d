"""Background work of waves."""

from app.accounts import emails
from app.accounts.queries import people
from app.foundation import clock, letters, mail, outbox
from app.foundation.db import db
from app.foundation.unit_of_work import step
from moderation.waves import domain, queries
from moderation.waves.words import LIKE


def tell(wave_id: int) -> None:
    """Asks for a letter to each administrator."""
    with step():
        for account_id in queries.administrators():
            outbox.ask("waves.mail", wave_id=wave_id, account_id=account_id)


def mail_wave(wave_id: int, account_id: int) -> None:
    """The letter to one administrator; none where somebody has ended the wave meanwhile."""
    found, account = queries.read(wave_id), people.living(account_id)
    letter = None
    if found and found.wave.ended_at is None and account:
        subject, text = letters.write(
            "wave.txt",
            account.language,
            name=account.given_name,
            like=LIKE[found.wave.like],
            size=found.size,
            url=letters.address("moderation.list_waves"),
        )
        to, key = emails.deliverable(account.email), f"wave-{wave_id}-{account_id}"
        letter = mail.compose(to=to, subject=subject, text=text, key=key, language=account.language)
    db.session.rollback()
    if letter:
        mail.send(letter)


def forget() -> None:
    """Prints that are older than a month go."""
    with step():
        domain.forget(clock.now())
