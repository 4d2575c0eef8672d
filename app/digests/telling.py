"""Who is told of a digest, and what: everyone concerned, once it is public, with its findings as a letter has them."""

from flask_babel import force_locale
from flask_babel import gettext as _

from app.digests import brief
from app.digests.composing import compose
from app.digests.files import words_of
from app.digests.models import Snapshot
from app.digests.outline import Paragraph
from app.digests.queries import staff
from app.digests.queries.digests import stands
from app.digests.words import short
from app.foundation import clock, outbox
from app.foundation.db import db
from app.foundation.letters import address
from app.foundation.unit_of_work import step
from app.notifications.digests import ask_to_tell
from app.notifications.domain import notices
from app.notifications.domain.notices import Fact
from app.notifications.models import NoticeKind
from app.notifications.slots import DigestAsked, ShortDigest

MOST_SENTENCES, MOST_NAMED, LONGEST_TITLE = 5, 2, 90


def tell(snapshot: Snapshot) -> None:
    """Asks, within the step, for the telling of a digest that is public now. One that says nothing is told to nobody."""
    if stands(snapshot.id) and not brief.says_nothing(snapshot.body):
        ask_to_tell(snapshot.id, snapshot.campaign_id)
        outbox.ask("digests.tell_staff", snapshot_id=snapshot.id)


def tell_staff(snapshot_id: int) -> None:
    """Those who read digests by duty are told, too: once, whatever else they are in the campaign."""
    snapshot = db.session.get_one(Snapshot, snapshot_id)
    people, campaign_id = staff.of_campaign(snapshot.campaign_id), snapshot.campaign_id
    with step():
        fact = Fact(NoticeKind.DIGEST, f"digest:{snapshot_id}", campaign_id, None, {"snapshot_id": snapshot_id})
        notices.tell(people, fact, clock.now())


def short_digest(asked: DigestAsked) -> ShortDigest | None:
    """A digest as a gathered letter tells it, with the words that may be shown at the moment; None where it is not public, or a newer
    one has taken its place."""
    snapshot = db.session.get(Snapshot, asked.snapshot_id)
    if snapshot is None or not stands(snapshot.id):
        return None
    with force_locale(asked.language):
        document = compose(snapshot, words_of(snapshot), address, most_told=MOST_SENTENCES)
        return ShortDigest(
            f"{document.title}: {document.over}",
            [_sentence(one) for one in document.brief],
            document.address,
        )


def _sentence(statement: Paragraph) -> str:
    named = ", ".join(
        f"{one.label} {_('“%(title)s”', title=short(one.title, LONGEST_TITLE))}" if one.title else one.label
        for one in statement.ideas[:MOST_NAMED]
    )
    return f"{statement.text} {named}".strip()
