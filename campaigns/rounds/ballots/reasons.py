"""Why a ballot is not taken."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

NOT_YET = Reason("vote.not-yet", _l("Voting has not begun yet."))
OVER = Reason("vote.over", _l("Voting is over. This choice came after the end and is not counted."))
CLOSED = Reason(
    "vote.closed", _l("Voting was closed by the organiser. This choice came after that and is not counted.")
)
NOT_THIS_WAY = Reason("vote.not-this-way", _l("Votes are not taken in this way here: look at the rule of the vote."))

ACCOUNT_ENDED = Reason("vote.account-ended", _l("Your account is closed, so it cannot vote."))
UNCONFIRMED = Reason("vote.unconfirmed", _l("Confirm your e-mail address first: we have sent you a letter for that."))
NOT_INVITED = Reason("vote.not-invited", _l("In this project only those who were invited vote."))
NOT_YOUR_ROLE = Reason(
    "vote.role", _l("In this vote only people with a certain part in the project vote. See its rule.")
)
NO_PLACE = Reason(
    "vote.no-place", _l("In this vote people of certain places vote. Say on your page where you live, then vote.")
)
ELSEWHERE = Reason(
    "vote.elsewhere", _l("In this vote people of certain places vote. Your page says that you live elsewhere.")
)
TOO_NEW = Reason("vote.too-new", _l("In this vote people vote who registered before %(day)s. You came later."))
VOTED_BEFORE = Reason(
    "vote.voted-before",
    _l("You voted here with an account that was erased since. That vote counts, and everyone votes once."),
)
CODE_VOID = Reason("vote.code-void", _l("This code does not hold any more. Ask where you were given it."))

NOTHING = Reason("vote.nothing", _l("Nothing is chosen yet."))
TOO_FEW = Reason("vote.too-few", _l("Choose at least %(least)s. You have chosen %(count)s."))
TOO_MANY = Reason("vote.too-many", _l("Choose %(most)s at the most. You have chosen %(count)s: take away %(over)s."))
NOT_ON_BALLOT = Reason("vote.not-on-ballot", _l("Something that is not on this ballot was chosen."))
HIDDEN_SINCE = Reason(
    "vote.hidden-since", _l("“%(title)s” is not on the ballot any more. The rest of your choice is kept.")
)
NOT_A_MARK = Reason("vote.not-a-mark", _l("This cannot be read as a choice on this ballot."))
OUT_OF_SCALE = Reason("vote.out-of-scale", _l("Give a number from %(least)s to %(most)s."))
OVER_BUDGET = Reason("vote.over-budget", _l("Your choice costs %(cost)s. There are %(budget)s: take something away."))
OVER_POINTS = Reason("vote.over-points", _l("You have given %(count)s points. There are %(points)s: take some away."))
PLACE_TWICE = Reason("vote.place-twice", _l("Two ideas have the place %(place)s. Give each place once."))
PLACE_GAP = Reason("vote.place-gap", _l("The place %(place)s is empty. Give the places in order, from the first on."))
PASS_OVER = Reason("vote.pass-over", _l("Your code was entered too long ago. Enter it once more: nothing was sent."))
