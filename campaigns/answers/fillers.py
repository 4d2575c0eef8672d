"""What answers bring to pages of lower rooms."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import exists, select

from app.accounts.roles import Role
from app.accounts.slots import Item, Section
from app.foundation import clock
from app.foundation.db import db
from app.foundation.slots import Part
from campaigns.answers import permissions
from campaigns.answers.models import AnswerTerms, OwedAnswer
from campaigns.answers.queries import candidates, given, lists, owed
from campaigns.answers.queries.desk import USUAL_DAYS
from campaigns.answers.queries.lists import Which
from campaigns.answers.web import shown
from campaigns.answers.web.board import card_of
from campaigns.ideas.slots import IdeaShown
from campaigns.plan import linting
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.slots import Check, Seen, Tab, Told

ON_ACCOUNT = 10


def idea_answer(asked: IdeaShown) -> Part | None:
    """The official answer, or until when it is owed: fills the slot `idea.answer`. One statement where nobody was asked."""
    read = owed.of_idea(asked.id)
    if read is None:
        return None
    answer = given.of_idea(asked.id)
    campaign = db.session.get_one(Campaign, asked.campaign_id)
    now = clock.now()
    works_on = permissions.speaks(asked.viewer, read.office_id) or Role.OWNER in asked.viewer.roles_in(campaign.id)
    return Part(
        "answers/on_idea.html",
        {
            "owed": read,
            "status": shown.status_of(read, campaign.time_zone, now),
            "answer": shown.released(answer) if answer else None,
            "zone": campaign.time_zone,
            "language": campaign.language,
            "day": shown.long_day,
            "url": url_for("answers.show_owed", owed_id=read.id) if works_on else None,
        },
    )


def campaign_tabs(seen: Seen) -> Sequence[Tab]:
    """The section of answers, where departments were asked; nobody is before a stage is over."""
    now = clock.now()
    if not any(window.closes_at <= now for window in seen.campaign.timeline.windows):
        return ()
    asked = select(exists().where(OwedAnswer.campaign_id == seen.campaign.id))
    if not db.session.scalar(asked):
        return ()
    return (Tab("answers", _("Answers"), url_for("answers.show_board", campaign=seen.campaign.slug)),)


def checks(campaign_id: int) -> Sequence[Check]:
    """What the owner should see to: terms nobody has looked at, selected ideas without a department, what is overdue, what is held."""
    campaign = db.session.get_one(Campaign, campaign_id)
    selected, _whole = candidates.count(campaign_id)
    numbers = owed.numbers(campaign_id)
    url = url_for("answers.campaign_answers", slug=campaign.slug)
    found = []
    if _wants_terms(campaign, selected, numbers):
        text = _(
            "Departments have %(days)s days for an answer, as usual: look whether that suits you.", days=USUAL_DAYS
        )
        found.append(Check("answers.terms", text, False, url, after_counts=True))
    if selected:
        text = ngettext(
            "%(num)s selected idea has no department yet.", "%(num)s selected ideas have no department yet.", selected
        )
        found.append(Check("answers.to-ask", text, False, url, after_counts=True))
    if numbers.overdue:
        text = ngettext("%(num)s answer is overdue.", "%(num)s answers are overdue.", numbers.overdue)
        found.append(Check("answers.overdue", text, False, url, after_counts=True))
    if numbers.held and not numbers.waiting + numbers.overdue:
        found.append(
            Check(
                "answers.to-release",
                _("All answers are signed: they wait for your release."),
                False,
                url,
                after_counts=True,
            )
        )
    return found


def _wants_terms(campaign: Campaign, selected: int, numbers: owed.Numbers) -> bool:
    """Whether answers lie ahead whose terms the owner has never set, and no department was asked by the usual ones."""
    lie_ahead = bool(selected) or linting.allows(campaign.timeline, Act.ANSWER)
    if numbers.asked or not lie_ahead or campaign.archived_at is not None:
        return False
    return db.session.get(AnswerTerms, campaign.id) is None


def account_section(account_id: int) -> Section | None:
    """For officials: what their departments owe, by the last day. None for everyone else. At most two statements."""
    offices = permissions.offices_given_to(account_id)
    if not offices:
        return None
    page = lists.of_offices(offices, Which.OWED, clock.now(), size=ON_ACCOUNT)
    cards = [card_of(line) for line in page.rows]
    items = [
        Item(
            card.line.title,
            url_for("answers.show_owed", owed_id=card.line.id),
            " · ".join(filter(None, [card.line.campaign, card.left])),
            str(card.label),
            card.tone,
        )
        for card in cards
    ]
    return Section(_("Answers to give"), items, _("Nothing waits for you."), url_for("answers.show_desk"))


def log_words(_asked: None) -> dict[str, Told]:
    """How acts on answers are told in the log of a campaign."""
    return {
        "answers.terms": lambda details: _("The terms of answers were set: %(days)s days", days=details["days"]),
        "answers.asked": lambda details: ngettext(
            "A department was asked to answer %(num)s idea",
            "A department was asked to answer %(num)s ideas",
            len(details["ideas"]),
        ),
        "answers.release": lambda _details: _("The held answers were released together"),
        "answer.extended": lambda details: _(
            "The last day of an answer was moved from %(before)s to %(after)s",
            before=details["from_on"],
            after=details["to_on"],
        ),
        "answer.transferred": lambda _details: _("An answer was passed on to another department"),
        "answer.beside": lambda _details: _("The departments that work on an answer were changed"),
        "answer.signed": lambda _details: _("An answer was signed"),
        "answer.second": lambda _details: _("An answer was signed by the second person"),
        "answer.taken-back": lambda _details: _("The signature of an answer was taken back"),
        "answer.closing": lambda _details: _("It was proposed to close an idea without an answer"),
        "answer.closing-withdrawn": lambda _details: _(
            "The proposal to close an idea without an answer was taken back"
        ),
        "answer.closed": lambda _details: _("An idea was closed without an answer"),
        "campaign.archived": lambda _details: _("The project went into the archive"),
        "answer.released": lambda _details: _("An answer was published"),
    }
