"""How joinings are told."""

from typing import Any

from flask_babel import lazy_gettext as _l

from search.joining.models import Progress

# Why a machine ended a joining, by the code it keeps as the reason.
NOT_PUBLIC, SELECTED, ELSEWHERE, CHANGED = "not-public", "selected", "elsewhere", "changed"
WITHDRAWN, HIDDEN = "withdrawn", "hidden"
WHYS: dict[str, Any] = {
    NOT_PUBLIC: _l("One of the ideas is not published any more."),
    SELECTED: _l("The selection was made meanwhile."),
    ELSEWHERE: _l("One of the ideas was joined with another one meanwhile."),
    CHANGED: _l("An author changed one of the ideas so much that it is another one now."),
    WITHDRAWN: _l("The author of the other idea took it back."),
    HIDDEN: _l("The other idea is not public any more."),
}

PROGRESS: dict[Progress, Any] = {
    Progress.ASKED: _l("The authors are asked"),
    Progress.DECLINED: _l("An author did not agree"),
    Progress.DROPPED: _l("Nothing came of it"),
    Progress.JOINED: _l("Joined"),
    Progress.UNJOINED: _l("Un-joined"),
}

TONES: dict[Progress, str] = {
    Progress.ASKED: "now",
    Progress.DECLINED: "refused",
    Progress.DROPPED: "neutral",
    Progress.JOINED: "done",
    Progress.UNJOINED: "neutral",
}
