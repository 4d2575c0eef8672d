"""How notices are worded."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.notifications.models import Letters, NoticeKind

SENTENCES: dict[NoticeKind, Any] = {
    NoticeKind.PUBLISHED: _l("Your idea is published"),
    NoticeKind.RETURNED: _l("Your idea came back to you: mend it and send it again"),
    NoticeKind.REJECTED: _l("Your idea was not published: see why"),
    NoticeKind.HIDDEN: _l("Your idea was hidden: see why"),
    NoticeKind.FOLLOWED_PUBLISHED: _l("A new idea in a project you follow"),
    NoticeKind.TIMELINE_CHANGED: _l("The dates of a project have changed"),
    NoticeKind.RESULT_PUBLISHED: _l("The result of a project is published"),
}

TONES: dict[NoticeKind, str] = {
    NoticeKind.PUBLISHED: "done",
    NoticeKind.RETURNED: "now",
    NoticeKind.REJECTED: "refused",
    NoticeKind.HIDDEN: "refused",
    NoticeKind.FOLLOWED_PUBLISHED: "neutral",
    NoticeKind.TIMELINE_CHANGED: "now",
    NoticeKind.RESULT_PUBLISHED: "brand",
}

CHOICES: dict[Letters, Any] = {
    Letters.DAILY: _l("At most one letter a day, only when there is something new"),
    Letters.NEVER: _l("No letters; I look here myself"),
}
