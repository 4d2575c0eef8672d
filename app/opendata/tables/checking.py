"""What experts found, once it is opened, and the public numbers of moderation."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from flask_babel import lazy_gettext as _l

from app.opendata.reading import Reading
from app.opendata.shape import Field, Kind, Row, Table, count, text
from campaigns.assessment.queries import scores
from moderation.queries.numbers import blocks_in, figures
from moderation.web.numbers import hours_of, sections

HUNDREDTH = Decimal("0.01")


def _scores(reading: Reading) -> Iterator[Row]:
    opened = scores.of_campaign(reading.id)
    for one in opened.ideas if opened else ():
        if one.idea_id in reading.ideas:
            given = one.counted.scores
            ends = (_decimal(given[0]), _decimal(given[-1])) if given else (None, None)
            mean = None if one.mean is None else _decimal(one.mean)
            yield one.idea_id, one.place, one.experts, one.stepped_back, mean, *ends


def _decimal(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(HUNDREDTH, ROUND_HALF_UP)


def _moderation(reading: Reading) -> Iterator[Row]:
    found = figures(reading.id)
    for section in sections(found, blocks_in(reading.id, reading.now)):
        for place, line in enumerate(section.lines, 1):
            yield section.code, place, section.heading, str(line.label), Decimal(line.value)
    for place, (label, hours) in enumerate(hours_of(found), 1):
        if hours is not None:
            yield "hours", place, str(_l("Waiting")), label, Decimal(str(hours))


TABLES = (
    Table(
        "assessments",
        _l("Expert assessment"),
        _l("What the experts gave each idea, weighted, once all of it was opened."),
        (
            count("idea_id", _l("Idea"), required=True, refers=("ideas", "id")),
            count("place", _l("Place"), _l("From 1, by the mean."), required=True),
            count("experts", _l("Experts who answered"), required=True),
            count("stepped_back", _l("Experts who stepped back"), required=True),
            Field("mean", _l("Mean"), Kind.NUMBER),
            Field("lowest", _l("Lowest"), Kind.NUMBER),
            Field("highest", _l("Highest"), Kind.NUMBER),
        ),
        ("idea_id",),
        _scores,
    ),
    Table(
        "moderation",
        _l("Moderation"),
        _l("How much was checked, how quickly, and why texts were restricted: the numbers of the public page."),
        (
            text("part", _l("Part"), required=True),
            count("place", _l("No."), required=True),
            text("about", _l("About"), required=True),
            text("what", _l("What"), required=True),
            Field("value", _l("Value"), Kind.NUMBER, required=True),
        ),
        ("part", "place"),
        _moderation,
    ),
)
