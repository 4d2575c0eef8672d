"""What the linter of plans says: its sentences, and the codes that tests know them by."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

NOTHING_TO_DO = Reason(
    "launch.nothing-to-do", _l("No stage lets people do anything: add a discussion, ideas or a vote.")
)
ALL_PAST = Reason("launch.all-past", _l("All the stages are over already: choose days ahead."))
NO_QUESTION = Reason("launch.no-question", _l("Write the question that people are asked."))
NO_MODERATOR = Reason(
    "launch.no-moderator",
    _l(
        "Texts are checked before they are published, but nobody is there to check them: give somebody the moderator's role."
    ),
)
NOBODY_INVITED = Reason(
    "launch.nobody-invited",
    _l(
        "The project is by invitation, but nobody is invited: add people, open a link or name the ending of their addresses."
    ),
)

GAP = _l("From %(first)s to %(last)s nothing may be done: move the stages together, or say why in an announcement.")
GAP_OF_A_DAY = _l("On %(first)s nothing may be done for a while: move the stages together.")
OVERLAP = _l(
    "“%(stage)s” and “%(other)s” run at once from %(first)s to %(last)s, which is unusual: people may ask which holds."
)
PAST = _l("“%(stage)s” (%(first)s – %(last)s) is over already: nobody could have taken part.")
SHORT_IDEAS = _l("“%(stage)s” (%(first)s – %(last)s) is shorter than a week: many people will hear of it too late.")
NO_DECISION = Reason(
    "launch.no-decision", _l("Ideas are selected, but no stage is planned for answers: add a decision stage.")
)
VOTE_WITHOUT_SELECTION = Reason(
    "launch.vote-without-selection",
    _l("A vote is planned without a stage in which ideas are selected for it: add screening or refinement before it."),
)
NO_RESULTS = Reason(
    "launch.no-results", _l("No stage is planned for results: people will ask what became of their ideas.")
)
BEGUN = Reason("launch.begun", _l("A stage has begun by its dates: people can take part as soon as you launch."))

ONE_REVIEWER = Reason(
    "launch.one-reviewer",
    _l(
        "Nobody could look a second time when an author asks for it: name a person outside of the team who decides then, or give "
        "one more person the moderator's role."
    ),
)
NO_EXPERT = Reason("launch.no-expert", _l("Experts are to select ideas, but nobody has the expert's role."))
NO_FACILITATOR = Reason(
    "launch.no-facilitator", _l("A discussion is planned, but nobody has the facilitator's role to lead it.")
)

NO_ORGANISER = Reason("launch.no-organiser", _l("It is not said who answers for the project: name the organiser."))
NO_TRACKS = Reason("launch.no-tracks", _l("There are no directions: ideas will stand in one list."))
NO_RULES = Reason("launch.no-rules", _l("The project has no rules of its own: people read those of the whole site."))
LANGUAGE_SHORT = _l("%(language)s is promised, but some texts are missing in it: %(texts)s.")
RULES_SHORT = _l("%(language)s is promised, but the rules are missing in it.")

TEXTS: dict[str, Any] = {"title": _l("title"), "question": _l("question"), "purpose": _l("what it is for")}
