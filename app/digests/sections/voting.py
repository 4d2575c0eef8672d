"""The vote on the selected ideas, beside the ideas' own round."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import Part, finding
from app.digests.outline import Block, Heading
from app.digests.reader import Reader
from app.digests.rows import IdeaRow
from app.digests.sections.front import ranking
from app.digests.words import LeftOut, Sentences, Values, number

MOST = 20


def told(round_: Part, voters: int, ideas: Sequence[IdeaRow]) -> Part:
    """A counted vote: how many voted, and the first ideas by its rule."""
    ranked = sorted(ideas, key=lambda row: row.rank)
    names = ("id", "number", "rank", "votes", "on_site", "elsewhere", "winner")
    return {
        "round": round_,
        "voters": voters,
        "ideas": len(ideas),
        "top": [{name: getattr(row, name) for name in names} for row in ranked[:MOST]],
    }


def findings(part: Part) -> list[Part]:
    """How many voted, and what won."""
    if not part["voters"]:
        return [finding("vote-nobody")]
    won = [one["id"] for one in part["top"] if one["winner"]]
    found = [finding("vote", (), voters=part["voters"], ideas=part["ideas"])]
    return [*found, finding("vote-won", won, ideas=len(won))] if won else found


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    part = reader.part("vote")
    if not part or not part["voters"]:
        return
    yield Heading(2, _("The vote"), "vote")
    yield ranking("voted", _("The vote on the selected ideas"), reader, part["top"], is_vote=True)


def _vote(values: Values) -> str:
    return str(
        ngettext(
            "%(count)s person voted on %(ideas)s selected ideas.",
            "%(count)s people voted on %(ideas)s selected ideas.",
            values["voters"],
            count=number(values["voters"]),
            ideas=number(values["ideas"]),
        )
    )


def _won(values: Values) -> str:
    count = values["ideas"]
    return str(
        ngettext("The vote chose %(count)s idea:", "The vote chose %(count)s ideas:", count, count=number(count))
    )


SENTENCES: Sentences = {
    "vote": _vote,
    "vote-nobody": lambda _values: str(_("Nobody voted on the selected ideas.")),
    "vote-won": _won,
}
LEFT_OUT: LeftOut = {}
