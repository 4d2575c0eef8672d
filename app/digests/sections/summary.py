"""The first sheet: the large numbers and what they say."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import Part, finding, percent
from app.digests.outline import Block, Figures, Heading, Listing
from app.digests.reader import Reader
from app.digests.words import LeftOut, Sentences, Values, number


def findings(numbers: Part) -> list[Part]:
    """How many took part."""
    if "voters" in numbers:
        if not numbers["voters"]:
            return [finding("nobody-voted")]
        return [finding("voted", voters=numbers["voters"], ideas=numbers["ideas"])]
    if is_talk(numbers):
        return [finding("took-part-talking", people=numbers["people"], comments=numbers["comments"])]
    found = [finding("took-part", people=numbers["people"], ideas=numbers["ideas"], support=numbers["support"])]
    if numbers["elsewhere"]:
        share = percent(numbers["elsewhere"], numbers["support"])
        found.append(finding("elsewhere", elsewhere=numbers["elsewhere"], share=share))
    return found


def is_talk(numbers: Part) -> bool:
    """Whether there was a discussion alone."""
    return bool(numbers.get("comments")) and not numbers["ideas"] and not numbers["support"]


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    yield Heading(2, _("Findings"), "findings")
    yield Figures(tuple(_figures(reader)))
    yield Listing(tuple(reader.said(found) for found in reader.body["findings"]))


def _figures(reader: Reader) -> Iterator[tuple[int, str]]:
    numbers: Any = reader.body["numbers"]
    is_vote = reader.is_vote
    if "week" in reader.body or is_talk(numbers):
        yield numbers["people"], ngettext("person took part", "people took part", numbers["people"])
        yield numbers["comments"], ngettext("comment", "comments", numbers["comments"])
        if numbers["ideas"]:
            yield numbers["ideas"], ngettext("new idea", "new ideas", numbers["ideas"])
        if numbers["support"]:
            yield numbers["support"], ngettext("support", "supports", numbers["support"])
        return
    yield numbers["people"], _("people voted") if is_vote else _("people on the site")
    yield numbers["ideas"], ngettext("idea", "ideas", numbers["ideas"])
    yield numbers["support"], _("votes for them in all") if is_vote else _("supports in all")
    yield numbers["winners"], _("selected")


def _took_part(values: Values) -> str:
    people, ideas, support = values["people"], values["ideas"], values["support"]
    sentences = (
        ngettext(
            "%(count)s person took part on the site.",
            "%(count)s people took part on the site.",
            people,
            count=number(people),
        ),
        ngettext("%(count)s idea was counted.", "%(count)s ideas were counted.", ideas, count=number(ideas)),
        ngettext("%(count)s support was given.", "%(count)s supports were given.", support, count=number(support)),
    )
    return " ".join(sentences)


def _voted(values: Values) -> str:
    voted = ngettext(
        "%(count)s person voted.", "%(count)s people voted.", values["voters"], count=number(values["voters"])
    )
    on_ballot = ngettext(
        "%(count)s idea was on the ballot.",
        "%(count)s ideas were on the ballot.",
        values["ideas"],
        count=number(values["ideas"]),
    )
    return f"{voted} {on_ballot}"


def _elsewhere(values: Values) -> str:
    return str(
        ngettext(
            "%(count)s support came in elsewhere, %(share)s %% of all.",
            "%(count)s supports came in elsewhere, %(share)s %% of all.",
            values["elsewhere"],
            count=number(values["elsewhere"]),
            share=values["share"],
        )
    )


def _took_part_talking(values: Values) -> str:
    people = ngettext(
        "%(count)s person took part.", "%(count)s people took part.", values["people"], count=number(values["people"])
    )
    comments = ngettext(
        "%(count)s comment was written.",
        "%(count)s comments were written.",
        values["comments"],
        count=number(values["comments"]),
    )
    return f"{people} {comments}"


SENTENCES: Sentences = {
    "took-part-talking": _took_part_talking,
    "took-part": _took_part,
    "voted": _voted,
    "nobody-voted": lambda _values: str(_("Nobody voted.")),
    "elsewhere": _elsewhere,
}
LEFT_OUT: LeftOut = {}
