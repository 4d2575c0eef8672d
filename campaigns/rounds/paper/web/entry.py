"""Entering slips quickly, seeing where two people read differently, and the ballot to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from app.foundation import clock
from app.foundation.errors import Invalid, NotAllowed, Refusal
from app.foundation.texts import clean_line
from app.foundation.unit_of_work import begin_writing
from campaigns.rounds.paper import reading, reasons
from campaigns.rounds.paper.domain import entries
from campaigns.rounds.paper.queries import piles
from campaigns.rounds.paper.queries.piles import PileLine
from campaigns.rounds.paper.reading import Printed
from campaigns.rounds.paper.web.lookups import Asked, is_first, pile_of, to_enter, to_watch
from campaigns.rounds.rules import words

ON_A_PAGE = 25
MOST_DIFFERENCES = 50
FIELD = "slip-"


@dataclass(frozen=True)
class Row:
    """The field of a slip: what stands in it and what is wrong with that; on the list of differences also what the two read."""

    number: int
    typed: str
    error: str = ""
    first: str = ""
    second: str = ""

    @property
    def id(self) -> str:
        return f"{FIELD}{self.number}"


@dataclass(frozen=True)
class Sent:
    """What was typed on a page: rows as they were, and what of them could be read."""

    rows: Sequence[Row]
    read: Mapping[int, str | None]

    @property
    def wrong(self) -> Sequence[Row]:
        return [row for row in self.rows if row.error]


def show_entry(slug: str, pile_id: int) -> str:
    """The slips of a page, with what the visitor has read on them."""
    asked, line = pile_of(to_enter(slug), pile_id)
    own, options = is_first(asked, line), piles.printed(asked.round)
    start = _start(line, piles.next_empty(pile_id, of_first=own))
    kept = piles.readings(pile_id, of_first=own, numbers=_numbers(line, start))
    ballot = asked.round.rule["ballot"]
    return _page(
        asked, line, options, [Row(number, reading.write(text, ballot, options)) for number, text in kept.items()]
    )


def _start(line: PileLine, empty: int | None) -> int:
    """The number of the first slip on the page: what the address asks for, else where something is still to be entered."""
    wanted = request.args.get("start", type=int) or empty or 1
    number = wanted if 1 <= wanted <= line.pile.slips else 1
    return number - (number - 1) % ON_A_PAGE


def _numbers(line: PileLine, start: int) -> range:
    return range(start, min(start + ON_A_PAGE, line.pile.slips + 1))


def _page(asked: Asked, line: PileLine, options: Printed, rows: Sequence[Row], failed: str = "") -> str:
    own = is_first(asked, line)
    first = rows[0].number if rows else 1
    return render_template(
        "rounds/paper/entry.html",
        asked=asked,
        campaign=asked.campaign,
        line=line,
        pile=line.pile,
        kind=asked.round.rule["ballot"]["kind"],
        how=words.in_one_sentence(asked.round.rule),
        options=list(enumerate(options, 1)),
        rows=rows,
        wrong=[row for row in rows if row.error],
        failed=failed,
        focus=next((row.number for row in rows if row.error or not row.typed), None),
        entered=line.read.first if own else line.read.second,
        pages=[
            (start, min(start + ON_A_PAGE - 1, line.pile.slips), start == first)
            for start in range(1, line.pile.slips + 1, ON_A_PAGE)
        ],
        longest=reading.LONGEST,
    )


def _sent(asked: Asked, line: PileLine, options: Printed, *, may_be_empty: bool = True) -> Sent:
    """What came: fields of slips that the pile has, a page of them at the most."""
    names = [name for name in request.form if name.startswith(FIELD)][:MOST_DIFFERENCES]
    numbers = {
        int(word) for name in names if (word := name.removeprefix(FIELD)).isascii() and word.isdigit() and len(word) < 5
    }
    ballot, rows, read = asked.round.rule["ballot"], [], {}
    for number in sorted(number for number in numbers if 1 <= number <= line.pile.slips):
        typed = clean_line(request.form.get(f"{FIELD}{number}", ""))
        try:
            if not (typed or may_be_empty):
                raise Invalid(reasons.EMPTY)
            read[number] = _read(typed, ballot, options)
            rows.append(Row(number, typed))
        except Invalid as refusal:
            rows.append(Row(number, typed[: reading.LONGEST], str(refusal.reason)))
    return Sent(rows, read)


def _read(typed: str, ballot: Mapping[str, object], options: Printed) -> str | None:
    if len(typed) > reading.LONGEST:
        raise Invalid(reasons.TOO_LONG)
    return reading.read(typed, ballot, options)


def keep_entry(slug: str, pile_id: int) -> ResponseReturnValue:
    """Keeps what could be read, shows what could not, and goes on to the next slips."""
    asked, line = pile_of(to_enter(slug), pile_id)
    own, options = is_first(asked, line), piles.printed(asked.round)
    sent = _sent(asked, line, options)
    begin_writing()
    try:
        entries.keep(pile_id, asked.actor, sent.read, clock.now())
    except Refusal as refusal:
        again = pile_of(to_enter(slug), pile_id)
        return _page(*again, options, sent.rows, str(refusal.reason)), refusal.status
    if sent.wrong:
        return _page(*pile_of(to_enter(slug), pile_id), options, sent.rows), 422
    last = max(sent.read, default=0)
    empty = piles.next_empty(pile_id, of_first=own, after=last)
    if empty is None:
        flash(_("Every slip is entered."))
        return redirect(url_for("paper.show_pile", slug=slug, pile_id=pile_id), 303)
    return redirect(url_for("paper.show_entry", slug=slug, pile_id=pile_id, start=empty), 303)


def show_differences(slug: str, pile_id: int) -> str:
    """Where the two read differently, side by side, once both have entered every slip."""
    asked, line = pile_of(to_watch(slug), pile_id)
    _require_both(line)
    return _differences(asked, line)


def _require_both(line: PileLine) -> None:
    if not line.both_whole:
        raise NotAllowed(reasons.NOT_WHOLE)


def _differences(asked: Asked, line: PileLine, sent: Sent | None = None, failed: str = "") -> str:
    options, ballot = piles.printed(asked.round), asked.round.rule["ballot"]
    me = asked.actor.id
    name = "first" if me == line.pile.first_by else "second" if me == line.pile.second_by else ""
    typed = {row.number: row for row in sent.rows} if sent else {}
    rows = []
    for number, *texts in piles.differences(line.pile.id, MOST_DIFFERENCES):
        first, second = (reading.write(text, ballot, options) for text in texts)
        own = typed.get(number) or Row(number, {"first": first, "second": second}.get(name, ""))
        rows.append(Row(number, own.typed, own.error, first, second))
    return render_template(
        "rounds/paper/differences.html",
        asked=asked,
        campaign=asked.campaign,
        line=line,
        pile=line.pile,
        rows=rows,
        wrong=[row for row in rows if row.error],
        failed=failed,
        own=name,
        longest=reading.LONGEST,
    )


def settle_differences(slug: str, pile_id: int) -> ResponseReturnValue:
    """Keeps what the visitor has read anew of their own entry."""
    asked, line = pile_of(to_enter(slug), pile_id)
    _require_both(line)
    is_first(asked, line)
    sent = _sent(asked, line, piles.printed(asked.round), may_be_empty=False)
    begin_writing()
    try:
        entries.keep(pile_id, asked.actor, sent.read, clock.now())
    except Refusal as refusal:
        return _differences(*pile_of(to_enter(slug), pile_id), sent, str(refusal.reason)), refusal.status
    if sent.wrong:
        return _differences(*pile_of(to_enter(slug), pile_id), sent), 422
    _again, line = pile_of(to_enter(slug), pile_id)
    if line.may_be_settled:
        flash(_("Both entries are equal now."))
        return redirect(url_for("paper.show_pile", slug=slug, pile_id=pile_id), 303)
    left = line.read.differ
    flash(ngettext("%(num)s slip is still read differently.", "%(num)s slips are still read differently.", left))
    return redirect(url_for("paper.show_differences", slug=slug, pile_id=pile_id), 303)


def print_ballot(slug: str) -> str:
    """The ballot of the vote on paper, to be printed."""
    asked = to_watch(slug)
    with force_locale(asked.campaign.language):
        sheet = render_template(
            "rounds/paper/sheet.html",
            campaign=asked.campaign,
            kind=asked.round.rule["ballot"]["kind"],
            how=words.in_one_sentence(asked.round.rule),
            options=list(enumerate(piles.printed(asked.round), 1)),
        )
    made = Markup(sheet)  # noqa: S704
    return render_template("rounds/paper/ballot.html", asked=asked, campaign=asked.campaign, sheet=made)
