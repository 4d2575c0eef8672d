"""Why something about paper or codes is refused."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

NOT_OFFERED = Reason("paper.not-offered", _l("By the rule of this vote, nobody votes on paper or at meetings."))
NOT_YET = Reason("paper.not-yet", _l("Voting has not begun yet, so there is no paper to enter."))
OVER = Reason("paper.over", _l("The time for entering paper is over. What is not accepted by now is not counted."))
ALL_IN = Reason("paper.all-in", _l("The organiser has said that all paper is in. Nothing of it is accepted any more."))
IN_ALREADY = Reason("paper.in-already", _l("It is said already that all paper is in."))
STILL_OPEN = Reason("paper.still-open", _l("Voting still goes on. Say that all paper is in after its end."))
LEFT_OPEN = Reason("paper.left-open", _l("Some piles are still open. Tick that you know they will not be counted."))

SETTLED = Reason("paper.settled", _l("This pile is accepted: what was read in it stands."))
CANCELLED = Reason("paper.cancelled", _l("This pile is cancelled. Nothing of it is counted."))
NOT_YOURS = Reason("paper.not-yours", _l("Two other people enter this pile."))
SECOND_TAKEN = Reason("paper.second-taken", _l("Somebody else has begun to enter this pile as the second person."))
FIRST_YOURSELF = Reason(
    "paper.first-yourself", _l("You have entered this pile first. Another person must enter it the second time.")
)
NOT_WHOLE = Reason("paper.not-whole", _l("Not every slip is entered by both people yet."))
DIFFERENT = Reason("paper.different", _l("The two entries still differ. Read those slips once more."))
NOT_WHOLE_ALONE = Reason("paper.not-whole-alone", _l("Enter every slip first."))
SECOND_AT_WORK = Reason(
    "paper.second-at-work",
    _l("A second person enters this pile. Let them finish, or have the pile given back by them or by the organiser."),
)
SAY_WHY = Reason("paper.say-why", _l("Say why: everyone will read it."))
FEWER = Reason("paper.fewer", _l("Slips with higher numbers are entered already. Empty their fields first."))
DAY = Reason("paper.day", _l("Paper is from a day on which people could vote, and not from a day to come."))
PLACE = Reason("paper.place", _l("Choose one of the list."))

UNREADABLE = Reason("slip.unreadable", _l("This cannot be read: “%(word)s”. Write the numbers with a space between."))
NO_OPTION = Reason("slip.no-option", _l("There is no option %(number)s: the last one is %(last)s."))
EMPTY = Reason("slip.empty", _l("Write what you read on this slip."))
TOO_LONG = Reason("slip.too-long", _l("This is too long for a slip."))
NOT_BY_RULE = Reason("slip.not-by-rule", _l("%(why)s If it is so on the slip itself, the slip is spoilt: type 0."))
TWICE = Reason("slip.twice", _l("Option %(number)s is written twice."))

NO_CODES = Reason("code.not-offered", _l("By the rule of this vote, nobody votes with a code."))
NO_NEW_CODES = Reason("code.closed", _l("Voting is over: no more codes can be made."))
UNKNOWN = Reason(
    "code.unknown",
    _l("There is no such code in this vote. Compare it with the sheet, letter by letter, and try again."),
)
IS_RECEIPT = Reason(
    "code.is-receipt",
    _l("This is the control code of a vote that was cast, in five groups. A code to vote with has four."),
)
VOID = Reason("code.void", _l("This code was cancelled by the organiser. Ask for another where you got it."))
FORM_OLD = Reason("code.form-old", _l("This page was open for too long. Send the form once more: no sheet was made."))
MADE_ALREADY = Reason(
    "code.made-already",
    _l(
        "This sheet is made already, and its codes are shown only once. If it was not printed, cancel it and make another."
    ),
)
CANCELLED_ALREADY = Reason("code.cancelled-already", _l("This sheet is cancelled already."))
