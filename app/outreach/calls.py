"""What a poster, a letter and a newspaper say about a campaign, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation import hosts, letters, site
from campaigns.plan import days
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.plan.queries.texts import worded_one

# What residents do in a window; the others are for the office.
STEPS: dict[PhaseKind, Any] = {
    PhaseKind.DISCUSSION: _l("Tell how it is for you and read what others say"),
    PhaseKind.IDEAS: _l("Propose an idea or support somebody else’s"),
    PhaseKind.VOTING: _l("Vote for the best ideas"),
}
# In the language of who copies, not of what is copied.
LABELS: dict[str, Any] = {
    "newspaper": _l("For a newspaper or a notice board"),
    "messenger": _l("For a messenger"),
    "letter": _l("For an e-mail"),
    "school": _l("For a school"),
}


@dataclass(frozen=True)
class Step:
    """What to do, and from which day to which, both included."""

    what: str
    when: str


@dataclass(frozen=True)
class Call:
    """What is told. `read` is the address as people read it, `link` as machines write it; `on` the day that the paper is dated by."""

    language: str
    site: str
    title: str
    question: str
    organiser: str
    steps: Sequence[Step]
    read: str
    link: str
    on: date

    @property
    def bare(self) -> str:
        """The address as one types it."""
        return self.read.partition("://")[2].rstrip("/") or self.read


def call(campaign: Campaign, language: str, now: datetime) -> Call:
    """What is told of a campaign in a language; where it gives no texts in that one, in its own. One statement."""
    with force_locale(language):
        told = worded_one(campaign, language)
        where = letters.path("plan.show_campaign", slug=campaign.slug)
        return Call(
            language,
            site.name(language),
            told.title.text,
            told.question.text,
            campaign.organiser,
            _steps(campaign, now),
            hosts.read(where),
            hosts.link(where),
            days.local(campaign.launched_at or campaign.created_at, campaign.time_zone).date(),
        )


def _steps(campaign: Campaign, now: datetime) -> list[Step]:
    ahead = [window for window in campaign.timeline.windows if window.kind in STEPS and window.closes_at > now]
    return [
        Step(
            str(STEPS[window.kind]),
            span(
                days.first_day(window.opens_at, campaign.time_zone), days.last_day(window.closes_at, campaign.time_zone)
            ),
        )
        for window in ahead
    ]


def span(first: date, last: date) -> str:
    """From the 16th to the 30th of November 2026, as people read it."""
    pattern = "d MMMM y"
    begins = format_date(first, "d MMMM" if first.year == last.year else pattern, locale=get_locale())
    return str(
        _("from %(first)s to %(last)s inclusive", first=begins, last=format_date(last, pattern, locale=get_locale()))
    ).replace(" ", "\N{NO-BREAK SPACE}", 2)


def is_for_walls(campaign: Campaign) -> bool:
    """Whether everybody may read of it: a campaign by invitation hangs on no wall."""
    return campaign.launched_at is not None and campaign.audience == Audience.EVERYONE


def texts(told: Call) -> list[tuple[str, Any, str]]:
    """Words ready to be copied: a code, what they are for, and the text, plain and with the address: whole where one presses it."""
    with force_locale(told.language):
        steps = "\n".join(f"– {step.what}: {step.when}." for step in told.steps)
        who = told.organiser or told.site
        question = _("“%(title)s”", title=told.question) if told.question else ""
        asks = _asks(who, question)
        where = _("Read and take part: %(address)s", address=told.bare)
        long = [told.title, asks, _("What you can do:"), steps, where]
        school = [
            _("Dear parents, pupils and teachers!"),
            asks,
            steps,
            _(
                "You need an e-mail address and two minutes. Everybody’s ideas are read, and what becomes of them is told on the site."
            ),
            where,
        ]
        letter = [
            _("Hello!"),
            asks,
            steps,
            _("Read and take part: %(address)s", address=told.read),
            _("Your idea may be the one that is carried out. Pass this on to neighbours and colleagues."),
        ]
        short = [
            f"{told.title}. {told.question}".strip(" ."),
            *(f"{s.what}: {s.when}" for s in told.steps[:1]),
            told.read,
        ]
        return [
            ("newspaper", LABELS["newspaper"], _joined(long)),
            ("messenger", LABELS["messenger"], "\n".join(part for part in short if part)),
            ("letter", LABELS["letter"], _joined(letter)),
            ("school", LABELS["school"], _joined(school)),
        ]


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _asks(who: str, question: str) -> str:
    residents = site.of_residents()
    if residents and question:
        asks = _("%(who)s asks %(residents)s: %(question)s", who=who, residents=residents, question=question)
    elif residents:
        asks = _("%(who)s asks %(residents)s.", who=who, residents=residents)
    elif question:
        asks = _("%(who)s asks residents: %(question)s", who=who, question=question)
    else:
        asks = _("%(who)s asks residents.", who=who)
    return str(asks)
