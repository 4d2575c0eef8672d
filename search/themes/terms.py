"""What texts are compared by: their words in dictionary form and by meaning, as vectors of whole numbers.

Whole numbers add up to the same in any order and on any machine; sums of fractions do not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import log, sqrt

from search import analysis, kin

TITLE_COUNTS = 2
# A text is known by its beginning: so many words of it are read, and the heaviest of them compared.
MOST_WORDS, MOST_TERMS = 600, 80
# A word that so many of the texts have tells nothing; of few texts nobody can say so.
COMMON, FEW = 0.3, 10
UNIT = 1 << 12
# What any request is made of, whatever it is about.
_ASKING = """
    прошу просить просьба просить предлагаю предлагать предложение идея проект петиция обращение вопрос проблема здравствуйте
    добрый день уважаемый пожалуйста спасибо нужно необходимо надо сделать делать создать создавать установить устанавливать
    обеспечить разработать внедрить ввести улучшить год это очень весь наш который каждый другой мочь
    прохання просити пропоную пропонувати пропозиція ідея проєкт петиція звернення питання шановний доброго дня день
    будь ласка дякую потрібно необхідно треба зробити робити створити створювати встановити встановлювати забезпечити
    розробити впровадити запровадити покращити рік дуже весь наш який кожний інший могти щодо
    please idea propos project request problem make need would like want
"""
ASKING = frozenset(_ASKING.split())
MEANING = "#"

Vector = dict[int, int]


@dataclass(frozen=True)
class Text:
    """A text by its id. `language` is what it was said to be in; its letters have the first word."""

    id: int
    title: str
    body: str = ""
    language: str = ""


@dataclass
class Read:
    """A text as it was read: how often it has each term, and each of them as it is written there."""

    terms: Counter[str] = field(default_factory=Counter)
    written: dict[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Space:
    """Texts as vectors of length UNIT: weights by the place of a term in `terms`. `having` says how many texts have each."""

    terms: Sequence[str]
    having: Sequence[int]
    vectors: Sequence[Vector]


def read(text: Text) -> Read:
    """The terms of a text: its words in their likeliest dictionary form, and beside them what they mean."""
    language = analysis.language_of(f"{text.title} {text.body[: MOST_WORDS * analysis.LONGEST_WORD]}", text.language)
    found = Read()
    for part, counts in ((text.title, TITLE_COUNTS), (text.body, 1)):
        for word in islice(analysis.words(part), MOST_WORDS):
            if word.text in analysis.STOP_WORDS or len(word.text) < 2 or word.text.isdigit():
                continue
            forms = analysis.forms(word.text, language)
            if forms[0] in ASKING:
                continue
            meaning = kin.meaning(forms)
            for term in (forms[0],) if meaning is None else (forms[0], f"{MEANING}{meaning}"):
                found.terms[term] += counts
                found.written.setdefault(term, Counter())[word.text] += counts
    return found


def space(texts: Sequence[Read]) -> Space:
    """The vectors of texts, in their order: rare words weigh more, the second time less than the first."""
    having = Counter(term for text in texts for term in text.terms)
    most = max(COMMON * len(texts), FEW)
    terms = sorted(term for term, count in having.items() if 1 < count <= most)
    rare = {term: (place, log((1 + len(texts)) / (1 + having[term]))) for place, term in enumerate(terms)}
    return Space(terms, [having[term] for term in terms], [_vector(text.terms, rare) for text in texts])


def _vector(counts: Mapping[str, int], rare: Mapping[str, tuple[int, float]]) -> Vector:
    weights = sorted(
        (-(1 + log(count)) * rare[term][1], rare[term][0]) for term, count in counts.items() if term in rare
    )[:MOST_TERMS]
    return scaled((place, -weight) for weight, place in weights)


def scaled(weights: Iterable[tuple[int, float]]) -> Vector:
    """A vector of these weights with the length of UNIT, its places in order; an empty one where nothing weighs anything."""
    known = sorted((place, weight) for place, weight in weights if weight > 0)
    length = sqrt(sum(weight * weight for _place, weight in known))
    return {place: whole for place, weight in known if (whole := round(UNIT * weight / length))}
