"""Why a text may be restricted: the public sentence of each rule and the words prepared for the author."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from moderation.models import Decision


@dataclass(frozen=True)
class Ground:
    """A rule that a text broke. `label` stands in the moderator's list, `rule` is the public sentence, `prepared` what the
    author reads unless the moderator writes it better; `decisions` are those it may lead to.
    """

    code: str
    label: Any
    rule: Any
    prepared: Any
    decisions: frozenset[Decision]


ANY = frozenset({Decision.RETURN, Decision.REJECT, Decision.HIDE})
FINAL = frozenset({Decision.REJECT, Decision.HIDE})

GROUNDS: tuple[Ground, ...] = (
    Ground(
        "personal-data",
        _l("Personal data"),
        _l("A text contains no phones, addresses or numbers of documents, neither one's own nor those of others."),
        _l(
            "There are personal data in your text: a phone, an address or the number of a document. Everyone would be able "
            "to read and use them."
        ),
        frozenset({Decision.RETURN, Decision.HIDE}),
    ),
    Ground(
        "not-clear",
        _l("Not clear yet"),
        _l("An idea says what is inconvenient now and what could be done about it."),
        _l(
            "From your text it is not yet clear what is inconvenient now, or what you propose. A few more sentences will help "
            "others to understand and support the idea."
        ),
        frozenset({Decision.RETURN}),
    ),
    Ground(
        "rude",
        _l("Insults or swearing"),
        _l("People argue with ideas here and do not insult or threaten each other."),
        _l("There are words in your text that insult people. The thought can be said without them."),
        ANY,
    ),
    Ground(
        "off-topic",
        _l("Not about this project"),
        _l("Ideas concern the question of the project."),
        _l("Your text is about something else than this project asks."),
        ANY,
    ),
    Ground(
        "petition",
        _l("A petition or a complaint about one case"),
        _l("Ideas concern everyone. A petition or a complaint about one's own case is sent to the authority itself."),
        _l(
            "Your text asks to settle one particular case. Here it would get no official answer: send it to the authority as a "
            "petition, and it must be answered within the term set by law."
        ),
        FINAL,
    ),
    Ground(
        "repeated",
        _l("Sent before by the same author"),
        _l("The same idea of the same author is published once."),
        _l("You have sent this idea before; it is enough to have it once. People can support that one."),
        FINAL,
    ),
    Ground(
        "advertising",
        _l("Advertising"),
        _l("Goods, services, parties and candidates are not advertised here."),
        _l("Your text advertises goods, a service, a party or a candidate."),
        FINAL,
    ),
    Ground(
        "unlawful",
        _l("Forbidden by law"),
        _l("What the law forbids to publish is not published here."),
        _l("There is something in your text that the law forbids to publish."),
        FINAL,
    ),
)

BY_CODE: dict[str, Ground] = {ground.code: ground for ground in GROUNDS}
