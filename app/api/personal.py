"""Before a text is sent, whoever sends it is shown the personal data in it, once: programs as well as people."""

from collections.abc import Mapping

from app.api.reasons import PERSONAL, Unfit
from campaigns.contributions.web import warnings


def ask(prose: Mapping[str, str], seen: str) -> None:
    """Raises Unfit where something in these texts looks like personal data and `seen` does not say that it was shown."""
    warned = warnings.found_in(prose)
    if warnings.were_shown(warned, seen):
        return
    told = [{"field": one.field, "words": one.marked, "detail": str(one.explanation)} for one in warned]
    raise Unfit([], PERSONAL, seen=warnings.word_for(warned), warned=told)
