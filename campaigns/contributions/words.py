"""What a kind and a state of text are called on pages, and the tone of a state there."""

from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.contributions.models import Kind, State

KINDS: dict[Kind, Any] = {
    Kind.IDEA: _l("Idea"),
    Kind.TOPIC: _l("Topic"),
    Kind.COMMENT: _l("Comment"),
    Kind.ANSWER: _l("Answer of a department"),
    Kind.CONCLUSION: _l("Conclusion"),
    Kind.NEWS: _l("News"),
    Kind.CONTEST: _l("Objection to “done”"),
}

# The same as a choice among many.
MANY: dict[Kind, Any] = {
    Kind.IDEA: _l("ideas"),
    Kind.TOPIC: _l("topics"),
    Kind.COMMENT: _l("comments"),
    Kind.ANSWER: _l("answers of departments"),
    Kind.CONCLUSION: _l("conclusions"),
    Kind.NEWS: _l("news"),
    Kind.CONTEST: _l("objections to “done”"),
}

LABELS: dict[State, Any] = {
    State.DRAFT: _l("Draft"),
    State.SUBMITTED: _l("Waiting for a check"),
    State.RETURNED: _l("Returned to mend"),
    State.PUBLISHED: _l("Published"),
    State.JOINED: _l("Joined with a similar one"),
    State.WITHDRAWN: _l("Withdrawn"),
    State.HIDDEN: _l("Hidden"),
    State.REJECTED: _l("Not published"),
}

TONES: dict[State, str] = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "now",
    State.RETURNED: "now",
    State.PUBLISHED: "done",
    State.JOINED: "brand",
    State.WITHDRAWN: "neutral",
    State.HIDDEN: "refused",
    State.REJECTED: "refused",
}
