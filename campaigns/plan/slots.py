"""Places that campaigns offer to higher rooms, each with the shape of what is asked and given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.roles import Actor
from app.foundation.errors import Reason
from app.foundation.slots import Slot
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Timeline

# The details of an entry of the log, as a sentence.
Told = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Figure:
    """A number about a campaign: a code for programs, the number, and its word in the language of the page."""

    code: str
    value: int
    label: str


@dataclass(frozen=True)
class Seen:
    """A campaign and who looks at it."""

    campaign: Campaign
    viewer: Actor


@dataclass(frozen=True)
class Fresh:
    """The latest things of a room: a heading, where all of them are, and cards as the macro `idea_card` wants them.

    With a `template` that one shows each of them instead, as `card`.
    """

    heading: str
    url: str
    cards: Sequence[Any]
    template: str = ""


@dataclass(frozen=True)
class Tab:
    """A section of a campaign: a code that says which one is open, its name, address and, where it helps, a count."""

    code: str
    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class Proposed:
    """A change of a launched timeline that an owner asks for. `touched` are ids of windows that would move or go."""

    campaign_id: int
    before: Timeline
    after: Timeline
    touched: frozenset[int]


@dataclass(frozen=True)
class Check:
    """A line of a checklist: a code, a sentence that says how it stands, and where to mend it.

    Whoever signs a count has to look at what is still open; not at what comes `after_counts`.
    """

    code: str
    sentence: str
    done: bool
    url: str | None = None
    after_counts: bool = False


@dataclass(frozen=True)
class Finding:
    """A sentence of the linter of plans; a blocking one must be mended before the launch. `mend` is the page where that is done."""

    reason: Reason
    blocks: bool
    mend: str


@dataclass(frozen=True)
class OneDay:
    """What people did on a day of the campaign's calendar."""

    day: date
    ideas: int
    comments: int
    supports: int


@dataclass(frozen=True)
class OnePlace:
    """What people of a territory did in the whole campaign; an empty name stands for people who have not said theirs."""

    name: str
    ideas: int
    comments: int
    supports: int

    @property
    def is_silent(self) -> bool:
        return not (self.ideas or self.comments or self.supports)


@dataclass(frozen=True)
class Participation:
    """Who takes part: the latest days, oldest first, and all territories of the campaign, those with nothing, too."""

    days: Sequence[OneDay]
    places: Sequence[OnePlace]


# What an entry of a log is about: the word for it and its id.
LogThing = tuple[str, int]


@dataclass(frozen=True)
class Logged:
    """What an entry of the log is about: what it is, and its title, page and language where everyone may read it."""

    label: str
    title: str = ""
    url: str = ""
    language: str = ""


# Ids of the campaigns of a page; each with its figures, the most telling first. The figure "ideas" counts public ideas.
CAMPAIGN_NUMBERS: Slot[tuple[int, ...], dict[int, tuple[Figure, ...]]] = Slot("campaign.numbers")

# Ids of finished campaigns of a page; what came out of each in one sentence, where there is anything to say.
CAMPAIGN_OUTCOME: Slot[tuple[int, ...], dict[int, str]] = Slot("campaign.outcome")

# The latest of a room on the campaign's page; None where there is nothing yet.
CAMPAIGN_FRESH: Slot[Seen, Fresh | None] = Slot("campaign.fresh")

# The sections that a room has in this campaign; none where it is not used.
CAMPAIGN_TABS: Slot[Seen, Sequence[Tab]] = Slot("campaign.tabs")

# Whether the viewer, who is signed in, follows the campaign.
CAMPAIGN_FOLLOWED: Slot[Seen, bool] = Slot("campaign.followed")

# Why a change of a launched timeline may not be: a round is closed, a vote is cast. Asked inside the write, too.
TIMELINE_GUARD: Slot[Proposed, Sequence[Reason]] = Slot("campaign.timeline-guard")

# What the owner should see to, by campaign id: open cases, unanswered appeals, rounds that wait for a signature.
CAMPAIGN_CHECKLIST: Slot[int, Sequence[Check]] = Slot("campaign.checklist")

# What a room has to say about a plan before its launch: what stands in the way, and what is worth a second look.
LAUNCH_FINDINGS: Slot[Campaign, Sequence[Finding]] = Slot("campaign.launch-findings")

# Who takes part in a campaign, by day and by territory, for its owner. The clock of the site says which day it is.
CAMPAIGN_PARTICIPATION: Slot[Campaign, Participation] = Slot("campaign.participation")

# Asked with the key of an address that is invited: where invitations to it are stopped, and whether they were.
INVITATION_STOP: Slot[str, str] = Slot("campaign.invitation-stop")
INVITATION_UNWANTED: Slot[str, bool] = Slot("campaign.invitation-unwanted")

# How acts of a room are told in the log of a campaign, by the code of the act.
LOG_WORDS: Slot[None, Mapping[str, Told]] = Slot("campaign.log-words")

# What the entries of a page of a campaign's log are about, where a room knows it.
LOG_THINGS: Slot[frozenset[LogThing], Mapping[LogThing, Logged]] = Slot("campaign.log-things")


def numbers_of(campaign_ids: Sequence[int]) -> dict[int, tuple[Figure, ...]]:
    """The figures of each of the campaigns, in the order of the wiring."""
    given = CAMPAIGN_NUMBERS.fill(tuple(campaign_ids)) if campaign_ids else []
    return {id: tuple(figure for part in given for figure in part.get(id, ())) for id in campaign_ids}


def outcomes_of(campaign_ids: Sequence[int]) -> dict[int, str]:
    """What came out of each of the campaigns, where there is anything to say."""
    given = CAMPAIGN_OUTCOME.fill(tuple(campaign_ids)) if campaign_ids else []
    return {id: sentence for part in given for id, sentence in part.items()}
