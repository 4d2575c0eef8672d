"""Reading notices. What a person may no longer see is named nowhere: a notice about it has no title and no address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from app.notifications.models import Letters, Notice, NoticeChoice, NoticeKind, Subject
from app.notifications.subjects import KINDS, OF_BLOCKS, OF_OFFICIALS, OF_REVIEWS, OWN, USUAL
from app.notifications.words import sentence
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.contributions.visibility import campaigns_visible_to, visible_to
from campaigns.discussion.visibility import under_what_is_public
from campaigns.plan.models import Campaign
from moderation.texts import Text, texts_of
from search.saved import queries as kept_searches
from search.saved.models import SavedSearch

PAGE = 30


@dataclass(frozen=True)
class Place:
    """Where a notice leads: endpoint and values for an address."""

    endpoint: str
    values: dict[str, Any]

    @property
    def url(self) -> str:
        return url_for(self.endpoint, **self.values)


@dataclass(frozen=True)
class Thing:
    """What notices are put together by: an idea with all that hangs on it, another text, a project."""

    title: str
    place: Place


@dataclass(frozen=True)
class NoticeRead:
    """A notice as its person reads it. `title`, `place` and `thing` are None where they may not see the thing any more.

    `text_kind` is the kind of text it is about, None where it is about a campaign.
    """

    id: int
    kind: NoticeKind
    text_kind: Kind | None
    created_at: datetime
    is_unread: bool
    campaign: str | None
    title: str | None
    place: Place | None
    thing: Thing | None

    @property
    def sentence(self) -> Any:
        """What it says, without the title."""
        return sentence(self.kind, self.text_kind)


@dataclass(frozen=True)
class About:
    """A text that notices are about: its kind, and its words as far as the reader may see them."""

    kind: Kind
    text: Text | None


def unread_of(account_id: int) -> int:
    """How many notices a person has not opened yet."""
    return db.session.scalar(select(func.count()).where(Notice.account_id == account_id, Notice.read_at.is_(None))) or 0


@dataclass(frozen=True)
class Asked:
    """Which notices a page shows: all, or the new ones, or those of a subject."""

    is_new: bool = False
    subject: Subject | None = None
    after: str | None = None


def notices_of(actor: Actor, asked: Asked) -> Page[NoticeRead]:
    """A page of a person's notices, the latest first. Four statements."""
    query = select(Notice).where(Notice.account_id == actor.id)
    if asked.is_new:
        query = query.where(Notice.read_at.is_(None))
    if asked.subject:
        query = query.where(Notice.kind.in_(sorted(KINDS[asked.subject])))
    key = unpack(asked.after, int)
    if key:
        query = query.where(Notice.id < key[0])
    rows = db.session.scalars(query.order_by(Notice.id.desc()).limit(PAGE + 1)).all()
    following = pack(rows[PAGE - 1].id) if len(rows) > PAGE else None
    return Page(read(rows[:PAGE], actor), following, is_first=key is None)


def newest_of(account_id: int) -> int:
    """The id of a person's latest notice; 0 where there is none."""
    return db.session.scalar(select(func.max(Notice.id)).where(Notice.account_id == account_id)) or 0


def letters_of(account_id: int) -> dict[Subject, Letters]:
    """How often a person wants letters about each subject."""
    rows = db.session.execute(
        select(NoticeChoice.subject, NoticeChoice.letters).where(NoticeChoice.account_id == account_id)
    )
    return {**USUAL, **{row.subject: row.letters for row in rows}}


def read(notices: Sequence[Notice], actor: Actor) -> list[NoticeRead]:
    """The notices with what they are about, as far as the person may see it now."""
    campaigns = _campaigns(notices, actor)
    texts = _texts(notices, actor)
    searches = _searches(notices, actor)
    return [
        _read_search(notice, searches.get(notice.details.get("search_id", 0)))
        if notice.kind == NoticeKind.SEARCH_FOUND
        else _read(notice, campaigns, texts)
        for notice in notices
    ]


def _campaigns(notices: Sequence[Notice], actor: Actor) -> dict[int, Campaign]:
    ids = sorted({notice.campaign_id for notice in notices if notice.campaign_id})
    rows = db.session.execute(
        select(Campaign.id, Campaign.slug, Campaign.title).where(Campaign.id.in_(ids), campaigns_visible_to(actor))
    )
    return {row.id: row for row in rows}  # type: ignore[misc]


def _searches(notices: Sequence[Notice], actor: Actor) -> dict[int, SavedSearch]:
    ids = {notice.details.get("search_id", 0) for notice in notices if notice.kind == NoticeKind.SEARCH_FOUND}
    return kept_searches.by_ids(sorted(ids), actor.id or 0) if ids else {}


def _texts(notices: Sequence[Notice], actor: Actor) -> dict[int, About]:
    ids = sorted({notice.contribution_id for notice in notices if notice.contribution_id})
    rows = db.session.execute(
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.author_id,
            Contribution.state,
            visible_to(actor).label("is_seen"),
            under_what_is_public().label("is_under_public"),
        )
        .join(Contribution.campaign)
        .where(Contribution.id.in_(ids))
    ).all()
    # A moderator sees hidden texts at their desk; as a follower they are told of public ones alone, like everyone.
    seen = [
        row
        for row in rows
        if row.is_seen and (row.author_id == actor.id or (row.state in PUBLIC and row.is_under_public))
    ]
    texts = texts_of({row.id: row.kind for row in seen})
    return {row.id: About(row.kind, texts.get(row.id)) for row in rows}


# Where notices about a campaign lead; the others lead to its page.
PLACES: dict[NoticeKind, str] = {
    NoticeKind.RESULT_PUBLISHED: "rounds.show_results",
    NoticeKind.SELECTED: "selection.show_selection",
    NoticeKind.IDEAS_GIVEN: "assessment.desk",
    NoticeKind.ASSESSMENT_DUE: "assessment.desk",
    NoticeKind.ASSESSED: "assessment.show_results",
    NoticeKind.VOTE_APART: "apart.show_own",
    NoticeKind.VOTE_COUNTED: "apart.show_own",
    NoticeKind.LOOK_APART: "apart.show_own",
    NoticeKind.LOOK_COUNTED: "apart.show_own",
}

# Those of one's own page, which lead there whether or not the campaign can be seen.
OWN_PLACES: dict[NoticeKind, str] = {
    NoticeKind.REPORT_ACTED: "moderation.list_reports",
    NoticeKind.REPORT_STAYS: "moderation.list_reports",
}

# Those about an answer that the person, or somebody they have asked, owes.
OF_DUTIES = frozenset({NoticeKind.ANSWER_DUE, NoticeKind.ANSWER_OVERDUE})

# Those about a joining that was proposed; what became of two ideas is read on the page of the idea.
OF_PROPOSALS = frozenset({NoticeKind.JOINING_PROPOSED, NoticeKind.JOINING_DECLINED})

# Where those lead that are about something with an address of its own: the endpoint, and the id among the details.
OF_DETAILS: dict[NoticeKind, tuple[str, str]] = {
    **dict.fromkeys(OF_PROPOSALS, ("joining.show_joining", "joining_id")),
    **dict.fromkeys(OF_DUTIES | OF_OFFICIALS, ("answers.show_owed", "owed_id")),
}

# Where those lead that tell what becomes of an idea: the endpoint, and what stands in its address beside the idea.
ANSWER_HERE = {"_anchor": "answer"}
OF_IDEAS: dict[NoticeKind, tuple[str, dict[str, str]]] = {
    NoticeKind.OFFICIAL_ANSWER: ("ideas.show_idea", ANSWER_HERE),
    NoticeKind.ANSWER_GIVEN: ("ideas.show_idea", ANSWER_HERE),
    NoticeKind.ANSWER_EXTENDED: ("ideas.show_idea", ANSWER_HERE),
    NoticeKind.PROGRESS: ("implementation.show_work", {}),
    NoticeKind.OFFICE_ANSWERED: ("ideas.show_idea", ANSWER_HERE),
    NoticeKind.OFFICE_PROGRESS: ("implementation.show_work", {}),
}


def _read(notice: Notice, campaigns: dict[int, Campaign], texts: dict[int, About]) -> NoticeRead:
    campaign = campaigns.get(notice.campaign_id or 0)
    title, place, thing, subject = None, None, None, texts.get(notice.contribution_id or 0)
    if notice.contribution_id:
        if subject and subject.text:
            title, place, thing = subject.text.title, _place(notice, subject.text), _thing(subject.text)
    elif notice.kind in OF_REVIEWS:
        title, place = campaign.title if campaign else str(_("My page")), _place_of_review(notice)
    elif notice.kind in OF_BLOCKS:
        title, place = campaign.title if campaign else str(_("My page")), _place_of_block(notice)
    elif notice.kind in OWN_PLACES:
        title, place = campaign.title if campaign else str(_("My page")), Place(OWN_PLACES[notice.kind], {})
    elif campaign and notice.kind == NoticeKind.DIGEST:
        title, place = campaign.title, Place("digests.show_digest", {"id": notice.details["snapshot_id"]})
    elif campaign:
        endpoint = PLACES.get(notice.kind, "plan.show_campaign")
        title, place = campaign.title, Place(endpoint, {"slug": campaign.slug})
    if place and not thing:
        thing = Thing(title or "", Place("plan.show_campaign", {"slug": campaign.slug}) if campaign else place)
    return NoticeRead(
        id=notice.id,
        kind=notice.kind,
        text_kind=subject.kind if subject else None,
        created_at=notice.created_at,
        is_unread=notice.read_at is None,
        campaign=campaign.title if campaign else None,
        title=title,
        place=place,
        thing=thing,
    )


def _read_search(notice: Notice, search: SavedSearch | None) -> NoticeRead:
    """Leads to what was found, the newest first; once the search is given up, to those the person keeps."""
    title, place = str(_("My searches")), Place("search.list_searches", {})
    if search is not None:
        title = str(
            ngettext("%(text)s: %(num)s new", "%(text)s: %(num)s new", notice.details["texts"], text=search.text)
        )
        since = max(notice.details["since"], search.asked.get("since", ""))
        place = Place("search.page", {**search.asked, "since": since, "sort": "newest"})
    thing = Thing(str(_("My searches")), Place("search.list_searches", {}))
    return NoticeRead(
        notice.id, notice.kind, None, notice.created_at, notice.read_at is None, None, title, place, thing
    )


def _place_of_review(notice: Notice) -> Place:
    if notice.kind == NoticeKind.REPORT_REVERSED:
        return Place("moderation.list_reports", {})
    return Place("moderation.show_review", {"review_id": notice.details["review_id"]})


def _place_of_block(notice: Notice) -> Place:
    # Those told before a block had a page of its own do not say which it is.
    block_id = notice.details.get("block_id")
    return Place("moderation.show_own_block", {"block_id": block_id}) if block_id else Place("accounts.my_page", {})


def _thing(text: Text) -> Thing:
    """What the text hangs on, where everyone may read that; else the text itself."""
    host = text.hangs_on[0] if text.hangs_on and text.hangs_on[0].is_public else text
    return Thing(host.title, Place(host.endpoint, dict(host.values)))


def _place(notice: Notice, text: Text) -> Place:
    """Its page; the reasons of what was decided about one's own text stand on the page of an idea, for others on their own."""
    if notice.kind in OF_DETAILS:
        endpoint, name = OF_DETAILS[notice.kind]
        return Place(endpoint, {name: notice.details[name]})
    if notice.kind in OF_IDEAS:
        endpoint, more = OF_IDEAS[notice.kind]
        return Place(endpoint, {"idea_id": notice.contribution_id, **more})
    if notice.kind in OWN - {NoticeKind.PUBLISHED} and text.kind != Kind.IDEA:
        return Place("moderation.show_reasons", {"contribution_id": notice.contribution_id})
    return Place(text.endpoint, dict(text.values))
