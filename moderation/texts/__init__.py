"""The words of any contribution, whatever its kind, as its page shows them."""

from collections.abc import Callable, Collection, Mapping

from campaigns.contributions.models import Kind
from moderation.texts import answers, comments, contests, discussion, ideas, news
from moderation.texts.words import Part, Place, Text

__all__ = ["Part", "Place", "Text", "texts_of"]

READERS: dict[Kind, Callable[[Collection[int]], dict[int, Text]]] = {
    Kind.IDEA: ideas.read,
    Kind.TOPIC: discussion.read_topics,
    Kind.COMMENT: comments.read,
    Kind.ANSWER: answers.read,
    Kind.CONCLUSION: discussion.read_conclusions,
    Kind.NEWS: news.read,
    Kind.CONTEST: contests.read,
}


def texts_of(kinds: Mapping[int, Kind]) -> dict[int, Text]:
    """The words of these contributions by id; the kind of each is given. Reads nothing of a kind that is not among them."""
    found: dict[int, Text] = {}
    for kind, reader in READERS.items():
        ids = sorted(number for number, its_kind in kinds.items() if its_kind == kind)
        if ids:
            found |= reader(ids)
    return found
