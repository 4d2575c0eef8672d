"""A published idea is changed by its author: everyone can look back, and what people supported is not made another text.

How much an edit weighs is told by a rule that everyone can read: small ones leave the supports alone, larger ones take them
off, for people supported another text. Small ones add up: each is measured from the text as it was first published or last
changed much. Supports on paper go, too; how many there were stays in the history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.differences import words_changed
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason
from campaigns.contributions import states
from campaigns.contributions.domain import versions
from campaigns.contributions.languages import language_of
from campaigns.contributions.models import State, Weight
from campaigns.ideas.domain import choices
from campaigns.ideas.domain.drafts import CHANGED_ELSEWHERE
from campaigns.ideas.domain.ideas import NOT_WHOLE
from campaigns.ideas.domain.rows import put, text_of
from campaigns.ideas.domain.writers import written
from campaigns.ideas.events import IdeaChangedMaterially
from campaigns.ideas.models import Idea, Support, SupportSheet
from campaigns.ideas.queries import files, names
from campaigns.ideas.queries.authors import writer_for
from campaigns.ideas.queries.joined import has_members
from campaigns.ideas.slots import SUPPORT_GUARD
from campaigns.ideas.texts import IdeaText
from campaigns.plan import permissions
from campaigns.plan.phases import Act

# What people support: the other fields explain it.
WEIGHED = ("title", "problem", "proposal")
ONE_OF = 10
MOST_WORDS = 15
MOST_TITLE_WORDS = 2
RULE = Reason(
    "edit.rule",
    _l(
        "A small change touches at most a tenth of the words of the title, the problem and the proposal, no more than "
        "%(words)s words in all and no more than %(title)s in the title. Small changes add up: several together can make "
        "a large one. Everything else may be changed freely."
    ),
    {"words": MOST_WORDS, "title": MOST_TITLE_WORDS},
)
SUPPORTS_GO = Reason(
    "edit.supports-go", _l("People supported the idea as it was. A change this large takes their support off.")
)
COUNTED = Reason(
    "edit.counted",
    _l("Support is counted, or has been counted already: the idea can be corrected, but not made another."),
)

OTHERS_IN_IT = Reason(
    "edit.others-in-it",
    _l("Other ideas were joined into this one as it reads: it can be corrected, but not made another."),
)


@dataclass(frozen=True)
class Edit:
    """What an author makes of a text. `words` of `of` words went or came since people supported it, `title_words` of them in
    the title.
    """

    before: IdeaText
    after: IdeaText
    words: int
    of: int
    title_words: int

    @property
    def weight(self) -> Weight:
        is_minor = self.words * ONE_OF <= self.of and self.words <= MOST_WORDS and self.title_words <= MOST_TITLE_WORDS
        return Weight.MINOR if is_minor else Weight.MATERIAL

    @property
    def is_material(self) -> bool:
        return self.weight == Weight.MATERIAL


def compare(before: IdeaText, after: IdeaText, since: Mapping[str, str] | None = None) -> Edit:
    """How much a text differs from the one before or, where that has been changed already, from what people supported.

    `since` is what history.supported_words gives for the idea. Slower than a write should be: ask before it begins.
    """
    counts = {name: words_changed((since or before.prose)[name], after.prose[name]) for name in WEIGHED}
    changed, most = (sum(count[place] for count in counts.values()) for place in (0, 1))
    return Edit(before, after, changed, most, counts["title"][0])


def change(actor: Actor, idea_id: int, edit: Edit, now: datetime, *, confirmed: bool = False) -> int:
    """The author changes a published idea; the version before stays readable. Returns how many supports were taken off.

    Raises Invalid with SUPPORTS_GO where that takes supports off and is not `confirmed`, NotAllowed where the window is shut
    or the supports are counted, Conflict where the text is not `edit.before` any more. Twice is once.
    """
    idea = written(actor, idea_id)
    contribution = idea.contribution
    before = text_of(idea)
    if contribution.state != State.PUBLISHED:
        raise Conflict(states.MOVED_ON)
    author_id = writer_for(actor, idea)
    permissions.require(actor, Act.REVISE_IDEA, contribution.campaign, now, author_id=author_id)
    if before == edit.after:
        return 0
    if before != edit.before:
        raise Conflict(CHANGED_ELSEWHERE)
    if not edit.after.is_whole:
        raise Invalid(NOT_WHOLE)
    choices.check(idea.campaign_id, edit.after, before)
    return _change(actor, idea, edit, now, confirmed)


def _change(actor: Actor, idea: Idea, edit: Edit, now: datetime, confirmed: bool) -> int:
    contribution, after = idea.contribution, edit.after
    supports = idea.support_total
    if edit.is_material and has_members(idea.id):
        raise NotAllowed(OTHERS_IN_IT)
    if edit.is_material and (supports or idea.outcome is not None):
        _require_uncounted(idea)
        if supports and not confirmed:
            raise Invalid(SUPPORTS_GO)
    taken = supports if edit.is_material else 0
    supporters = _take_off(idea) if taken else ()
    listed = files.told(files.of_idea(idea.id))
    old, new = (text.prose | names.of_choices(text) | listed for text in (edit.before, after))
    versions.keep(contribution, old, new, edit.weight, actor=actor, now=now, supports_before=taken)
    put(after, idea, edit.before)
    contribution.language = language_of(
        f"{after.title} {after.problem} {after.proposal}", contribution.campaign.language
    )
    states.changed(contribution, now)
    if taken:
        _tell(actor, idea, supporters, taken, now)
    return taken


def _require_uncounted(idea: Idea) -> None:
    if idea.outcome is not None:
        raise NotAllowed(COUNTED)
    try:
        SUPPORT_GUARD.fill(idea.campaign_id)
    except NotAllowed as refusal:
        raise NotAllowed(COUNTED) from refusal


def _take_off(idea: Idea) -> tuple[int, ...]:
    """Takes all supports off; gives the people of the site among them."""
    people = select(Support.account_id).where(Support.idea_id == idea.id).order_by(Support.account_id)
    supporters = tuple(db.session.scalars(people))
    db.session.execute(delete(Support).where(Support.idea_id == idea.id))
    db.session.execute(delete(SupportSheet).where(SupportSheet.idea_id == idea.id))
    db.session.execute(update(Idea).where(Idea.id == idea.id).values(supports=0, supports_elsewhere=0, support_total=0))
    return supporters


def _tell(actor: Actor, idea: Idea, supporters: tuple[int, ...], taken: int, now: datetime) -> None:
    chain.log(
        "idea.supports-off",
        now=now,
        actor_id=actor.id,
        thing="idea",
        thing_id=idea.id,
        campaign_id=idea.campaign_id,
        supports=taken,
    )
    events.announce(IdeaChangedMaterially(idea.id, idea.contribution.version, supporters))
