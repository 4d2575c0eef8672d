"""Before an idea is sent, its author is shown the personal data in it, once, with the words in question marked."""

from campaigns.contributions.web import warnings
from campaigns.contributions.web.warnings import Warned, were_shown, word_for
from campaigns.ideas.texts import IdeaText

__all__ = ["Warned", "found_in", "were_shown", "word_for"]


def found_in(text: IdeaText) -> list[Warned]:
    """What looks like personal data, field by field."""
    return warnings.found_in(text.prose)
