"""Why something about an answer is refused."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

NOT_YOURS = Reason("answers.not-yours", _l("Another department answers this idea."))
NOT_SELECTED_YET = Reason("phase.not-yet", _l("Ideas are not selected yet: answers begin after that."))
NOT_PUBLIC = Reason("answers.not-public", _l("This idea is not public now, so nobody would read an answer to it."))
ANSWERED = Reason("answers.answered", _l("This idea has its answer already."))
CLOSED = Reason("answers.closed", _l("This was closed without an answer."))
SIGNED = Reason("answers.signed", _l("The answer is signed. Take the signature back to change it."))
NOT_SIGNED = Reason("answers.not-signed", _l("There is no signed answer here. Look at how it stands now."))
RELEASED = Reason("answers.released", _l("Everyone can read this answer already."))
MEANWHILE = Reason(
    "answers.meanwhile", _l("Somebody of your department has changed this draft meanwhile. Look at both, then save.")
)
SECOND_IS_ANOTHER = Reason("answers.second", _l("The second signature is that of another person."))
NO_OUTCOME = Reason("answers.no-outcome", _l("Choose what becomes of the idea."))
NO_REASONS = Reason("answers.no-reasons", _l("Give reasons of at least 20 characters: everyone will read them."))
NO_SIGNER = Reason("answers.no-signer", _l("Say who signs: the name and the post."))
NO_LINK = Reason("answers.no-link", _l("Say where it works already: a link that begins with https://"))
BAD_LINK = Reason("answers.bad-link", _l("A link begins with https:// or http://"))
NO_ADDRESS = Reason("answers.no-address", _l("Say where the author can turn: the department and how to reach it."))
HALF_LETTER = Reason("answers.half-letter", _l("A letter has a number and a date: give both or neither."))
LETTER_AHEAD = Reason("answers.letter-ahead", _l("The date of the letter is still to come."))
PERSONAL = Reason("answers.personal", _l("Everyone will read this. Say it without “%(words)s”."))
TOO_LONG = Reason("answers.too-long", _l("One of the texts is too long."))
NO_IDEAS = Reason("answers.no-ideas", _l("Choose at least one idea that has no department yet."))
NO_OFFICE = Reason("answers.no-office", _l("Choose a department from the list."))
BAD_DAY = Reason("answers.day", _l("Choose a day from today on, at most a year ahead."))
LATER_DAY = Reason("answers.later", _l("Choose a day after the one that stands now, at most a year later."))
ONCE = Reason(
    "answers.once",
    _l("A department may move its day once, by 30 days at the most. The organiser of the project may do more."),
)
SAME_OFFICE = Reason("answers.same-office", _l("This department owes the answer already."))
NO_WHY = Reason("answers.no-why", _l("Say why in at least 10 characters: everyone will read it."))
BAD_TERM = Reason("answers.term", _l("Write a number of days from 1 to 366."))
NOTHING_HELD = Reason("answers.not-held", _l("Answers of this project are not held for a joint release."))
NOT_PROPOSED = Reason(
    "answers.not-proposed", _l("Nobody has proposed to close this without an answer, or they took it back.")
)
ANOTHER_REASON = Reason("answers.another-reason", _l("The reason reads otherwise by now. Read it, then confirm."))
READY = Reason("answers.ready", _l("The answer is signed already: release it."))
PERSONAL_REASON = Reason(
    "answers.personal-reason", _l("Everyone will read this. Say it without anybody's personal data.")
)
ARCHIVED = Reason("campaign.archived", _l("This project is in the archive already."))
STILL_RUNS = Reason("campaign.still-runs", _l("Something still goes on in this project: look at its dates."))
STILL_OWED = Reason(
    "campaign.still-owed", _l("An answer is still owed. Wait for it, or close it with a reason and a second signature.")
)
