"""The page on which an idea is written, whatever it is written for: a new one, a draft, a returned or a published one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Missing, Reason
from app.foundation.slots import Part
from campaigns.contributions.models import State
from campaigns.ideas.domain import edits
from campaigns.ideas.domain.co_authors import AUTHOR_SENDS
from campaigns.ideas.domain.rows import text_of
from campaigns.ideas.queries import authors, choices, limits, pages
from campaigns.ideas.queries.choices import Choices
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.ideas.slots import IDEA_STATE_NOTE
from campaigns.ideas.texts import TEXT_MOST, TITLE_MOST, IdeaText
from campaigns.ideas.web import co_authors, files, twins, warnings
from campaigns.ideas.web.forms import IdeaForm
from campaigns.ideas.web.shown import parts_of
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

UNFINISHED = frozenset({State.DRAFT, State.RETURNED})
FIELDS = ("problem", "proposal", "effect", "elsewhere")


@dataclass(frozen=True)
class Sheet:
    """Where it is sent, what stands above and below, and why it could not be sent now.

    `chosen` is what stands there already, `version` that of the common row. `sections` stand below the form of what is kept
    already: its files, who writes along. `left` is how many ideas the person may still send, None where there is no limit.
    """

    campaign: Campaign
    action: str
    shut: Reason | None
    state: State | None = None
    is_begun: bool = False
    chosen: IdeaText | None = None
    version: int | None = None
    supports: int = 0
    autosave_url: str | None = None
    discard_url: str | None = None
    notes: Sequence[Part] = ()
    sections: Sequence[Part] = ()
    left: int | None = None
    begun_url: str | None = None

    @property
    def is_returned(self) -> bool:
        return self.state == State.RETURNED

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_unsent(self) -> bool:
        """Whether nobody but its authors has read it yet."""
        return self.state in {None, State.DRAFT}

    @property
    def is_early(self) -> bool:
        return self.shut == permissions.NOT_YET

    @property
    def can_keep(self) -> bool:
        """Whether there is a form at all: nobody should begin a text that can never be sent."""
        return self.shut is None or (not self.is_published and (self.is_early or self.is_begun))

    @property
    def can_send(self) -> bool:
        return self.shut is None and self.left != 0

    @property
    def opens_at(self) -> datetime | None:
        act = Act.REVISE_IDEA if self.is_published else Act.SUBMIT_IDEA
        window = self.campaign.timeline.next_for(act, clock.now())
        return window.opens_at if window else None

    @property
    def shut_sentence(self) -> str:
        if self.is_published:
            return str(_("Published ideas cannot be changed now."))
        return shut_sentence(self.shut, self.is_begun)


@dataclass(frozen=True)
class Look:
    """An idea as others will see it, before it is sent."""

    title: str
    track: str | None
    territory: str | None
    service: str | None
    problems: list[str]
    parts: list[tuple[str, str]]


def shut_sentence(shut: Reason | None, is_begun: bool = False) -> str:
    """Why no idea can be sent now, for somebody who has not written one, or has."""
    if shut == permissions.NOT_YET:
        return str(_("Ideas are not taken yet."))
    if shut == permissions.OVER and is_begun:
        return str(_("The time for ideas is over. Your text stays here, yours alone."))
    return str(_("The time for ideas is over.") if shut == permissions.OVER else shut or "")


def new_sheet(campaign: Campaign, is_begun: bool = False, chosen: IdeaText | None = None) -> Sheet:
    """The page for a new idea, or for a guest's draft."""
    return Sheet(
        campaign,
        url_for("ideas.submit_idea", slug=campaign.slug),
        permissions.phase_refusal(Act.SUBMIT_IDEA, campaign, clock.now()),
        is_begun=is_begun,
        chosen=chosen,
        autosave_url=url_for("ideas.autosave_new", slug=campaign.slug),
        left=limits.left_for(current_actor(), campaign),
        sections=() if current_actor().is_guest else (files.SECTION_OF_NEW,),
    )


def sheet_of(read: IdeaRead) -> Sheet:
    """The page for an idea that stands there already."""
    idea, common = read.idea, read.contribution
    is_draft, is_returned = read.state == State.DRAFT, read.state == State.RETURNED
    act = Act.SUBMIT_IDEA if is_draft else Act.REVISE_IDEA
    is_author = common.author_id == current_actor().id
    shut = None if is_author or not is_draft else AUTHOR_SENDS
    return Sheet(
        read.campaign,
        url_for("ideas.revise_idea", idea_id=idea.id),
        permissions.phase_refusal(act, read.campaign, clock.now()) or shut,
        read.state,
        True,
        text_of(idea),
        common.version,
        idea.support_total,
        url_for("ideas.autosave_draft", idea_id=idea.id) if read.state in UNFINISHED else None,
        url_for("ideas.discard_draft", idea_id=idea.id) if is_draft and is_author else None,
        parts_of(IDEA_STATE_NOTE, read, current_actor(), is_editing=True) if is_returned else (),
        left=limits.left_for(current_actor(), read.campaign) if is_draft and is_author else None,
        sections=[files.section_of(read), *co_authors.sections_of(read)],
    )


def own_or_missing(idea_id: int) -> IdeaRead:
    """The idea, for those who write it. Raises Missing for everyone else."""
    actor = current_actor()
    read = pages.idea_or_missing(actor, idea_id)
    if not authors.writes(actor, read.idea):
        raise Missing()
    return read


def filled(text: IdeaText, **more: object) -> IdeaForm:
    """The form with a text in it."""
    return IdeaForm(formdata=None, data={**asdict(text), **more})


def show_form(
    form: IdeaForm,
    sheet: Sheet,
    warned: Sequence[warnings.Warned] = (),
    *,
    likened: Sequence[Part] = (),
    preview: bool = False,
    asks: bool = False,
    other: IdeaText | None = None,
) -> str:
    """The page with the form. Above it the words that look like personal data, ideas that may be meant, a look at the idea, the
    question whether supports may go, or what another window has made of the text."""
    offered = choices.for_campaign(sheet.campaign.id, sheet.chosen, form.problem_ids.data)
    form.offer(offered)
    form.draft.data = form.secret
    if sheet.version is not None and not form.version.data:
        form.version.data = str(sheet.version)
    return render_template(
        "ideas/write.html",
        form=form,
        asked=_asked_of(sheet),
        more_problems=offered.has_more_problems,
        sheet=sheet,
        campaign=sheet.campaign,
        warned=warned,
        likened=likened,
        look=_look(form, offered) if preview else None,
        asks=asks,
        other=_parts(form, other, "title") if other else None,
        rule=edits.RULE,
        most={"text": TEXT_MOST, "title": TITLE_MOST},
    )


def _asked_of(sheet: Sheet) -> Reason | None:
    """What stands in the way of sending it besides the clock: told before anything is typed, not after."""
    actor = current_actor()
    if actor.is_guest or sheet.shut or sheet.is_published:
        return None
    return permissions.refusal(actor, Act.SUBMIT_IDEA, sheet.campaign, clock.now(), author_id=actor.id)


def amiss(form: IdeaForm, sheet: Sheet) -> ResponseReturnValue | None:
    """The form once more where something in it is to be mended or looked at; None where it can be kept."""
    form.offer(choices.for_campaign(sheet.campaign.id, sheet.chosen, form.problem_ids.data))
    if not form.is_fit():
        return show_form(form, sheet), 422
    if form.do == "preview":
        return _previewed(form, sheet)
    if not form.is_sending or current_actor().is_guest:
        return None
    return _asked_before_sending(form, sheet)


def _asked_before_sending(form: IdeaForm, sheet: Sheet) -> ResponseReturnValue | None:
    """The form once more with what its author should see first: personal data in it, and ideas that may be the same. Each once."""
    warned = warnings.found_in(form.text)
    is_checked = warnings.were_shown(warned, form.checked.data)
    likened = [] if form.likened.data or not sheet.is_unsent else twins.of_text(sheet.campaign.id, form.text)
    if is_checked and not likened:
        return None
    form.checked.data = warnings.word_for(warned)
    form.likened.data = "1" if likened else form.likened.data
    return show_form(form, sheet, () if is_checked else warned, likened=likened), 422


def late(reason: Reason, form: IdeaForm, campaign: Campaign, draft_url: str | None) -> ResponseReturnValue:
    """What was sent came too late: the words stay in sight."""
    page = render_template(
        "ideas/late.html",
        reason=reason,
        written=_parts(form, form.text, "title"),
        campaign=campaign,
        draft_url=draft_url,
        code=reason.code,
    )
    return page, 409


def overtaken(form: IdeaForm, sheet: Sheet) -> ResponseReturnValue:
    """The text was changed from elsewhere meanwhile: both are shown, and sending once more takes this one."""
    form.version.data = str(sheet.version)
    return show_form(form, sheet, other=sheet.chosen), 409


def _previewed(form: IdeaForm, sheet: Sheet) -> ResponseReturnValue:
    warned = warnings.found_in(form.text)
    if warned:
        form.checked.data = warnings.word_for(warned)
    return show_form(form, sheet, warned, preview=True)


def _look(form: IdeaForm, offered: Choices) -> Look:
    text = form.text
    problems = dict(offered.problems)
    return Look(
        text.title,
        dict(offered.tracks).get(text.track_id or 0),
        dict(offered.territories).get(text.territory_id or 0),
        dict(offered.services).get(text.service_id or 0),
        [problems[id] for id in text.problem_ids if id in problems],
        _parts(form, text),
    )


def _parts(form: IdeaForm, text: IdeaText, *first: str) -> list[tuple[str, str]]:
    """Labels and words of what was written."""
    return [(form[name].label.text, text.prose[name]) for name in (*first, *FIELDS) if text.prose[name]]
