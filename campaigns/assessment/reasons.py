"""Why something about an assessment is refused."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

NO_CRITERIA = Reason("card.no-criteria", _l("Name at least one thing that experts score."))
SAME_TITLE = Reason("card.same-title", _l("There is a criterion of this name already."))
NO_ANCHORS = Reason(
    "card.no-anchors", _l("Say in words what the lowest and the highest score mean: so experts score alike.")
)
RANGES = Reason("card.ranges", _l("Write two to six different ranges, one a line."))
BAD_CARD = Reason("card.bad", _l("The score-card cannot be kept like this."))
CHANGED_CARD = Reason(
    "card.changed", _l("Somebody else has changed the score-card meanwhile. Look at theirs, then save yours again.")
)
FIXED = Reason("card.fixed", _l("Ideas are given out to experts: the score-card does not change any more."))

NO_CARD = Reason("assessment.no-card", _l("Save the score-card first."))
NO_STAGE = Reason("assessment.no-stage", _l("This project has no stage in which experts assess."))
TOO_LATE = Reason("assessment.too-late", _l("The stage in which experts assess is over: change the dates first."))
NOT_SELECTED = Reason("assessment.not-selected", _l("Ideas are not selected yet. Select them first."))
NO_IDEAS = Reason("assessment.no-ideas", _l("There is no idea to assess."))
FEW_EXPERTS = Reason(
    "assessment.few-experts",
    _l("Each idea should go to more experts than there are. Let an administrator name more, or ask for fewer."),
)
TOO_MANY = Reason(
    "assessment.too-many",
    _l("That would be more than 1,500 assessments. Take fewer ideas, or fewer experts to each."),
)
OTHERWISE = Reason(
    "assessment.otherwise", _l("Ideas or experts have changed meanwhile. Look at the numbers and press once more.")
)
NOT_BEGUN = Reason("assessment.not-begun", _l("No ideas are given out yet."))
OPENED = Reason("assessment.opened", _l("The assessments are opened: nothing in them changes any more."))
NOTHING_IN = Reason("assessment.nothing-in", _l("No assessment is in yet: there is nothing to open."))
SAY_WHY = Reason(
    "assessment.say-why",
    _l("Not everything is in. Say in at least 20 characters why you go on: everyone will read it."),
)

CHANGED = Reason(
    "assessment.changed",
    _l(
        "You have changed this assessment on another page meanwhile. What you sent now stands below: look and save it again."
    ),
)
GONE = Reason("assessment.gone", _l("This idea is not public any more, so it is not assessed."))
OWN_IDEA = Reason("assessment.own", _l("You write this idea along. Press “I have an interest of my own” below."))
NOT_A_SCORE = Reason("assessment.not-a-score", _l("This is not among the answers of the score-card."))
UNSCORED = Reason("assessment.unscored", _l("Choose one."))
SHORT = Reason("assessment.short", _l("Give your reasons in at least 20 characters: everyone will read them."))
LONG = Reason("assessment.long", _l("Reasons take at most 4,000 characters."))
WHY_BACK = Reason("assessment.why-back", _l("Say in a few words what your interest is. Only the organiser reads it."))
WHY_PASSED_ON = Reason("assessment.why-passed-on", _l("Say in a few words why somebody else assesses these ideas."))
NOTHING_LEFT = Reason("assessment.nothing-left", _l("There is nothing of this expert left to pass on."))
PERSONAL = Reason(
    "assessment.personal", _l("It looks as if there were personal data here: “%(marked)s”. Take them out.")
)
