"""Why ideas are not joined, or not parted."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

SAME = Reason("joining.same", _l("Choose another idea: this one cannot be joined with itself."))
NO_SUCH = Reason("joining.no-such", _l("There is no such idea in this project. Look at its number once more."))
NOT_PUBLIC = Reason("joining.not-public", _l("Only published ideas are joined, and one of these is not published."))
JOINED_ALREADY = Reason(
    "joining.joined", _l("One of these ideas goes on in another one already. Join with that one instead.")
)
HAS_OTHERS = Reason(
    "joining.has-others",
    _l("Other ideas were joined into this one. Let the other idea go into it, or un-join those first."),
)
ASKED_ALREADY = Reason(
    "joining.asked", _l("The authors of one of these ideas are being asked about a joining already. Wait for it.")
)
DECIDED = Reason(
    "joining.decided",
    _l("The selection is made and says what becomes of each idea: none is joined or parted any more."),
)
SAY_WHY = Reason("joining.say-why", _l("Say why in a few words: everyone will read it."))
OVER = Reason("joining.over", _l("This is over already. Look at how it ended."))
LATE = Reason("joining.late", _l("The time for an answer is over. Write to the organisers if you do not agree."))
NOT_JOINED = Reason("joining.not-joined", _l("These ideas are not joined any more."))
COUNTED_BEFORE = Reason(
    "joining.counted-before",
    _l("Ideas were joined or parted after the count. Have it counted again, so that their supporters count together."),
)
