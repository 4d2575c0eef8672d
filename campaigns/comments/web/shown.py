"""A thread as pages show it: `thread_of` gives the value that the template comments/thread.html takes as `thread`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.foundation.errors import Reason
from campaigns.comments import slots
from campaigns.comments.domain import stands
from campaigns.comments.hosts import Host
from campaigns.comments.models import Stand
from campaigns.comments.queries import threads as reading
from campaigns.comments.queries.rows import CommentRow
from campaigns.comments.queries.threads import Head, Order
from campaigns.comments.web.boxes import Box, box_of
from campaigns.comments.web.places import page_of
from campaigns.comments.web.reader import Reader
from campaigns.comments.words import ORDERS, STANDS, VOICES
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.words import LABELS, TONES
from campaigns.plan.models import Campaign

# A page holds up to 30 comments: longer ones are cut there and read in full at their own address, answers sooner.
CUT, CUT_ANSWER = 220, 130


@dataclass(frozen=True)
class Choice:
    """A choice that stays in the address."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Slice:
    """How many people stand so."""

    label: str
    value: int


@dataclass(frozen=True)
class CommentShown:
    """A comment on a page. `gone` says why there is no text, `acts` are the buttons the reader has, `box` is the form of an
    answer to it where it is open."""

    row: CommentRow
    url: str
    gone: str | None
    acts: frozenset[str]
    answer_url: str
    box: Box | None = None
    is_target: bool = False

    @property
    def is_cut(self) -> bool:
        return len(self.row.body) > self._most

    @property
    def _most(self) -> int:
        return CUT if self.row.root_id is None else CUT_ANSWER

    @property
    def text(self) -> str:
        return self.row.body

    @property
    def beginning(self) -> str:
        return self.row.body[: self._most].rstrip(" \n.,;:…") + "…" if self.is_cut else self.row.body

    @property
    def mark(self) -> tuple[str, str] | None:
        """In which part its author speaks: words and their tone."""
        if self.row.voice not in VOICES:
            return None
        label, tone = VOICES[self.row.voice]
        return self.row.office or str(label), tone

    @property
    def state(self) -> tuple[str, str] | None:
        """Where it stands, for the few who may read it while others may not."""
        return None if self.row.is_public else (str(LABELS[self.row.state]), TONES[self.row.state])

    @property
    def stand(self) -> str | None:
        return str(STANDS[self.row.stand]) if self.row.stand else None


@dataclass(frozen=True)
class BranchShown:
    """A root with the answers that are shown below it; `all_url` leads to all of them where there are more."""

    root: CommentShown
    answers: Sequence[CommentShown]
    all_url: str | None


@dataclass(frozen=True)
class StandsShown:
    """Where people stand on a topic, and where the reader does. `refusal` says why they cannot take a stand.

    `choices` are the stands with their words.
    """

    slices: Sequence[Slice]
    people: int
    mine: Stand | None
    refusal: Reason | None
    choices: Mapping[Stand, Any]


@dataclass(frozen=True)
class ThreadShown:
    """A thread on the page of what it hangs on. `astray_url` leads to the comment that is to be answered and is not here."""

    id: int
    zone: str
    is_shown: bool
    comments: int = 0
    box: Box | None = None
    stands: StandsShown | None = None
    highlighted: Sequence[CommentShown] = ()
    branches: Sequence[BranchShown] = ()
    orders: Sequence[Choice] = ()
    first_url: str | None = None
    next_url: str | None = None
    astray_url: str | None = None


def thread_of(
    contribution: Contribution, campaign: Campaign, actor: Actor, now: datetime, args: Mapping[str, str]
) -> ThreadShown:
    """The thread under a topic or an idea that the actor sees, as the arguments of the page's address ask for it."""
    reader = Reader(contribution, campaign, actor, now)
    if not reader.is_open:
        return ThreadShown(contribution.id, campaign.time_zone, is_shown=False)
    order, after, answering = order_of(args.get("sort")), args.get("after"), number_of(args.get("answer"))
    head = reading.head_of(actor, contribution.id)
    page = reading.page_of(actor, contribution.id, order, after, CUT + 1)
    chosen = None if order == Order.NEWEST else order.value
    here = {"sort": chosen, "after": None if page.is_first else after}

    def address(**more: Any) -> str:
        return page_of(contribution, campaign, **{**here, **more})

    rows = [*page.highlighted, *(row for branch in page.branches for row in (branch.root, *branch.answers))]
    show = presenter(reader, rows, answering, address)
    branches = [
        BranchShown(show(branch.root), [show(row) for row in branch.answers], all_url(branch.root, len(branch.answers)))
        for branch in page.branches
    ]
    is_here = answering in {row.id for row in rows if row.shelf == reading.ROOT}
    return ThreadShown(
        id=contribution.id,
        zone=campaign.time_zone,
        is_shown=True,
        comments=head.comments,
        box=box_of(reader, mine=head.mine),
        stands=_stands(reader, head),
        highlighted=[show(row) for row in page.highlighted],
        branches=branches,
        orders=[_choice(one, order, contribution, campaign) for one in Order],
        first_url=None if page.is_first else address(after=None, _anchor="comments"),
        next_url=address(after=page.after, _anchor="comments") if page.after else None,
        astray_url=answer_page(answering) if answering and not is_here else None,
    )


def presenter(
    reader: Reader, rows: Iterable[CommentRow], answering: int | None, address: Callable[..., str]
) -> Callable[[CommentRow], CommentShown]:
    """How each of these comments is shown. At most one statement for all of them: the rules by which some are hidden."""
    hidden = [row.statement_id for row in rows if row.is_stub and row.state == State.HIDDEN and row.statement_id]
    rules = slots.rules_of(sorted(set(hidden)))

    def show(row: CommentRow) -> CommentShown:
        acts = reader.acts_on(row)
        is_answered = row.id == answering and "answer" in acts and row.shelf == reading.ROOT
        return CommentShown(
            row,
            url_for("comments.show_comment", comment_id=row.id),
            gone_of(row, rules) if row.is_stub else None,
            acts,
            _from_here(address(answer=row.id, _anchor="answer")),
            box_of(reader, "answer", row.id) if is_answered else None,
        )

    return show


def _from_here(url: str) -> str:
    """The address without its path where that is the one of this page: thirty of them weigh."""
    rest = url.removeprefix(request.path)
    return rest if rest.startswith("?") else url


def gone_of(row: CommentRow, rules: Mapping[int, str]) -> str:
    """Why a comment has no text here."""
    if row.state == State.WITHDRAWN:
        return str(_("Deleted by its author."))
    rule = rules.get(row.statement_id or 0)
    if row.state == State.HIDDEN and rule:
        return str(_("Hidden by a moderator. The rule: %(rule)s", rule=rule))
    return str(_("Hidden by a moderator.") if row.state == State.HIDDEN else _("This comment is not there now."))


def order_of(word: str | None) -> Order:
    """The order that an address asks for; the newest first where it asks for none there is."""
    return Order(word) if word in set(Order) else Order.NEWEST


def number_of(word: str | None) -> int | None:
    """The id in an address, None where there is none."""
    return int(word) if word and word.isascii() and word.isdigit() and len(word) < 19 else None


def answer_page(comment_id: int) -> str:
    """Where a comment is answered that does not stand on this page."""
    return url_for("comments.show_comment", comment_id=comment_id, answer=comment_id, _anchor="answer")


def all_url(root: CommentRow, shown: int) -> str | None:
    """Where the whole branch is, if there is more of it than is shown."""
    if root.replies <= shown:
        return None
    return url_for("comments.show_comment", comment_id=root.id)


def place_on_page(host: Host, root: CommentRow) -> str:
    """Where a root stands on the page of its thread: the address that begins with it."""
    before = reading.key_before(root)
    return page_of(host.contribution, host.campaign, after=before, _anchor=f"c{root.id}")


def _choice(one: Order, order: Order, contribution: Contribution, campaign: Campaign) -> Choice:
    chosen = None if one == Order.NEWEST else one.value
    return Choice(str(ORDERS[one]), page_of(contribution, campaign, sort=chosen, _anchor="comments"), one == order)


def _stands(reader: Reader, head: Head) -> StandsShown | None:
    if not stands.takes_stands(reader.contribution):
        return None
    slices = [Slice(str(STANDS[stand]), people) for stand, people in head.stands.items()]
    people = sum(head.stands.values())
    return StandsShown(slices, people, head.mine, reader.stand_refusal(), STANDS)
