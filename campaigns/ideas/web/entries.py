"""Entering an idea for somebody who told it at a meeting, wrote it on paper or asked an assistant; and a form to print."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.sessions import current_actor, require_person
from app.accounts.slots import Item, Section
from app.foundation import clock
from app.foundation.errors import Invalid, NotAllowed
from app.foundation.forms import Line, Optional, Radio, Required, Tick
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import Channel
from campaigns.contributions.web import warnings
from campaigns.contributions.words import LABELS, TONES
from campaigns.ideas.domain import entries as verbs
from campaigns.ideas.domain.entries import Told
from campaigns.ideas.queries import choices, entries
from campaigns.ideas.texts import TEXT_MOST, TITLE_MOST
from campaigns.ideas.web.forms import WHOLE, IdeaForm
from campaigns.plan import permissions, slots
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing

HOW: dict[Channel, Any] = {
    Channel.MEETING: _l("Told at a meeting"),
    Channel.PAPER: _l("Written on paper"),
    Channel.TOLD: _l("Told to an assistant"),
}
AUTHOR_MOST, LINE_MOST = 80, 300


class EntryForm(IdeaForm):
    """An idea with how it came, from whom, and how its author agreed."""

    channel = Radio(_l("How the idea reached you"), [(channel.value, label) for channel, label in HOW.items()])
    author = Line(_l("Name of the author, as everyone will see it"), [Required()], most=AUTHOR_MOST)
    place = Line(_l("Place and day of the meeting, or number of the sheet"), [Optional()], most=LINE_MOST)
    consent = Line(_l("How the author agreed"), [Required()], most=LINE_MOST)
    agreed = Tick(
        _l("The author knows that the idea and this name will be published, and agreed"),
        [Required(_l("Without the author's agreement the idea cannot be published."))],
    )

    def __init__(self, *args: Any, **over: Any) -> None:
        super().__init__(*args, **over)
        # In the order of the page, which the list of what is to be mended follows.
        first = ("channel", "place", "author")
        self._fields = {name: self._fields[name] for name in dict.fromkeys((*first, *self._fields))}

    @property
    def told(self) -> Told:
        return Told(Channel(self.channel.data), self.author.data, self.consent.data, self.place.data)


def enter_idea(slug: str) -> str:
    """The form, with what the last entry and the next one may have in common."""
    campaign = _campaign(slug)
    last = entries.last_of(current_actor(), campaign.id, _id(request.args.get("entered", "")))
    begun = {"channel": last.channel.value, "consent": last.consent, "place": last.place} if last else {}
    return _page(EntryForm(formdata=None, data=begun), campaign, last=last)


def keep_entry(slug: str) -> ResponseReturnValue:
    """Enters the idea and offers the next."""
    campaign, form = _campaign(slug), EntryForm()
    form.offer(choices.for_campaign(campaign.id, ticked=form.problem_ids.data))
    if not form.validate(extra_validators=WHOLE):
        return _page(form, campaign), 422
    warned = warnings.found_in({**form.text.prose, "author": form.author.data})
    if not warnings.were_shown(warned, form.checked.data):
        form.checked.data = warnings.word_for(warned)
        return _page(form, campaign, warned), 422
    campaign_id = campaign.id
    begin_writing()
    try:
        idea = verbs.enter(current_actor(), campaign_id, form.text, form.told, clock.now(), secret=form.secret)
    except (NotAllowed, Invalid) as refusal:
        form.form_errors.append(str(refusal.reason))
        return _page(form, campaign_or_missing(slug, current_actor())), 409
    return redirect(url_for("ideas.enter_idea", slug=slug, entered=idea.id), 303)


def print_form(slug: str) -> str:
    """A form on paper, for libraries and meetings."""
    campaign = campaign_or_missing(slug, current_actor())
    return render_template("ideas/enter_paper.html", campaign=campaign)


def account_section(account_id: int) -> Section | None:
    """The ideas that a person has entered for others; none where they have entered none."""
    actor = current_actor()
    if actor.id != account_id:
        return None
    items = [
        Item(
            line.title,
            url_for("ideas.show_idea", idea_id=line.id),
            line.campaign,
            str(LABELS[line.state]),
            TONES[line.state],
        )
        for line in entries.entered_by(actor)
    ]
    return Section(_("Ideas you entered for others"), items) if items else None


def log_words(_asked: None) -> dict[str, slots.Told]:
    """How this is told in the log of a campaign."""
    return {"idea.enter": lambda _details: _("An idea was entered for its author")}


def _campaign(slug: str) -> Campaign:
    """The campaign, for those who may enter ideas for others in it."""
    actor = require_person()
    campaign = campaign_or_missing(slug, actor)
    permissions.require(actor, Act.ENTER_IDEAS, campaign, clock.now())
    return campaign


def _id(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else 0


def _page(
    form: EntryForm, campaign: Campaign, warned: list[warnings.Warned] | None = None, last: entries.Last | None = None
) -> str:
    form.offer(choices.for_campaign(campaign.id, ticked=form.problem_ids.data))
    form.draft.data = form.secret
    return render_template(
        "ideas/enter.html",
        form=form,
        campaign=campaign,
        warned=warned or [],
        last=last,
        shut=permissions.phase_refusal(Act.SUBMIT_IDEA, campaign, clock.now()),
        most={"text": TEXT_MOST, "title": TITLE_MOST, "author": AUTHOR_MOST},
    )
