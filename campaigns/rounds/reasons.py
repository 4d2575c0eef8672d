"""Why something about a round is refused."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

CLOSED = Reason("round.closed", _l("Gathering of support is closed. The count is under way or done."))
OVER = Reason("round.over", _l("The time for giving support is over."))
CHANGED_OFTEN = Reason(
    "round.changed-often",
    _l(
        "You have sent your ballot a hundred times. What you sent last counts. It can be changed further, once in ten minutes."
    ),
)
CLOSED_ALREADY = Reason("round.closed-already", _l("This round is closed already."))
CLOSING = Reason("round.closing", _l("This round is being closed already: it ends within a minute."))
NOT_OPENED = Reason("round.not-opened", _l("This round has not opened yet, so there is nothing to close."))
VOTES_CAST = Reason(
    "round.votes-cast", _l("Votes have come in: from the first one on neither the rule nor the ballot changes.")
)
SAY_WHY = Reason(
    "round.say-why", _l("The window is still open. To close it before its time, say why: everyone will read it.")
)
STILL_OPEN = Reason("round.still-open", _l("This round is still open: it is counted after it closes."))
WINDOW_FIXED = Reason(
    "round.window-fixed", _l("A round of this window is closed and counted: its dates cannot change any more.")
)
WINDOW_COUNTED = Reason(
    "round.window-counted",
    _l("A round with a published rule belongs to this stage. Move its dates instead of taking it away."),
)
BEING_COUNTED = Reason("round.being-counted", _l("The count is not finished yet. Try again in a minute."))
COUNTING_AGAIN = Reason("result.counting-again", _l("A new count is under way already."))
REASON_NEEDED = Reason(
    "result.reason-needed", _l("Say why it must be counted again: the reason is shown beside both results.")
)
REPLACED = Reason("result.replaced", _l("A newer count has replaced this one. Look at how it stands now."))
SIGNED_ALREADY = Reason("result.signed-already", _l("This result is signed already."))
NOT_SIGNED = Reason("result.not-signed", _l("Sign the result first: only a signed one is published."))
PUBLISHED_ALREADY = Reason("result.published-already", _l("This result is published already."))
DIFFERS = Reason(
    "result.differs",
    _l(
        "Counted once more, the votes give another result: an idea was hidden or a vote has changed. Have it counted again and say why."
    ),
)
LOOK_FIRST = Reason("result.look-first", _l("Something is still open. Tick that you have looked at it, then sign."))
SETS_COUNTED = Reason(
    "round.sets-counted", _l("The count of support is under way: ideas are joined and parted after it is finished.")
)
SETS_ON_BALLOT = Reason(
    "round.sets-on-ballot", _l("People vote on these ideas now: they are joined and parted after the vote is closed.")
)
