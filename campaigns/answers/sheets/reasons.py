"""Why a workbook, or a row of it, is not taken."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason
from campaigns.answers import reasons

NO_FILE = Reason("sheet.no-file", _l("Choose the workbook first. The file that came is empty."))
LARGE_FILE = Reason(
    "sheet.large", _l("This file is larger than %(most)s MB. Leave only the sheet with your rows in it, or divide it.")
)
NO_KEYS = Reason(
    "sheet.no-keys",
    _l(
        "The hidden columns that say which idea a row is about are not there. Take the workbook once more and copy your answers into it."
    ),
)
NO_COLUMN = Reason(
    "sheet.no-column", _l("There is no column “%(column)s”. Take the workbook once more and copy your answers into it.")
)
COLUMN_TWICE = Reason(
    "sheet.column-twice", _l("The column “%(column)s” is there twice. Delete the one you do not mean.")
)
NO_ROWS = Reason("sheet.no-rows", _l("No row of this workbook is about an idea."))
MANY_ROWS = Reason(
    "sheet.many-rows", _l("This workbook has more than %(most)s rows. Divide it and send the parts one by one.")
)
MUCH_TEXT = Reason(
    "sheet.much-text", _l("There is too much text for one workbook. Divide it and send the parts one by one.")
)

NO_KEY = Reason("sheet.no-key", _l("It does not say which idea it is about: the hidden cells of the row are empty."))
SORTED_APART = Reason(
    "sheet.sorted-apart",
    _l(
        "Parts of this row belong to different ideas: only some of the columns were sorted. Put the answer into the row of its idea."
    ),
)
TWICE = Reason("sheet.twice", _l("The same idea stands in several rows: %(rows)s. Leave one of them."))
MERGED = Reason("sheet.merged", _l("Cells are merged. Divide them, so that each idea has cells of its own."))
NO_VALUE = Reason(
    "sheet.no-value", _l("Here is an error, or a formula without a value. Put what it should say in its place.")
)
NOT_AN_OUTCOME = Reason(
    "sheet.outcome", _l("“%(typed)s” is none of the outcomes. Choose one from the list of the cell.")
)
NOT_A_DAY = Reason("sheet.day", _l("“%(typed)s” is no day that can be told for sure. Write it like 16.11.2026."))
NOT_YOURS = Reason("sheet.not-yours", _l("Your department owes no answer here: another one does, or nobody was asked."))
TOO_LONG = Reason("sheet.too-long", _l("“%(column)s” is longer than %(most)s characters."))

OTHERWISE = Reason("sheet.otherwise", _l("It could not be kept. Open the page of the answer to see how it stands."))

# Reasons by their codes: rows are kept with codes and read in the language of the page.
_KNOWN = {one.code: one for one in (*vars(reasons).values(), *list(globals().values())) if isinstance(one, Reason)}


def by_code(code: str) -> Reason:
    """The reason of this code."""
    return _KNOWN.get(code, OTHERWISE)
