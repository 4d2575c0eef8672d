"""What experts found, and where they are far apart."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import Part, finding, left
from app.digests.outline import Block, Cell, Column, ColumnKind, Heading, Table
from app.digests.reader import Reader
from app.digests.rows import ScoreRow
from app.digests.words import LeftOut, Sentences, Values, number

MOST = 30


def told(rows: Sequence[ScoreRow], lowest: int, highest: int) -> Part:
    """The assessed ideas, the best first; empty where nothing is assessed. Experts are apart where their scores differ by half of
    the scale or more."""
    if not rows:
        return {}
    ranked = sorted(rows, key=lambda row: row.place)
    half = 5 * (highest - lowest)
    apart = [row.idea_id for row in ranked if row.experts > 1 and row.highest_tenths - row.lowest_tenths >= half]
    return {
        "lowest": lowest,
        "highest": highest,
        "apart": apart,
        "in_all": len(ranked),
        "ideas": [
            {
                "id": row.idea_id,
                "place": row.place,
                "experts": row.experts,
                "mean_tenths": row.mean_tenths,
                "lowest_tenths": row.lowest_tenths,
                "highest_tenths": row.highest_tenths,
            }
            for row in ranked[:MOST]
        ],
    }


def findings(part: Part) -> list[Part]:
    """Which idea experts rate highest, and about which they are far apart."""
    if not part:
        return []
    first = part["ideas"][0]
    found = [
        finding("assessed", [first["id"]], ideas=part["in_all"], mean_tenths=first["mean_tenths"], of=part["highest"])
    ]
    return [*found, finding("apart", part["apart"], ideas=len(part["apart"]))] if part["apart"] else found


def left_out(part: Part) -> list[Part]:
    """Assessed ideas below the first."""
    return left("assessed", part["in_all"] - len(part["ideas"])) if part else []


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    part = reader.part("assessed")
    if not part:
        return
    yield Heading(2, _("What experts say"), "assessed")
    columns = (
        Column(_("Place"), ColumnKind.NUMBER),
        Column(_("Idea"), ColumnKind.IDEA),
        Column(_("Mean score"), ColumnKind.DECIMAL),
        Column(_("lowest"), ColumnKind.DECIMAL),
        Column(_("highest"), ColumnKind.DECIMAL),
        Column(_("Experts"), ColumnKind.NUMBER),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one["place"],
            reader.cited(one["id"]),
            *(Decimal(one[name]) / 10 for name in ("mean_tenths", "lowest_tenths", "highest_tenths")),
            one["experts"],
        )
        for one in part["ideas"]
    )
    note = _("Scores go from %(lowest)s to %(highest)s.", lowest=part["lowest"], highest=part["highest"])
    yield Table("assessed", _("Ideas by the mean score of experts"), columns, rows, note, head=1)


def _assessed(values: Values) -> str:
    return str(
        ngettext(
            "Experts assessed %(count)s idea. The highest mean score, %(mean)s of %(of)s, went to:",
            "Experts assessed %(count)s ideas. The highest mean score, %(mean)s of %(of)s, went to:",
            values["ideas"],
            count=number(values["ideas"]),
            mean=number(Decimal(values["mean_tenths"]) / 10),
            of=number(values["of"]),
        )
    )


def _apart(values: Values) -> str:
    count = values["ideas"]
    return str(
        ngettext(
            "Experts are far apart about %(count)s idea:",
            "Experts are far apart about %(count)s ideas:",
            count,
            count=number(count),
        )
    )


SENTENCES: Sentences = {"assessed": _assessed, "apart": _apart}
LEFT_OUT: LeftOut = {
    "assessed": lambda n: ngettext(
        "%(count)s more idea that experts assessed.", "%(count)s more ideas that experts assessed.", n, count=number(n)
    ),
}
