"""Why a text may be restricted: the public sentence of each rule and the words prepared for the author."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.contributions.models import Kind
from moderation.models import Decision
from moderation.possible import NEVER


@dataclass(frozen=True)
class Said:
    """A rule in words: the public sentence, and what the author reads unless the moderator writes it better."""

    rule: Any
    prepared: Any


@dataclass(frozen=True)
class Ground:
    """A rule that a text broke. `label` stands in the moderator's list, `usual` are its words, `decisions` those it may lead to.

    `of` are the words for kinds of text that the usual ones do not fit. It holds for texts of the `kinds`.
    """

    code: str
    label: Any
    usual: Said
    decisions: frozenset[Decision]
    of: dict[Kind, Said] = field(default_factory=dict)
    kinds: frozenset[Kind] = frozenset(Kind)

    def said(self, kind: Kind) -> Said:
        """The rule in words that fit a text of this kind."""
        return self.of.get(kind, self.usual)

    def leads_to(self, kind: Kind) -> frozenset[Decision]:
        """The decisions it may lead to; where a text of this kind is never returned to mend, it is not published instead."""
        if kind not in self.kinds:
            return frozenset()
        never = NEVER.get(kind, frozenset())
        instead = frozenset({Decision.REJECT}) if Decision.RETURN in self.decisions & never else frozenset()
        return self.decisions - never | instead


ANY = frozenset({Decision.RETURN, Decision.REJECT, Decision.HIDE})
ELSEWHERE = frozenset({Decision.REFER})
FINAL = frozenset({Decision.REJECT, Decision.HIDE})
BROUGHT = frozenset({Kind.IDEA, Kind.TOPIC, Kind.COMMENT, Kind.CONTEST})

GROUNDS: tuple[Ground, ...] = (
    Ground(
        "personal-data",
        _l("Personal data"),
        Said(
            _l("A text contains no phones, addresses or numbers of documents, neither one's own nor those of others."),
            _l(
                "There are personal data in your text: a phone, an address or the number of a document. Everyone would be able "
                "to read and use them."
            ),
        ),
        frozenset({Decision.RETURN, Decision.HIDE, Decision.MASK}),
        of={
            Kind.COMMENT: Said(
                _l(
                    "A text contains no phones, addresses or numbers of documents, neither one's own nor those of others."
                ),
                _l(
                    "There are personal data in your comment: a phone, an address or the number of a document. Everyone would be "
                    "able to read and use them. Write it again without them."
                ),
            )
        },
    ),
    Ground(
        "not-clear",
        _l("Not clear yet"),
        Said(
            _l("A text says plainly what it is about."),
            _l("From your text it is not yet clear what it is about. A few more sentences will help others."),
        ),
        frozenset({Decision.RETURN}),
        kinds=frozenset(Kind) - {Kind.COMMENT},
        of={
            Kind.IDEA: Said(
                _l("An idea says what is inconvenient now and what could be done about it."),
                _l(
                    "From your text it is not yet clear what is inconvenient now, or what you propose. A few more sentences "
                    "will help others to understand and support the idea."
                ),
            ),
            Kind.TOPIC: Said(
                _l("A topic asks one question that others can answer from their own experience."),
                _l(
                    "From your topic it is not yet clear what others are asked about. Put it as one question and say in a few "
                    "sentences why it matters."
                ),
            ),
        },
    ),
    Ground(
        "rude",
        _l("Insults or swearing"),
        Said(
            _l("People argue with ideas here and do not insult or threaten each other."),
            _l("There are words in your text that insult people. The thought can be said without them."),
        ),
        ANY,
    ),
    Ground(
        "off-topic",
        _l("Not about this project"),
        Said(
            _l("Everything written here concerns the question of the project."),
            _l("Your text is about something else than this project asks."),
        ),
        ANY | ELSEWHERE,
        of={
            Kind.IDEA: Said(
                _l("Ideas concern the question of the project."),
                _l("Your text is about something else than this project asks."),
            ),
            Kind.COMMENT: Said(
                _l("A comment concerns what it stands under."),
                _l("Your comment is about something else than what it stands under."),
            ),
        },
    ),
    Ground(
        "petition",
        _l("A petition or a complaint about one case"),
        Said(
            _l(
                "What is written here concerns everyone. A petition or a complaint about one's own case is sent to the "
                "authority itself."
            ),
            _l(
                "Your text asks to settle one particular case. Here it would get no official answer: send it to the authority as "
                "a petition, and it must be answered within the term set by law."
            ),
        ),
        FINAL | ELSEWHERE,
        of={
            Kind.IDEA: Said(
                _l(
                    "Ideas concern everyone. A petition or a complaint about one's own case is sent to the authority itself."
                ),
                _l(
                    "Your text asks to settle one particular case. Here it would get no official answer: send it to the "
                    "authority as a petition, and it must be answered within the term set by law."
                ),
            )
        },
        kinds=BROUGHT,
    ),
    Ground(
        "repeated",
        _l("Sent before by the same author"),
        Said(
            _l("The same text of the same author is published once."),
            _l("You have sent this text before; it is enough to have it once."),
        ),
        FINAL,
        of={
            Kind.IDEA: Said(
                _l("The same idea of the same author is published once."),
                _l("You have sent this idea before; it is enough to have it once. People can support that one."),
            )
        },
        kinds=BROUGHT,
    ),
    Ground(
        "advertising",
        _l("Advertising"),
        Said(
            _l("Goods, services, parties and candidates are not advertised here."),
            _l("Your text advertises goods, a service, a party or a candidate."),
        ),
        FINAL,
    ),
    Ground(
        "unlawful",
        _l("Forbidden by law"),
        Said(
            _l("What the law forbids to publish is not published here."),
            _l("There is something in your text that the law forbids to publish."),
        ),
        FINAL,
    ),
)

BY_CODE: dict[str, Ground] = {ground.code: ground for ground in GROUNDS}


def grounds_for(kind: Kind, decisions: frozenset[Decision]) -> list[Ground]:
    """The rules that may lead to one of the decisions about a text of this kind."""
    return [one for one in GROUNDS if one.leads_to(kind) & decisions]
