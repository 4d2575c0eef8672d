"""Links, counted: one or two name a source, many are rarely an idea."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding

CODE = "links"
EXPLANATION = _l("There are many links.")
SOME, MANY = 3, 5

_LINK = re.compile(r"(?:https?://|(?<!\w)www\.|(?<![\w/.])t\.me/)[^\s<>\"»]{1,300}", re.IGNORECASE)


def find(text: str) -> list[Finding]:
    """One finding from the first link to the last, where there are some."""
    found = list(_LINK.finditer(text))
    if len(found) < SOME:
        return []
    return [Finding(CODE, 0.8 if len(found) >= MANY else 0.4, found[0].start(), found[-1].end(), EXPLANATION)]
