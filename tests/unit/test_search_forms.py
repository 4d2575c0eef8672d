"""Any form of a word finds the others, and a slip the word that was meant: on small sets of our own, for larger ones are absent
from most machines."""

from collections.abc import Sequence
from itertools import permutations
from statistics import fmean

import pytest

from search import analysis
from search.spelling import Vocabulary
from tests.evaluation.word_forms import RUSSIAN, SLIPS, UKRAINIAN


def folded(word: str) -> str:
    return next(analysis.words(word)).text


def meet(one: str, other: str, language: str) -> bool:
    """Whether a search for the one finds a text in this language with the other; what language is searched in nobody says."""
    asked = analysis.forms(folded(one), analysis.language_of(one))
    return not set(asked).isdisjoint(analysis.forms(folded(other), language))


@pytest.mark.parametrize(("families", "language", "floor"), [(RUSSIAN, "ru", 0.98), (UKRAINIAN, "uk", 0.92)])
def test_any_form_finds_the_others(families: Sequence[Sequence[str]], language: str, floor: float) -> None:
    pairs = [pair for family in families for pair in permutations(family, 2)]

    share = fmean(meet(one, other, language) for one, other in pairs)

    assert share >= floor


def test_most_slips_are_mended() -> None:
    words = {analysis.written(folded(word)) for family in (*RUSSIAN, *UKRAINIAN) for word in family}
    known = Vocabulary(dict.fromkeys(words, 2))

    mended = [known.suggest(analysis.written(folded(slip)))[:1] == [analysis.written(meant)] for slip, meant in SLIPS]

    assert fmean(mended) >= 0.75
