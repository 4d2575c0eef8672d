"""An idea is published and proposed to be joined with a similar one: which one is chosen, and why."""

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refusal
from app.foundation.forms import Area, Optional, Radio, Required, Whole
from app.foundation.paging import LARGEST
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import Kind
from campaigns.contributions.web.warnings import NobodysData
from campaigns.ideas.queries import pages
from moderation import deciders
from moderation.checks import twins
from moderation.domain import decisions
from moderation.domain.decisions import NOT_POSSIBLE, Ruling
from moderation.domain.joins import NO_OTHER
from moderation.models import Decision
from moderation.queries import cases, queue
from moderation.queries.cases import CaseRead
from moderation.web.addresses import filters_of_address, query_of
from moderation.web.forms import SeenForm
from search.joining.domain.proposals import LONGEST_REASON
from search.joining.queries import candidates
from search.joining.queries.candidates import Candidate


class JoinForm(SeenForm):
    """The idea that this one should go on in, chosen from those found or by its number, and the public reason."""

    other = Radio(_l("Which idea it should go on in"), validators=[Optional()])
    number = Whole(_l("Number of another idea"), [Optional()])
    facts = Area(_l("Why they are joined"), [Required(), NobodysData()], most=LONGEST_REASON)

    def offer(self, found: Sequence[Candidate]) -> "JoinForm":
        """Offers what was found."""
        self.other.choices = [(str(one.id), f"№ {one.number}. {one.title}") for one in found]
        return self


def show_join(case_id: int) -> ResponseReturnValue:
    """The idea, and those it may be joined with."""
    require_person()
    return _page(case_id)


def join_case(case_id: int) -> ResponseReturnValue:
    """Decides so."""
    actor, now, filters = current_actor(), clock.now(), filters_of_address()
    read = _idea_case(case_id)
    form = JoinForm().offer(_found(read))
    if not form.validate():
        return _page(case_id, form), 422
    ruling = Ruling(Decision.JOIN, facts=form.facts.data, into_id=_chosen(read, form))
    begin_writing()
    try:
        if ruling.into_id is None:
            raise Invalid(NO_OTHER)
        decisions.decide(actor, case_id, ruling, form.seen, now)
    except (Conflict, Invalid, NotAllowed) as refusal:
        return _page(case_id, form, refusal), refusal.status
    following = queue.next_for(actor, filters, now)
    if following is None:
        return redirect(url_for("moderation.show_queue", **query_of(filters)), 303)
    return redirect(url_for("moderation.show_case", case_id=following, **query_of(filters)), 303)


def _chosen(read: CaseRead, form: JoinForm) -> int | None:
    """The id of the idea that is named; a number that is written goes before what is ticked."""
    if form.number.data is None:
        return int(form.other.data) if form.other.data else None
    if not 0 < form.number.data <= LARGEST:
        return None
    named = candidates.by_number(current_actor(), read.campaign.id, form.number.data)
    return named.id if named else None


def _idea_case(case_id: int) -> CaseRead:
    read = cases.case_or_missing(current_actor(), case_id)
    if read.contribution.kind != Kind.IDEA or not read.may_join:
        raise Missing
    return read


def _found(read: CaseRead) -> list[Candidate]:
    """What the checks take for the same, then what search finds."""
    same = [id for finding in read.findings if finding.code in twins.EXPLANATIONS for id in finding.others]
    idea = pages.idea_or_missing(current_actor(), read.contribution.id).idea
    return candidates.alike(current_actor(), idea, same)


def _page(case_id: int, form: JoinForm | None = None, refusal: Refusal | None = None) -> str:
    actor = current_actor()
    read = _idea_case(case_id)
    found = _found(read)
    not_allowed = deciders.refusal(actor, read.case, read.contribution)
    return render_template(
        "moderation/join.html",
        read=read,
        found=found,
        form=form or JoinForm(formdata=None).offer(found),
        refusal=refusal,
        not_allowed=not_allowed or (None if Decision.JOIN in read.possible else NOT_POSSIBLE),
        query=query_of(filters_of_address()),
    )
