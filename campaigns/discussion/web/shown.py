"""What pages of a discussion say around the topics: what may be done now, and what people answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.foundation.errors import Reason
from campaigns.discussion.queries.results import Counted, QuestionRead
from campaigns.plan import permissions, words
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act


@dataclass(frozen=True)
class Present:
    """What the timeline says about the discussion: `code` is open, not-yet, over or none; `at` when that changes."""

    code: str
    at: datetime | None = None
    zone_words: str = ""


CODES = {permissions.NOT_YET.code: "not-yet", permissions.OVER.code: "over", permissions.NOT_LAUNCHED.code: "not-yet"}


def present_of(campaign: Campaign, now: datetime) -> Present:
    """What may be done in the discussion now, and until when."""
    timeline, zone = campaign.timeline, words.zone_words(now, campaign.time_zone)
    shut = permissions.phase_refusal(Act.ANSWER_QUESTIONS, campaign, now)
    if shut is None:
        return Present("open", timeline.closing_of(Act.ANSWER_QUESTIONS, now), zone)
    opening = timeline.next_for(Act.ANSWER_QUESTIONS, now)
    return Present(CODES.get(shut.code, "none"), opening.opens_at if opening else None, zone)


def leads(actor: Actor, campaign: Campaign, now: datetime) -> bool:
    """Whether the actor leads the discussion: opens, edits, closes and concludes topics."""
    return permissions.refusal(actor, Act.CONCLUDE, campaign, now) is None


def late_sentence(reason: Reason) -> str:
    """Why what was written about a topic cannot be sent; the words stay on the page."""
    if reason == permissions.OVER:
        return str(_("The time for discussing is over. Your words stand below: copy what you need."))
    if reason == permissions.NOT_YET:
        return str(_("The discussion has not begun yet."))
    return str(reason)


def takes_ideas(campaign: Campaign, now: datetime) -> bool:
    """Whether an idea that is begun now can be sent, if only later."""
    return permissions.phase_refusal(Act.SUBMIT_IDEA, campaign, now) not in {permissions.OVER, permissions.NOT_PLANNED}


@dataclass(frozen=True)
class Bar:
    """An answer and how many people gave it."""

    label: str
    value: int


@dataclass(frozen=True)
class QuestionShown:
    """A question on the page of its topic: its answers as (value, words), the finding, and the bars."""

    id: int
    text: str
    is_scale: bool
    choices: Sequence[tuple[int, str]]
    own: int | None
    people: int
    finding: str
    bars: Sequence[Bar]

    @property
    def name(self) -> str:
        """The field in which it is answered."""
        return f"answer-{self.id}"

    @property
    def own_words(self) -> str:
        return dict(self.choices).get(self.own or 0, "")


def question_of(read: QuestionRead) -> QuestionShown:
    """A question as its page shows it."""
    one = read.question
    choices = scale_choices(one.options) if read.is_scale else list(enumerate(map(str, one.options), 1))
    return QuestionShown(
        one.id,
        one.text,
        read.is_scale,
        choices,
        read.own,
        read.counted.total,
        _finding(read.counted, choices, read.is_scale),
        bars_of(read.counted, choices),
    )


def scale_choices(ends: Sequence[str] = ()) -> list[tuple[int, str]]:
    """The answers of a scale, with the words at both ends where there are any."""
    said = {1: ends[0], 5: ends[1]} if len(ends) == len({1, 5}) else {}
    return [(value, f"{value} – {said[value]}" if value in said else str(value)) for value in range(1, 6)]


def bars_of(counted: Counted, choices: Sequence[tuple[int, str]]) -> list[Bar]:
    """The answers as bars."""
    return [Bar(label, people) for (_value, label), people in zip(choices, counted.people, strict=True)]


def mean_sentence(counted: Counted) -> str:
    """What a scale adds up to."""
    return str(_("On average %(mean)s of 5", mean=words_of(counted.mean or 0)))


def words_of(mean: float) -> str:
    """A mean with one digit behind the point, as the language of the page writes it."""
    return str(format_decimal(mean, format="0.0", locale=get_locale()))


def _finding(counted: Counted, choices: Sequence[tuple[int, str]], is_scale: bool) -> str:
    if not counted.total:
        return str(_("Nobody has answered yet"))
    if is_scale:
        return mean_sentence(counted)
    most = max(counted.people)
    label = choices[counted.people.index(most)][1]
    share = round(100 * most / counted.total)
    return str(_("Most often: %(answer)s (%(share)s %%)", answer=label, share=share))


def late_answer(reason: Reason) -> str:
    """Why an answer is not taken."""
    if reason == permissions.OVER:
        return str(_("The time for answering is over."))
    if reason == permissions.NOT_YET:
        return str(_("The discussion has not begun yet."))
    return str(reason)
