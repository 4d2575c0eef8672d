"""Why something about the work on an idea is refused."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

NOT_YET = Reason("work.not-yet", _l("Ideas are not being worked on yet: first it is decided which of them are."))
OTHER_OFFICE = Reason("work.other-office", _l("Another department works on this idea."))
NOT_ASKED = Reason("work.not-asked", _l("Your department was not asked about this idea: the organiser can begin it."))
NOT_PUBLIC = Reason("work.not-public", _l("This idea is not public: nothing is reported about it."))
BEGUN = Reason("work.begun", _l("Somebody has begun this a moment before you. Look at how it stands now."))
MOVED_ON = Reason(
    "work.moved-on", _l("The work has moved on meanwhile. Look at how it stands now; your words are kept below.")
)
NO_WAY = Reason("work.no-way", _l("From how it stands now the work cannot go there."))
NO_WORDS = Reason("work.no-words", _l("Say in a few words what was done."))
NO_REASON = Reason("work.no-reason", _l("Say why it is given up: everyone reads it."))
NO_EVIDENCE = Reason("work.no-evidence", _l("Show that it is done: add a picture or a link."))
NO_CAPTION = Reason("work.no-caption", _l("Say in a few words what the picture shows: not everyone can see it."))
NO_PICTURE = Reason("work.no-picture", _l("Only pictures (PNG or JPEG) can be added here."))
NO_LINK = Reason("work.no-link", _l("Write the link whole, with https:// at its beginning."))
NO_SUCH_MILESTONE = Reason("work.milestone", _l("This step is not there any more."))
ENOUGH = Reason("work.enough", _l("There are thirty steps already."))
REACHED = Reason("work.reached", _l("This step is reached: it stays as it is."))
NO_TITLE = Reason("work.no-title", _l("Write what is to be reached."))

NOT_DONE = Reason("contest.not-done", _l("Nobody says that it is done, so there is nothing to object to."))
OF_OFFICE = Reason(
    "contest.of-office", _l("You are connected with the department that does this: others say whether it is done.")
)
ONCE = Reason("contest.once", _l("You have objected once: that is read and replied to."))
EMPTY = Reason("contest.empty", _l("Write what is not done."))
TOO_LONG = Reason("contest.too-long", _l("An objection has at most 3,000 characters."))
OWN_CONTEST = Reason("contest.own", _l("You wrote this objection: somebody else replies to it."))
REPLIED = Reason("contest.replied", _l("This objection has its reply already."))
NO_REPLY = Reason("contest.no-reply", _l("Write the reply: everyone reads it."))
