"""Who stands behind an idea, as its page and the cards name them, and what that means for who looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.roles import Actor, Role
from app.foundation import site
from campaigns.contributions.models import Channel
from campaigns.ideas.queries import authors, entries
from campaigns.ideas.queries.authors import Named
from campaigns.ideas.queries.entries import Entered
from campaigns.ideas.queries.pages import IdeaRead

# How an idea came that its author did not write here, for everyone.
CAME: dict[Channel, Any] = {
    Channel.MEETING: _l("Told at a meeting, entered by the organisers"),
    Channel.PAPER: _l("Written on paper, entered by the organisers"),
    Channel.TOLD: _l("Told to an assistant, who entered it"),
}
TEAM = frozenset({Role.MODERATOR, Role.OWNER, Role.FACILITATOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Behind:
    """`author_id` is whom the rules take for the author where this person acts. `came` says how an idea came that was entered;
    `entered`, who did it, for the team alone."""

    byline: str
    co_authors: Sequence[Named]
    author_id: int | None
    is_writer: bool
    came: Any = None
    entered: Entered | None = None


def of(actor: Actor, read: IdeaRead) -> Behind:
    """Who stands behind the idea. One statement, and one more for the team where it was entered."""
    common = read.contribution
    co_authors = authors.co_authors_of(read.idea.id)
    writes_along = actor.id is not None and actor.id in {one.account_id for one in co_authors}
    author_id = actor.id if writes_along else common.author_id
    is_team = bool(TEAM & actor.roles_in(common.campaign_id))
    entered = entries.entry_of(read.idea.id) if common.channel in CAME and is_team else None
    acts_for = entered and entered.by_id == actor.id and authors.may_enter(actor, common.campaign_id)
    return Behind(
        byline_of(read.byline, len(co_authors)),
        co_authors,
        author_id,
        actor.id is not None and (actor.id == author_id or bool(acts_for)),
        CAME.get(common.channel),
        entered,
    )


def byline_of(name: str, co_authors: int) -> str:
    """The author, and how many write along: «Анна К., Сургут, and 2 more»."""
    name = name or site.a_resident()
    if not co_authors:
        return name
    return str(ngettext("%(name)s, and %(num)s more", "%(name)s, and %(num)s more", co_authors, name=name))
