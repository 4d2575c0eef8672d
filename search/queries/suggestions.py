"""Did you mean: the search with words that no text has spelled as texts spell them."""

from search import analysis, engines
from search.engine import Shelf
from search.queries.results import Found

MOST_UNKNOWN = 4


def suggest(text: str, found: Found) -> str | None:
    """The search with its slips mended, all else as it was typed: quotes, minus, names. None where there is nothing to mend.

    Raises Unready.
    """
    engine = engines.of(Shelf.PUBLIC)
    mended: dict[str, str] = {}
    # A word that was found in another form is spelled as it should be.
    right = {word for line in found.lines for word in line.hit.matched}
    for word in dict.fromkeys(term.text for term in found.narrowing.asked.words if not term.prefix):
        if word in right or len(mended) == MOST_UNKNOWN:
            continue
        # Nobody looks for «когда»: who meant a rarer word would wonder.
        likely = [one for one in engine.suggest(word, found.without) if one not in analysis.STOP_WORDS]
        if likely:
            mended[word] = likely[0]
    return _mend(text, mended) if mended else None


def _mend(text: str, mended: dict[str, str]) -> str:
    parts, end = [], 0
    for word in analysis.words(text):
        if word.text in mended:
            parts += [text[end : word.start], _as_typed(mended[word.text], text[word.start : word.end])]
            end = word.end
    return "".join([*parts, text[end:]])


def _as_typed(word: str, typed: str) -> str:
    """The word with the capitals of the one that was typed."""
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word.capitalize() if typed[:1].isupper() else word
