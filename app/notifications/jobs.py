"""Background work: letters about one's own texts are sent."""

from app.foundation import clock, mail
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications import letters
from app.notifications.domain.notices import mark_mailed


def mail_notice(notice_id: int) -> None:
    """The letter about one's own text. Sent again after a crash it has the same Message-ID."""
    letter = letters.about_own(notice_id)
    db.session.rollback()
    if letter is None or not mail.send(letter):
        return
    with step():
        mark_mailed([notice_id], clock.now())
