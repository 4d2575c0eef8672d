"""Pages of piles: all of them, a new one, one of them, its scan, and what is done with it as a whole."""

from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import throttle
from app.foundation import clock
from app.foundation.application import takes_files
from app.foundation.errors import Conflict, Invalid, Missing, Refusal
from app.foundation.unit_of_work import begin_writing
from app.uploads import store
from app.uploads.models import MediaType
from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.paper.domain import acceptance, waiting
from campaigns.rounds.paper.domain import piles as verbs
from campaigns.rounds.paper.domain.sheets import takes_codes
from campaigns.rounds.paper.queries import piles
from campaigns.rounds.paper.queries.piles import PileLine
from campaigns.rounds.paper.web.forms import WAYS, AllInForm, AloneForm, CancelForm, PileForm
from campaigns.rounds.paper.web.lookups import Asked, pile_of, to_decide, to_enter, to_watch

# Nothing in a file is ever run, loaded or framed, however a browser opens it.
HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@dataclass(frozen=True)
class Other:
    """A vote of the campaign, where it has several."""

    label: str
    url: str
    current: bool


def list_piles(slug: str) -> str:
    """All piles of the vote, and what may be done."""
    return _list_page(to_watch(slug), AllInForm(formdata=None))


def _list_page(asked: Asked, form: AllInForm) -> str:
    lines = piles.of_round(asked.round.id)
    return render_template(
        "rounds/paper/list.html",
        asked=asked,
        campaign=asked.campaign,
        lines=lines,
        open_piles=sum(line.pile.settled_at is None and line.pile.cancelled_at is None for line in lines),
        takes_paper=waiting.takes_paper(asked.round),
        until=waiting.until(asked.round),
        is_over=asked.at >= asked.round.window.closes_at,
        takes_codes=takes_codes(asked.round),
        ways=WAYS,
        form=form,
        tabs=tabs_row(asked.campaign, asked.actor, "paper"),
        others=_others(asked),
    )


def _others(asked: Asked) -> list[Other]:
    if len(asked.every) < 2:
        return []
    return [
        Other(
            _("Vote %(number)s", number=place),
            url_for("paper.list_piles", slug=asked.slug, round=one.number),
            one is asked.round,
        )
        for place, one in enumerate(asked.every, 1)
    ]


def say_all_in(slug: str) -> ResponseReturnValue:
    """The owner says that all paper is in."""
    asked, form = to_decide(slug), AllInForm()
    form.validate()
    begin_writing()
    try:
        acceptance.say_all_in(asked.round.id, asked.actor, clock.now(), leaving_open=bool(form.leaving_open.data))
    except Invalid as refusal:
        form.leaving_open.errors = [str(refusal.reason)]
        return _list_page(to_decide(slug), form), 422
    flash(_("All paper is in. The count goes on without waiting."))
    return _to_list(asked)


def new_pile(slug: str) -> ResponseReturnValue:
    """The form that begins a pile."""
    asked = to_enter(slug)
    if asked.shut:
        raise Conflict(asked.shut)
    last = piles.of_round(asked.round.id)[:1]
    begun = {"channel": last[0].pile.channel.value, "gathered_on": last[0].pile.gathered_on} if last else {}
    return _pile_form(asked, PileForm(formdata=None, data=begun))


def _pile_form(asked: Asked, form: PileForm, line: PileLine | None = None) -> str:
    form.offer(asked.round)
    return render_template(
        "rounds/paper/form.html",
        asked=asked,
        campaign=asked.campaign,
        form=form,
        line=line,
        most={"slips": verbs.MOST_SLIPS, "megabytes": store.most_bytes() // 2**20 or 1},
    )


def _scan_too_large(slug: str, pile_id: int | None = None) -> ResponseReturnValue:
    # The body cannot be read: the form is made without looking at it.
    asked, line = to_enter(slug), None
    if pile_id is not None:
        asked, line = pile_of(asked, pile_id)
    form = PileForm(None, obj=line.pile if line else None)
    most = store.most_bytes() // 2**20 or 1
    form.scan.errors = [_("This file is larger than %(most)s MB. Make it smaller and add it again.", most=most)]
    return _pile_form(asked, form, line), 413


def _brought(asked: Asked, form: PileForm) -> store.Brought | None:
    sent = form.sent
    if sent is None:
        return None
    throttle.require_file(asked.actor.id or 0)
    return store.bring(sent.stream, sent.filename)  # type: ignore[arg-type]


@takes_files(_scan_too_large)
def begin_pile(slug: str) -> ResponseReturnValue:
    """Begins a pile and goes on to its slips."""
    asked, form = to_enter(slug), PileForm()
    form.offer(asked.round)
    if not form.validate():
        return _pile_form(asked, form), 422
    round_id = asked.round.id
    try:
        brought = _brought(asked, form)
        begin_writing()
        pile = verbs.begin(round_id, asked.actor, form.outline, clock.now(), brought)
    except Refusal as refusal:
        form.form_errors.append(str(refusal.reason))
        return _pile_form(to_enter(slug), form), refusal.status
    return redirect(url_for("paper.show_entry", slug=slug, pile_id=pile.id), 303)


def edit_pile(slug: str, pile_id: int) -> str:
    """The form that changes what is known of a pile."""
    asked, line = pile_of(to_enter(slug), pile_id)
    return _pile_form(asked, PileForm(formdata=None, obj=line.pile, data={"channel": line.pile.channel.value}), line)


@takes_files(_scan_too_large)
def change_pile(slug: str, pile_id: int) -> ResponseReturnValue:
    """Changes what is known of a pile."""
    (asked, line), form = pile_of(to_enter(slug), pile_id), PileForm()
    form.offer(asked.round)
    if not form.validate():
        return _pile_form(asked, form, line), 422
    try:
        brought = _brought(asked, form)
        begin_writing()
        verbs.change(pile_id, asked.actor, form.outline, clock.now(), brought)
    except Refusal as refusal:
        form.form_errors.append(str(refusal.reason))
        return _pile_form(*_again(slug, form, pile_id)), refusal.status
    flash(_("Saved."))
    return _to_pile(slug, pile_id)


def _again(slug: str, form: PileForm, pile_id: int) -> tuple[Asked, PileForm, PileLine]:
    asked, line = pile_of(to_enter(slug), pile_id)
    return asked, form, line


def show_pile(slug: str, pile_id: int) -> str:
    """One pile: how far it is, and what may be done with it now."""
    return _pile_page(slug, pile_id, AloneForm(formdata=None), CancelForm(formdata=None))


def _pile_page(slug: str, pile_id: int, alone: AloneForm, cancel: CancelForm) -> str:
    asked, line = pile_of(to_watch(slug), pile_id)
    pile, me = line.pile, asked.actor.id
    return render_template(
        "rounds/paper/pile.html",
        asked=asked,
        campaign=asked.campaign,
        line=line,
        pile=pile,
        scan=piles.scan_of(pile),
        way=WAYS[BallotChannel(pile.channel)],
        is_first=me == pile.first_by,
        is_second=pile.second_by is not None and me == pile.second_by,
        is_open=pile.settled_at is None and pile.cancelled_at is None and not asked.shut,
        alone=alone,
        cancel=cancel,
    )


def take_second(slug: str, pile_id: int) -> ResponseReturnValue:
    """The visitor enters the pile as the second person."""
    asked, _line = pile_of(to_enter(slug), pile_id)
    begin_writing()
    verbs.take_second(pile_id, asked.actor, clock.now())
    return redirect(url_for("paper.show_entry", slug=slug, pile_id=pile_id), 303)


def give_back(slug: str, pile_id: int) -> ResponseReturnValue:
    """The second person leaves the pile to another."""
    asked, _line = pile_of(to_enter(slug), pile_id)
    begin_writing()
    verbs.give_back(pile_id, asked.actor, clock.now())
    flash(_("Another person can enter this pile the second time now."))
    return _to_pile(slug, pile_id)


def accept_pile(slug: str, pile_id: int) -> ResponseReturnValue:
    """Accepts a pile whose two entries are equal."""
    asked, _line = pile_of(to_enter(slug), pile_id)
    begin_writing()
    acceptance.settle(pile_id, asked.actor, clock.now())
    flash(_("The pile is accepted. Its slips become votes within a minute."))
    return _to_pile(slug, pile_id)


def accept_alone(slug: str, pile_id: int) -> ResponseReturnValue:
    """Accepts a pile that one person has entered, with a reason."""
    (asked, _line), form = pile_of(to_enter(slug), pile_id), AloneForm()
    if not form.validate():
        return _pile_page(slug, pile_id, form, CancelForm(formdata=None)), 422
    begin_writing()
    acceptance.settle(pile_id, asked.actor, clock.now(), alone_because=form.alone_because.data)
    flash(_("The pile is accepted. Its slips become votes within a minute."))
    return _to_pile(slug, pile_id)


def cancel_pile(slug: str, pile_id: int) -> ResponseReturnValue:
    """Cancels a pile."""
    (asked, _line), form = pile_of(to_enter(slug), pile_id), CancelForm()
    if not form.validate():
        return _pile_page(slug, pile_id, AloneForm(formdata=None), form), 422
    begin_writing()
    verbs.cancel(pile_id, asked.actor, form.cancel_reason.data, clock.now())
    flash(_("The pile is cancelled. Nothing of it is counted."))
    return _to_list(asked)


def show_scan(slug: str, pile_id: int, name: str) -> Response:
    """The scan of a pile. Its name in the address is for people; the bytes are the file's own."""
    del name
    _asked, line = pile_of(to_watch(slug), pile_id)
    scan = piles.scan_of(line.pile)
    if scan is None:
        raise Missing
    answer = send_file(
        store.path_of(scan.digest),
        mimetype=scan.media_type.value,
        as_attachment=scan.media_type == MediaType.PDF,
        download_name=scan.name,
        etag=scan.digest,
    )
    answer.headers.update(HARMLESS)
    return answer


def _to_pile(slug: str, pile_id: int) -> ResponseReturnValue:
    return redirect(url_for("paper.show_pile", slug=slug, pile_id=pile_id), 303)


def _to_list(asked: Asked) -> ResponseReturnValue:
    return redirect(url_for("paper.list_piles", slug=asked.slug, round=asked.among), 303)
