"""Why something about a vote set apart is refused."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

NOT_APART = Reason("apart.not-apart", _l("Your vote is counted with all others: there is nothing to look at."))
ASKED_ALREADY = Reason("apart.asked-already", _l("You have asked for it already: somebody will look."))
LOOKED_ALREADY = Reason("apart.looked-already", _l("Somebody has looked at your vote already. It is looked at once."))
TERM_OVER = Reason(
    "apart.term-over", _l("The result has been published for two weeks: votes are not looked at any more.")
)
SAY_WHY = Reason("apart.say-why", _l("Say why: the voter and everyone else will read it."))
OWN_VOTE = Reason("apart.own-vote", _l("Nobody decides about their own vote. Another moderator will look at it."))
DECIDED = Reason("apart.decided", _l("Somebody was quicker: this vote has been looked at."))
MOOT = Reason("apart.moot", _l("The rule holds no more for this vote: it is counted with all others again."))
