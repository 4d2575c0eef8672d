"""Who reads a thread, and what they may do there now."""

from datetime import datetime

from app.accounts.roles import Actor, Role
from app.foundation.errors import Reason
from campaigns.comments import slots
from campaigns.comments.domain import stands, threads
from campaigns.comments.queries.rows import CommentRow
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.contributions.visibility import STAFF
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act


class Reader:
    """A person before a thread. What they may do is asked once for a whole page; that costs what finds out whether it is shut."""

    def __init__(self, contribution: Contribution, campaign: Campaign, actor: Actor, now: datetime) -> None:
        self.contribution, self.campaign, self.actor, self.now = contribution, campaign, actor, now
        self.is_open = contribution.state in PUBLIC
        self._shut = self._why_shut()
        self._able = {act: self._own_refusal(act) is None for act in (Act.REVISE_COMMENT, Act.DELETE_COMMENT)}
        self._able |= {act: self.refusal(act) is None for act in (Act.COMMENT, Act.REACT)}
        self._is_staff = Role.MODERATOR in actor.roles_in(None) or campaign.id in actor.campaigns_as(*STAFF)
        self._able[Act.HIGHLIGHT] = self.is_open and permissions.refusal(actor, Act.HIGHLIGHT, campaign, now) is None

    def _why_shut(self) -> Reason | None:
        if not self.is_open:
            return threads.NOT_PUBLIC
        if self.contribution.state == State.JOINED:
            return threads.JOINED
        return slots.shut(self.contribution.id)

    def refusal(self, act: Act) -> Reason | None:
        """Why they cannot do the act in this thread."""
        # Nobody need sign in to be told that it goes on elsewhere.
        if self._shut == threads.JOINED:
            return self._shut
        return permissions.refusal(self.actor, act, self.campaign, self.now) or self._shut

    def stand_refusal(self) -> Reason | None:
        """Why they cannot take a stand."""
        return stands.refusal(self.actor, self.contribution, self.campaign, self.now) or self._shut

    def acts_on(self, row: CommentRow) -> frozenset[str]:
        """The buttons they have on a comment."""
        if row.is_stub:
            return frozenset()
        if self.actor.is_guest:
            return frozenset({"report"}) if row.is_public and self.is_open else frozenset()
        possible = {
            "answer": row.is_public and self._able[Act.COMMENT],
            "highlight": row.is_public and self._able[Act.HIGHLIGHT],
            "useful": row.is_public and self._able[Act.REACT] and row.author_id != self.actor.id,
            "edit": self._may_edit(row),
            "delete": self._is_own(row) and self._able[Act.DELETE_COMMENT],
            # Who sees to the comments of a project need not ask themselves to look at one.
            "report": row.is_public and self.is_open and row.author_id != self.actor.id and not self._is_staff,
            "check": self._is_staff and row.author_id != self.actor.id,
        }
        return frozenset(name for name, is_possible in possible.items() if is_possible)

    def _own_refusal(self, act: Act) -> Reason | None:
        return permissions.refusal(self.actor, act, self.campaign, self.now, author_id=self.actor.id)

    def _is_own(self, row: CommentRow) -> bool:
        return row.author_id == self.actor.id and row.state in {State.SUBMITTED, State.PUBLISHED}

    def _may_edit(self, row: CommentRow) -> bool:
        is_read_first = row.is_public and self.campaign.comments_checked_first
        return self._is_own(row) and self._able[Act.REVISE_COMMENT] and not is_read_first
