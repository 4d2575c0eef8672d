"""Adding up ballots: what each idea got. Every rule but equal shares needs nothing more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from campaigns.rounds.counting.values import Tally

CHUNK = 20_000


def tally(ballots: Iterable[tuple[str, int]], kind: str) -> dict[int, Tally]:
    """What each idea got from ballots (text of the choice, how many are equal); ideas that nobody named are absent.

    Marks are counted as they are spelled, many ballots at a time, so that a million take a second or two.
    """
    return of_marks(_marks(ballots), kind)


def of_marks(marks: Mapping[str, int], kind: str) -> dict[int, Tally]:
    """The same from marks, each as it is spelled (`12:1`) and how often it stands on a ballot."""
    found: dict[int, Tally] = {}
    for mark, number in marks.items():
        if mark:
            idea_id, _, value = mark.partition(":")
            found[int(idea_id)] = found.get(int(idea_id), Tally()) + of_mark(int(value), number, kind)
    return found


def of_mark(value: int, number: int, kind: str) -> Tally:
    """What so many equal marks give an idea."""
    if kind == "for-against":
        return Tally(number * (value > 0), number * (value < 0), number * value, number * value * value)
    return Tally(number, 0, number * value, number * value * value)


def _marks(ballots: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for texts, number in _alike(ballots):
        counted = Counter(",".join(texts).split(","))
        for mark, times in counted.items():
            found[mark] += times * number
    return found


def _alike(ballots: Iterable[tuple[str, int]]) -> Iterator[tuple[list[str], int]]:
    """Choices that are not empty, gathered by how many ballots are equal to them."""
    gathered: dict[int, list[str]] = {}
    for text, number in ballots:
        if text:
            texts = gathered.setdefault(number, [])
            texts.append(text)
            if len(texts) == CHUNK:
                yield gathered.pop(number), number
    for number, texts in gathered.items():
        yield texts, number
