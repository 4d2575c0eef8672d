"""What discussions bring to pages of lower rooms: a campaign's and a service's page, cards, threads, a person's own page."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.accounts.slots import Item, Section
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Reason
from app.foundation.slots import Part
from campaigns.contributions.words import LABELS, TONES
from campaigns.discussion import reasons
from campaigns.discussion.models import Conclusion, Topic
from campaigns.discussion.queries import problems, results, topics
from campaigns.discussion.queries.results import Counted
from campaigns.discussion.web import shown
from campaigns.discussion.web.shown import Bar
from campaigns.plan.phases import PhaseKind
from campaigns.plan.slots import Figure, Fresh, Seen, Tab, Told
from campaigns.services.slots import ServiceShown

CODE = "discussion"


def campaign_tabs(seen: Seen) -> Sequence[Tab]:
    """The section of the discussion, where there is a topic or may be one yet; the count is that of its topics."""
    count, now = topics.count_of(seen.viewer, seen.campaign.id), clock.now()
    windows = seen.campaign.timeline.windows
    if not count and not any(one.kind == PhaseKind.DISCUSSION and one.closes_at > now for one in windows):
        return ()
    return (Tab(CODE, _("Discussion"), url_for("discussion.list_topics", slug=seen.campaign.slug), count or None),)


def campaign_fresh(seen: Seen) -> Fresh | None:
    """The topics that are discussed most."""
    lines = topics.discussed(seen.viewer, seen.campaign.id)
    if not lines:
        return None
    url = url_for("discussion.list_topics", slug=seen.campaign.slug)
    return Fresh(_("What is being discussed"), url, lines, "discussion/fresh.html")


def campaign_numbers(campaign_ids: tuple[int, ...]) -> dict[int, tuple[Figure, ...]]:
    """How many opinions everyone can read in the topics of each campaign; where nobody has said one, how many topics."""
    return {
        id: (
            Figure("opinions", found.opinions, ngettext("opinion", "opinions", found.opinions))
            if found.opinions
            else Figure("topics", found.topics, ngettext("topic", "topics", found.topics)),
        )
        for id, found in topics.published(campaign_ids).items()
    }


@dataclass(frozen=True)
class Rating:
    """What all scales about a service add up to."""

    finding: str
    total: int
    bars: Sequence[Bar]


def service_part(asked: ServiceShown) -> Part | None:
    """How people rate a service, the problems they have named, and where it is discussed."""
    counted = results.ratings_of(asked.id, asked.viewer)
    values = {
        "rating": _rating(counted) if counted.total else None,
        "problems": problems.about_service(asked.id, asked.viewer),
        "topics": topics.about_service(asked.viewer, asked.id),
    }
    return Part("discussion/service.html", values) if any(values.values()) else None


def _rating(counted: Counted) -> Rating:
    return Rating(
        shown.mean_sentence(counted),
        counted.total,
        shown.bars_of(counted, shown.scale_choices((_("worst"), _("best")))),
    )


def service_numbers(service_ids: tuple[int, ...]) -> dict[int, tuple[Figure, ...]]:
    """How many topics and problems everyone can read about each of the services."""
    of_topics, of_problems = problems.of_services(service_ids)
    return {
        id: (
            Figure("topics", of_topics.get(id, 0), ngettext("topic", "topics", of_topics.get(id, 0))),
            Figure("problems", of_problems.get(id, 0), ngettext("problem", "problems", of_problems.get(id, 0))),
        )
        for id in of_topics.keys() | of_problems.keys()
    }


def account_section(account_id: int) -> Section | None:
    """The topics that the person has brought; none where there are none."""
    proposed = topics.proposed_by(account_id)
    items = [
        Item(
            one.title,
            url_for("discussion.show_topic", slug=one.slug, topic_id=one.id),
            one.campaign,
            str(LABELS[one.state]),
            TONES[one.state],
        )
        for one in proposed
    ]
    return Section(_("My topics"), items) if items else None


def followed_section(account_id: int) -> Section | None:
    """The topics that the person follows; none where there are none."""
    followed = topics.followed_by(account_id)
    items = [
        Item(one.title, url_for("discussion.show_topic", slug=one.slug, topic_id=one.id), one.campaign)
        for one in followed
    ]
    return Section(_("Topics you follow"), items) if items else None


def thread_shut(contribution_id: int) -> Reason | None:
    """Why nobody comments on a topic any more: it is concluded or closed."""
    row = db.session.execute(
        select(Topic.closed_at, Conclusion.id)
        .outerjoin(Conclusion, Conclusion.topic_id == Topic.id)
        .where(Topic.id == contribution_id)
    ).one_or_none()
    if row is None or row.closed_at is None:
        return None
    return reasons.CLOSED if row.id is None else reasons.CONCLUDED


def thread_takes_stands(contribution_id: int) -> bool:
    """Whether it is a topic on which people are for or against."""
    topic = db.session.get(Topic, contribution_id)
    return topic is not None and topic.takes_stands


def log_words(_asked: None) -> dict[str, Told]:
    """How acts of a discussion are told in the log of a campaign."""
    return {
        "topic.open": lambda _details: _("A topic was opened"),
        "topic.close": lambda _details: _("A topic was closed"),
        "topic.reopen": lambda _details: _("A topic was opened again"),
        "conclusion.write": lambda _details: _("A conclusion was written or changed"),
    }
