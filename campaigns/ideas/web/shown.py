"""What stands around an idea on its page: the parts that other rooms bring, and what happens next."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.roles import Actor
from app.foundation.slots import Part, Slot
from campaigns.contributions.models import State
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.ideas.slots import IdeaShown
from campaigns.plan import words
from campaigns.plan.phases import QUIET, Act


@dataclass(frozen=True)
class Next:
    """What happens next and when: a code that the template has a sentence for, and the instant the sentence needs."""

    code: str
    at: datetime | None = None
    zone: str = ""
    zone_words: str = ""
    phase: str = ""


def parts_of(
    slot: Slot[IdeaShown, Part | None], read: IdeaRead, viewer: Actor, *, writes: bool = False, is_editing: bool = False
) -> list[Part]:
    """What the fillers of a slot bring for this idea and this viewer, who `writes` it perhaps."""
    common = read.contribution
    author_id = viewer.id if writes or is_editing else common.author_id
    asked = IdeaShown(common.id, common.campaign_id, common.state, author_id, viewer, is_editing)
    return [part for part in slot.fill(asked) if part is not None]


def next_of(read: IdeaRead, now: datetime) -> Next:
    """What the timeline and the state say about the next thing that happens to the idea."""
    if read.state == State.RETURNED:
        return _until(read, "mend", Act.REVISE_IDEA, now) or Next("mend-late")
    if read.state != State.PUBLISHED:
        return Next("none")
    return _until(read, "support", Act.SUPPORT, now) or _later(read, now)


def _until(read: IdeaRead, code: str, act: Act, now: datetime) -> Next | None:
    timeline = read.campaign.timeline
    closing = timeline.closing_of(act, now)
    if closing:
        return _at(read, code, closing)
    opening = timeline.next_for(act, now)
    return _at(read, f"{code}-opens", opening.opens_at) if opening else None


def _later(read: IdeaRead, now: datetime) -> Next:
    for window in read.campaign.timeline.windows:
        if window.opens_at > now and window.kind not in QUIET:
            return _at(read, "phase", window.opens_at, str(words.PHASES[window.kind]))
    return Next("counted")


def _at(read: IdeaRead, code: str, at: datetime, phase: str = "") -> Next:
    zone = read.campaign.time_zone
    return Next(code, at, zone, words.zone_words(at, zone), phase)
