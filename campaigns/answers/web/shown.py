"""An answer and what is owed, as pages say them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from campaigns.answers.models import Answer
from campaigns.answers.queries.given import AnswerRead
from campaigns.answers.queries.owed import OwedRead, Standing
from campaigns.answers.words import OUTCOME_TONES, OUTCOMES, STANDING_TONES, STANDINGS
from campaigns.plan import days


@dataclass(frozen=True)
class Shown:
    """An answer as everyone reads it, before its release too. `published_at` is None until then."""

    id: int
    outcome: Any
    tone: str
    office: str
    reasons: str
    link: str
    referred_to: str
    signer: str
    post: str
    letter: str
    language: str
    published_at: datetime | None
    earlier: Sequence["Shown"] = ()


def released(read: AnswerRead) -> Shown:
    """The answer that stands, with those before it."""
    earlier = [_shown(one, one.office, one.language, one.published_at, ()) for one in read.earlier]
    return _shown(read, read.office, read.language, read.published_at, earlier)


def drafted(answer: Answer, office: str) -> Shown:
    """An answer that nobody reads yet; its common row is loaded."""
    return _shown(answer, office, answer.contribution.language, None, ())


def _shown(
    one: AnswerRead | Answer, office: str, language: str, published_at: datetime | None, earlier: Sequence[Shown]
) -> Shown:
    return Shown(
        id=one.id,
        outcome=OUTCOMES[one.outcome],
        tone=OUTCOME_TONES[one.outcome],
        office=office,
        reasons=one.reasons,
        link=one.link,
        referred_to=one.referred_to,
        signer=one.signer,
        post=one.post,
        letter=letter(one.letter_number, one.letter_on),
        language=language,
        published_at=published_at,
        earlier=earlier,
    )


def letter(number: str, on: date | None) -> str:
    """The letter by its number and date; empty where there is none."""
    if not number or on is None:
        return ""
    return str(_("letter %(number)s of %(day)s", number=f"№\u00a0{number}", day=long_day(on)))


def long_day(on: date) -> str:
    """16 November 2026."""
    return str(format_date(on, "d MMMM y")).replace(" ", "\u00a0")


@dataclass(frozen=True)
class Status:
    """How what is owed stands, in words with their tone; `left` says how long there is, or was, nothing where it is over."""

    standing: Standing
    label: Any
    tone: str
    left: str


def status_of(owed: OwedRead, zone: str, now: datetime) -> Status:
    """How it stands now."""
    standing = owed.standing(now)
    return Status(standing, STANDINGS[standing], STANDING_TONES[standing], left(standing, owed.due_on, zone, now))


def left(standing: Standing, due_on: date, zone: str, now: datetime) -> str:
    """How many days are left, or over; days of the campaign's calendar."""
    number = (due_on - days.local(now, zone).date()).days
    if standing == Standing.OVERDUE:
        return str(ngettext("%(num)s day over", "%(num)s days over", -number))
    if standing != Standing.WAITING:
        return ""
    if number == 0:
        return str(_("today is the last day"))
    return str(ngettext("%(num)s day left", "%(num)s days left", number))
