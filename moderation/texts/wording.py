"""Other words in any text, whatever its kind."""

from collections.abc import Callable

from campaigns.answers.domain import wording as answers
from campaigns.comments.domain import wording as comments
from campaigns.contributions.domain import versions
from campaigns.contributions.models import Contribution, Kind
from campaigns.contributions.rewriting import Change
from campaigns.discussion.domain import wording as discussion
from campaigns.ideas.domain import wording as ideas
from campaigns.implementation.domain import wording as contests
from campaigns.news.domain import wording as news
from campaigns.rounds.ballots.domain import wording as ballots
from moderation.slots import WORDS_ELSEWHERE, Rewriting

WRITERS: dict[Kind, Callable[[int, Change], None]] = {
    Kind.IDEA: ideas.rewrite,
    Kind.TOPIC: discussion.rewrite_topic,
    Kind.COMMENT: comments.rewrite,
    Kind.ANSWER: answers.rewrite,
    Kind.CONCLUSION: discussion.rewrite_conclusion,
    Kind.NEWS: news.rewrite,
    Kind.CONTEST: contests.rewrite,
}


def rewrite(contribution: Contribution, change: Change) -> None:
    """Asks `change` about the words of the text as it stands. Called with its row locked."""
    WRITERS[contribution.kind](contribution.id, change)


def rewrite_everywhere(contribution: Contribution, change: Change) -> None:
    """Asks `change` about the words wherever they stand: in the text, in what it read before, and in higher rooms."""
    rewrite(contribution, change)
    versions.rewrite(contribution.id, change)
    ballots.rewrite(contribution.id, change)
    WORDS_ELSEWHERE.fill(Rewriting(contribution.id, change))
