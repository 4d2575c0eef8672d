"""What a token lets a program do in the name of its person."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l


class Scope(StrEnum):
    """One thing that a token may be good for."""

    READ = "read"
    SUBMIT = "submit"
    COMMENT = "comment"
    SUPPORT = "support"
    VOTE = "vote"
    STAFF = "staff"


LABELS: dict[Scope, Any] = {
    Scope.READ: _l("Read what I may read"),
    Scope.SUBMIT: _l("Send ideas in my name"),
    Scope.COMMENT: _l("Comment in my name"),
    Scope.SUPPORT: _l("Support ideas in my name"),
    Scope.VOTE: _l("Vote in my name"),
    Scope.STAFF: _l("See what my roles let me see"),
}
