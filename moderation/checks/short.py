"""Texts that say nothing: a word or two where others read on. Never a reason to hold one."""

import re
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding

CODE = "short"
EXPLANATION = _l("This is too short to say anything.")
SCORE = 0.4

# An idea says what is wrong and what to do; a remark may be one word, but of letters.
IDEA_WORDS, REMARK_WORDS = 8, 1

_WORD = re.compile(r"[^\W\d_]{2,}+")


def find_in(texts: Sequence[str], words: int = REMARK_WORDS) -> list[Finding]:
    """One finding over the first text where all of them together have fewer words."""
    if not texts or _reaches(texts, words):
        return []
    return [Finding(CODE, SCORE, 0, len(texts[0]), EXPLANATION)]


def _reaches(texts: Sequence[str], words: int) -> bool:
    found = 0
    for text in texts:
        for _word in _WORD.finditer(text):
            found += 1
            if found >= words:
                return True
    return False
