"""Why something about a selection is refused."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

NO_ROUND = Reason("selection.no-round", _l("Nothing is counted in this project, so nothing is selected."))
NOT_COUNTED = Reason("selection.not-counted", _l("The count is not finished yet. Ideas are picked after it."))
NOT_PUBLISHED = Reason(
    "selection.not-published", _l("Sign and publish the result first: the selection follows from a published one.")
)
COUNTED_AGAIN = Reason(
    "selection.counted-again", _l("A new count is under way. Wait for it, and look at the result again.")
)
MADE = Reason("selection.made", _l("The selection is made: nothing in it changes any more."))
NO_PICKS = Reason("selection.no-picks", _l("By the rule of this project ideas are selected by support alone."))
ALL_TAKEN = Reason("selection.all-taken", _l("The experts have picked as many ideas as the rule allows."))
IN_BY_SUPPORT = Reason("selection.in-by-support", _l("This idea is in by its support already. Pick another one."))
PICKED = Reason("selection.picked", _l("An expert has picked this idea already."))
NOT_COUNTED_IDEA = Reason("selection.not-in-result", _l("This idea took no part in the count, so it cannot be picked."))
OWN_IDEA = Reason("selection.own", _l("This is your own idea: another expert may pick it."))
TOO_SHORT = Reason("selection.reason", _l("Give a reason of at least 20 characters: everyone will read it."))
TOO_LONG = Reason("selection.reason-long", _l("A reason takes at most 1,000 characters."))
PERSONAL = Reason(
    "selection.personal", _l("It looks as if there were personal data in the reason: “%(marked)s”. Take them out.")
)
