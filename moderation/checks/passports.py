"""Numbers of passports, birth certificates, driving licences and of the register of people, where the word stands nearby."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks.letters import lowered
from moderation.checks.nearness import Places, few, words

CODE = "personal.passport"
EXPLANATION = _l("This looks like the number of a passport. It can be misused.")

# Of a project, a house, a budget: these have passports too.
_OF_THINGS = r"(?!\w{0,4}+ (?:проект|дом|программ|програм|здоров|объект|безопас|бюджет|доступ|буд|of the))"
_WORD = words(
    f"паспорт{_OF_THINGS}",
    f"загранпаспорт{_OF_THINGS}",
    f"passport{_OF_THINGS}",
    r"загран(?!\w)",
    r"сер[иі][яюиії](?!\w)",
    r"свидетельств\w{1,2}+ о рожд",
    r"свідоцтв\w{1,2}+ про народж",
    r"водительск\w{1,4}+ \w",
    r"посвідченн\w{1,4}+ \w",
    "id-карт",
    "унзр",
    "unzr",
    "driv(?:er|ing)[’'s]{0,2} licen",
)
# These have series and numbers too.
_OTHER_PAPERS = words(
    *"полис поліс договор договір сертифик власн собственн".split(),
)
_SIGN = r"[ \u00a0,]{0,3} (?:№|N[o°]?\.?|номер|number)? [ \u00a0]{0,2}"
_NUMBER = re.compile(
    rf"""
    (?<![\w.,-]) (?:
        \d{{2}}[ \u00a0]?\d{{2}} {_SIGN} \d{{6}}                # Russia: series and number, a driving licence too
      | \d{{2}}[ \u00a0]?№?[ \u00a0]?\d{{7}}                    # Russia, for abroad
      | [IVX1]{{1,5}}-?[А-Я]{{2}} {_SIGN} \d{{6}}               # Russia, of birth
      | [A-ZА-ЯІЇЄҐ]{{2,3}} {_SIGN} \d{{2}}[ ]?\d{{2}}[ ]?\d{{2}}   # Ukraine, the booklet, for abroad, a driving licence
      | \d{{9}}                                                 # Ukraine, the card
      | (?:19|20)\d{{6}}-\d{{5}}                                # Ukraine, the register of people
    ) (?!\d|[.,]\d|[ ]?(?:руб|грн|₽|₴|тыс|тис|млн))
    """,
    re.VERBOSE,
)


def find(text: str) -> list[Finding]:
    """Numbers of documents of people in a text."""
    low = lowered(text)
    named = Places(_WORD, low)
    if not named:
        return []
    others = Places(_OTHER_PAPERS, low)
    return [
        Finding(CODE, 0.9, match.start(), match.end(), EXPLANATION)
        for match in few(_NUMBER, text)
        if named.near(*match.span(), before=40, after=20) and not others.near(*match.span(), before=50)
    ]
