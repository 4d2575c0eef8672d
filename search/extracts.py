"""What is shown of a document that was found: words that matched are marked, everything else is escaped."""

from collections.abc import Sequence

from markupsafe import Markup, escape

LETTERS = 220
LEAD = 20
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
    """The stretch of the text with most matches, at most about `letters` long, cut between words.

    The first match stands near its beginning: on a phone two short lines are all that is seen.
    """
    start = _best_start(text, spans, letters)
    stop = min(len(text), start + letters)
    if stop < len(text):
        stop = max(text.rfind(" ", start, stop), start + letters // 2)
    inside = [(a - start, b - start) for a, b in spans if a >= start and b <= stop]
    return Markup("{}{}{}").format(
        "… " if start else "", mark(text[start:stop], inside), " …" if stop < len(text) else ""
    )


def _best_start(text: str, spans: Sequence[Span], letters: int) -> int:
    room = letters - LEAD
    best = max(
        spans, key=lambda span: (sum(span[0] <= a and b <= span[0] + room for a, b in spans), -span[0]), default=(0, 0)
    )
    if best[0] <= 2 * LEAD:
        return 0
    return text.rfind(" ", 0, best[0] - LEAD) + 1
