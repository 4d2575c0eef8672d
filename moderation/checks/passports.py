"""Series and numbers of passports, where the word stands nearby."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks.nearness import Places

CODE = "personal.passport"
EXPLANATION = _l("This looks like the number of a passport. It can be misused.")

_WORD = re.compile(r"паспорт|passport|(?<!\w)сер[иі][яюи](?!\w)", re.IGNORECASE)
_NUMBER = re.compile(
    r"""
    (?<![\w.,-]) (?:
        \d{2}[ \u00a0]?\d{2} [ \u00a0,]{0,3} (?:№|N|номер)? [ \u00a0]{0,2} \d{6}    # Russia: series and number
      | \d{2}[ \u00a0]?№?[ \u00a0]?\d{7}                                           # Russia, for abroad
      | [A-ZА-ЯІЇЄҐ]{2}[ \u00a0]?№?[ \u00a0]?\d{6}                                  # Ukraine, the booklet
      | \d{9}                                                                      # Ukraine, the card
    ) (?!\d|[.,]\d)
    """,
    re.VERBOSE,
)


def find(text: str) -> list[Finding]:
    """Numbers of passports in a text."""
    words = Places(_WORD, text)
    if not words:
        return []
    return [
        Finding(CODE, 0.9, match.start(), match.end(), EXPLANATION)
        for match in _NUMBER.finditer(text)
        if words.near(*match.span(), before=40, after=20)
    ]
