"""What other programs can be told."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l


class Event(StrEnum):
    """Something that everybody may know."""

    IDEA_PUBLISHED = "idea.published"
    IDEA_STATUS = "idea.status_changed"
    IDEA_GONE = "idea.gone"
    TOPIC_PUBLISHED = "topic.published"
    NEWS_PUBLISHED = "news.published"
    ANSWER_RELEASED = "answer.released"
    PROGRESS_REPORTED = "progress.reported"
    ROUND_CLOSED = "round.closed"
    RESULT_PUBLISHED = "result.published"
    CAMPAIGN_LAUNCHED = "campaign.launched"


# Sent at the wish of whoever keeps the address, to see whether it arrives.
PING = "ping"
LABELS: dict[Event, Any] = {
    Event.IDEA_PUBLISHED: _l("An idea is published"),
    Event.IDEA_STATUS: _l("The status of an idea changes"),
    Event.IDEA_GONE: _l("An idea is not public any more"),
    Event.TOPIC_PUBLISHED: _l("A topic is opened"),
    Event.NEWS_PUBLISHED: _l("News is published"),
    Event.ANSWER_RELEASED: _l("A department’s answer is released"),
    Event.PROGRESS_REPORTED: _l("A department reports about its work"),
    Event.ROUND_CLOSED: _l("A round is closed"),
    Event.RESULT_PUBLISHED: _l("A result is published"),
    Event.CAMPAIGN_LAUNCHED: _l("A project begins"),
}
