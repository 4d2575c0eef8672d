"""What the sections read a frozen body with: its words as far as they may be shown, and the addresses of what it names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from app.digests.outline import Cited, Paragraph
from app.digests.words import Sentences, short

# The address of a page by its endpoint and what the endpoint needs, as `url_for` gives it.
Address = Callable[..., str]
# As long as any that is written here; those from other systems may be longer, and a table of them could not be read.
LONGEST_TITLE, LONGEST_LABEL = 200, 90


class Reader:
    """A body with the words of what it cites, by key: those that may not be shown any more are absent. Bodies of earlier releases
    know fewer parts. `has_cut` says whether a title was too long to be told whole.
    """

    def __init__(
        self, body: Mapping[str, Any], titles: Mapping[str, str], address: Address, sentences: Sentences
    ) -> None:
        self.body, self.address = body, address
        self.campaign: Mapping[str, Any] = body["campaign"]
        self.zone: str = self.campaign["time_zone"]
        self._titles, self._sentences = titles, sentences
        self.has_cut = False
        self._numbers = {idea["id"]: idea["number"] for idea in body.get("cited", [])}

    def part(self, name: str) -> Any:
        """A part of the body; None where it has none, or an empty one."""
        return self.body.get(name) or None

    def words(self, key: object) -> str | None:
        """The words by their key."""
        return self._titles.get(str(key))

    def cited(self, id: int) -> Cited:
        """An idea by its id."""
        address, number = self.address, self._numbers.get(id) or id
        label = str(_("No. %(number)s", number=number))
        return Cited(id, number, label, self._title(id), address("ideas.show_idea", idea_id=id))

    def _title(self, id: int) -> str | None:
        title = self.words(id)
        if title is None or len(title) <= LONGEST_TITLE:
            return title
        self.has_cut = True
        return short(title, LONGEST_TITLE)

    def all_cited(self, ids: Iterable[int]) -> tuple[Cited, ...]:
        """Ideas by their ids, in this order."""
        return tuple(self.cited(id) for id in ids)

    def said(self, found: Mapping[str, Any]) -> Paragraph:
        """A finding as a sentence with its ideas."""
        return Paragraph(self._sentences[found["code"]](found["values"]), self.all_cited(found["ideas"]))

    @property
    def is_vote(self) -> bool:
        """Whether it tells of a vote, not of support for ideas."""
        round_ = self.body.get("round")
        return bool(round_ and round_["rule"].get("source") == "ballots")


def named(idea: Cited) -> str:
    """The idea's name in a chart."""
    return short(idea.title or "", LONGEST_LABEL) or str(_("Idea No. %(number)s, no longer shown", number=idea.number))
