"""The letter that gathers: of a day, or of some minutes."""

from dataclasses import dataclass
from email.message import EmailMessage

from flask_babel import force_locale
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.sessions import actor_of
from app.foundation import letters as words
from app.foundation.db import db
from app.notifications.grouping import Group, Line, by_project, grouped
from app.notifications.models import Notice, NoticeKind
from app.notifications.posting import address, compose, reachable
from app.notifications.queries import NoticeRead, read
from app.notifications.slots import SHORT_DIGEST, DigestAsked, ShortDigest

# So many notices are read for a letter, so many things and digests named in it; the rest is counted.
MOST_READ = 300
MOST_NAMED = 20
MOST_DIGESTS = 5


@dataclass(frozen=True)
class Shown:
    """What a letter has to tell: things with what happened to them, digests by id, and how many notices it does not name."""

    groups: list[Group]
    digests: dict[int, ShortDigest]
    more: int

    @property
    def only(self) -> tuple[Group, Line] | None:
        """The one thing that happened, where it is one."""
        lines = [(group, line) for group in self.groups for line in group.lines]
        return lines[0] if len(lines) == 1 and lines[0][1].count == 1 and not self.more else None


def of_the_day(account_id: int, day: str) -> EmailMessage | None:
    """The letter called so; None where nothing is left to tell: all is read, or cannot be read any more."""
    account = reachable(account_id)
    if account is None:
        return None
    with force_locale(account.language):
        shown = _shown(account, day)
        if not shown.groups:
            return None
        return compose(
            account,
            "notices_gathered.txt",
            f"notices-{account_id}-{day}",
            kinds={line.kind for group in shown.groups for line in group.lines},
            is_daily="T" not in day,
            projects=by_project(shown.groups),
            digests=shown.digests,
            only=shown.only,
            more=shown.more,
            page=words.address("notifications.list_notices"),
            address=address,
        )


def _shown(account: Account, day: str) -> Shown:
    waiting = (
        Notice.account_id == account.id,
        Notice.letter_day == day,
        Notice.mailed_at.is_(None),
        Notice.read_at.is_(None),
    )
    rows = db.session.scalars(select(Notice).where(*waiting).order_by(Notice.id.desc()).limit(MOST_READ)).all()
    unread = db.session.scalar(select(func.count()).where(*waiting)) or 0 if len(rows) == MOST_READ else len(rows)
    told = [one for one in read(rows[::-1], actor_of(account)) if one.place is not None]
    digests = _digests(told, account.language)
    groups = grouped([one for one in told if digests.get(_snapshot(one), True)])
    unnamed = sum(line.count for group in groups[MOST_NAMED:] for line in group.lines)
    short = {number: digest for number, digest in digests.items() if digest}
    return Shown(groups[:MOST_NAMED], short, unnamed + unread - len(rows))


def _digests(told: list[NoticeRead], language: str) -> dict[int, ShortDigest | None]:
    """Digests as letters print them; None where one may not be shown any more, and nothing at all where nobody makes them short."""
    asked = [_snapshot(one) for one in told if _snapshot(one)][:MOST_DIGESTS]
    given = {number: SHORT_DIGEST.fill(DigestAsked(number, language)) for number in asked}
    return {number: short[0] for number, short in given.items() if short}


def _snapshot(one: NoticeRead) -> int:
    """The digest that a notice tells of; 0 for all other notices."""
    return int(one.place.values["id"]) if one.kind == NoticeKind.DIGEST and one.place else 0
