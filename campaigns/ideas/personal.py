"""Ideas of a person, what they support, and what they write with others."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.slots import Leaving, Own
from app.foundation.db import db
from campaigns.contributions.models import Contribution, State, Version
from campaigns.ideas.domain import drafts, files
from campaigns.ideas.models import CoAuthor, Idea, Support


def own(account_id: int) -> Sequence[Own]:
    """Ideas with what they read before, supports, and ideas written along."""
    words = (Idea.title, Idea.problem, Idea.proposal, Idea.effect, Idea.elsewhere, Idea.withdrawn_why)
    by_them = Contribution.author_id == account_id
    ideas = (
        select(Idea.id, Idea.number, *words, Contribution.state, Contribution.created_at, Contribution.published_at)
        .join(Contribution, Contribution.id == Idea.id)
        .where(by_them)
        .order_by(Idea.id)
    )
    earlier = (
        select(Version.contribution_id, Version.number, Version.fields, Version.kept_at)
        .join(Contribution, Contribution.id == Version.contribution_id)
        .where(by_them, Version.kept_by == account_id)
        .order_by(Version.id)
    )
    supports = select(Support.idea_id, Idea.title, Support.since).join(Idea, Idea.id == Support.idea_id)
    along = select(CoAuthor.idea_id, CoAuthor.accepted_at, CoAuthor.ended_at)
    return [
        Own(name, title, [dict(row) for row in db.session.execute(query).mappings()], _headings())
        for name, title, query in (
            ("ideas", _("Ideas"), ideas),
            ("versions", _("What my texts read before"), earlier),
            ("supports", _("What I support"), supports.where(Support.account_id == account_id).order_by(Support.since)),
            ("written-along", _("Ideas I write with others"), along.where(CoAuthor.account_id == account_id)),
        )
    ]


def _headings() -> dict[str, str]:
    return {
        "title": _("Title"),
        "problem": _("What is inconvenient now"),
        "proposal": _("What you propose"),
        "effect": _("What will change"),
        "elsewhere": _("Where it is done already"),
        "state": _("State"),
        "created_at": _("Begun"),
        "published_at": _("Published"),
        "since": _("Since"),
    }


def forget(leaving: Leaving) -> None:
    """Drafts go whole; from ideas that were sent their files go; they write along with nobody any more.

    The words of what was sent are another's affair (`moderation`), for they stand in many places.
    """
    by_them = select(Contribution.id).join(Idea, Idea.id == Contribution.id)
    by_them = by_them.where(Contribution.author_id == leaving.account_id)
    begun = list(db.session.scalars(by_them.where(Contribution.state == State.DRAFT)))
    drafts.throw_away(begun)
    # The files of what somebody else writes, too, stay with it.
    alone = (
        ~select(CoAuthor.id)
        .where(CoAuthor.idea_id == Contribution.id, CoAuthor.account_id.is_not(None), CoAuthor.ended_at.is_(None))
        .exists()
    )
    files.forget_all(list(db.session.scalars(by_them.where(alone))))
    mine = (CoAuthor.account_id == leaving.account_id, CoAuthor.ended_at.is_(None))
    db.session.execute(update(CoAuthor).where(*mine).values(ended_at=leaving.now))
    waiting = update(Idea).where(Idea.draft_waits_for == leaving.account_id)
    db.session.execute(waiting.values(draft_waits_for=None))
