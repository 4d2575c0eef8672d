"""What is shown of a document that was found: words that matched are marked, everything else is escaped."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from search import analysis

LETTERS = 240
Span = tuple[int, int]


def mark(text: str, spans: Sequence[Span]) -> Markup:
    """The text with the spans marked. Spans may come in any order and overlap."""
    parts: list[Markup] = []
    end = 0
    for start, stop in sorted(spans):
        if start < end or stop > len(text):
            continue
        parts += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start:stop])]
        end = stop
    return Markup("").join([*parts, escape(text[end:])])


def extract(text: str, spans: Sequence[Span], letters: int = LETTERS) -> Markup:
    """The stretch of the text with most matches, about `letters` long, cut between words."""
    if len(text) <= letters:
        return mark(text, spans)
    start = _best_start(text, sorted(spans), letters)
    stop = min(len(text), start + letters)
    if stop < len(text):
        stop = max(text.rfind(" ", start, stop), start + letters // 2)
    inside = [(a - start, b - start) for a, b in spans if a >= start and b <= stop]
    piece = mark(text[start:stop], inside)
    return Markup("{}{}{}").format("… " if start else "", piece, " …" if stop < len(text) else "")


def _best_start(text: str, spans: Sequence[Span], letters: int) -> int:
    if not spans or spans[-1][1] < letters:
        return 0
    best = max(
        spans, key=lambda span: (sum(span[0] <= a and b <= span[0] + letters * 3 // 4 for a, b in spans), -span[0])
    )
    wanted = min(max(0, best[0] - letters // 5), len(text) - letters)
    space = text.rfind(" ", max(0, wanted - analysis.LONGEST_WORD), wanted + 1)
    return space + 1 if space >= 0 else wanted


def spans_near(text: str, beginnings: frozenset[str]) -> list[Span]:
    """Where words with one of these beginnings stand: for documents that were found by relatives of a word alone."""
    return [(word.start, word.end) for word in analysis.words(text) if word.near in beginnings]
