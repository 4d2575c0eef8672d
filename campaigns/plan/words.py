"""The words for phases, acts, roles, templates and stages: the only place where pages, letters and exports take them from."""

from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.identity.levels import Level
from app.accounts.roles import Role
from app.foundation.zones import offset_words
from campaigns.plan import days
from campaigns.plan.models import Audience, Template
from campaigns.plan.phases import Act, Fault, PhaseKind, Stage, Window

PHASES: dict[PhaseKind, Any] = {
    PhaseKind.ANNOUNCEMENT: _l("Announcement"),
    PhaseKind.DISCUSSION: _l("Discussion"),
    PhaseKind.IDEAS: _l("Ideas"),
    PhaseKind.REFINEMENT: _l("Refinement"),
    PhaseKind.SCREENING: _l("Screening"),
    PhaseKind.VOTING: _l("Voting"),
    PhaseKind.DECISION: _l("Decision"),
    PhaseKind.RESULTS: _l("Results"),
}

# What happens in a phase, for the rules of a campaign.
PURPOSES: dict[PhaseKind, Any] = {
    PhaseKind.ANNOUNCEMENT: _l("You can read about the project and follow it."),
    PhaseKind.DISCUSSION: _l("We talk about how things work now: you can comment and say whether you agree."),
    PhaseKind.IDEAS: _l("You can write ideas, improve your own, comment on ideas and support them."),
    PhaseKind.REFINEMENT: _l("Authors finish their ideas and similar ones are joined. No new ideas are taken."),
    PhaseKind.SCREENING: _l("Experts assess the ideas on a score-card."),
    PhaseKind.VOTING: _l("You can vote, and change your choice until the end."),
    PhaseKind.DECISION: _l("Departments answer the selected ideas."),
    PhaseKind.RESULTS: _l("You can read the results and see what is being done."),
}

LEVELS: dict[Level, Any] = {
    Level.EMAIL: _l("an account is enough"),
    Level.PERSON: _l("a person whose identity was verified"),
    Level.RESIDENT: _l("a person who was verified to live in the territory of the project"),
}

ACTS: dict[Act, Any] = {
    Act.READ: _l("Read"),
    Act.FOLLOW: _l("Follow"),
    Act.PROPOSE_TOPIC: _l("Propose a topic"),
    Act.OPEN_TOPIC: _l("Open a topic"),
    Act.ANSWER_QUESTIONS: _l("Answer the questions of a topic"),
    Act.COMMENT: _l("Write comments"),
    Act.REVISE_COMMENT: _l("Change one’s comment"),
    Act.DELETE_COMMENT: _l("Delete one’s comment"),
    Act.TAKE_STAND: _l("Take a stand"),
    Act.REACT: _l("Say “Useful”"),
    Act.HIGHLIGHT: _l("Highlight a comment"),
    Act.CONCLUDE: _l("Write the conclusion of a topic"),
    Act.DRAFT_IDEA: _l("Draft an idea"),
    Act.SUBMIT_IDEA: _l("Submit an idea"),
    Act.REVISE_IDEA: _l("Revise an idea"),
    Act.WITHDRAW_IDEA: _l("Withdraw an idea"),
    Act.INVITE_CO_AUTHORS: _l("Invite co-authors"),
    Act.SUPPORT: _l("Support an idea"),
    Act.JOIN_IDEAS: _l("Join similar ideas"),
    Act.ASSESS: _l("Assess on a score-card"),
    Act.VOTE: _l("Vote"),
    Act.ANSWER: _l("Answer for a department"),
    Act.REPORT_PROGRESS: _l("Report progress"),
    Act.CREATE: _l("Create a project"),
    Act.PLAN: _l("Plan the project"),
    Act.LAUNCH: _l("Launch the project"),
    Act.CHANGE_TIMELINE: _l("Change the dates"),
    Act.CLOSE_ROUND: _l("Close a round"),
    Act.SIGN_OFF: _l("Sign off the result"),
    Act.PUBLISH_RESULT: _l("Publish the result"),
    Act.PICK: _l("Select an idea as an expert"),
    Act.SELECT: _l("Make the selection"),
    Act.INVITE: _l("Invite people"),
    Act.POST_NEWS: _l("Post news"),
    Act.SEE_LOG: _l("Read the log"),
    Act.ENTER_IDEAS: _l("Enter ideas from paper and meetings"),
    Act.ENTER_BALLOTS: _l("Enter votes from paper and meetings"),
}

ROLES: dict[Role, Any] = {
    Role.GUEST: _l("Guest"),
    Role.RESIDENT: _l("Resident"),
    Role.EXPERT: _l("Expert"),
    Role.FACILITATOR: _l("Facilitator"),
    Role.MODERATOR: _l("Moderator"),
    Role.OWNER: _l("Owner"),
    Role.OFFICIAL: _l("Official"),
    Role.OBSERVER: _l("Observer"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
AUTHOR = _l("Author")

TEMPLATES: dict[Template, Any] = {
    Template.DISCUSSION_AND_IDEAS: _l("Discussion and ideas"),
    Template.SELECTION_AND_VOTE: _l("Discussion, ideas, selection and vote"),
    Template.DISCUSSION_ONLY: _l("Discussion only"),
    Template.BUDGET: _l("Budget"),
}
TEMPLATE_HINTS: dict[Template, Any] = {
    Template.DISCUSSION_AND_IDEAS: _l(
        "People discuss, propose and support; departments answer the ideas with most support."
    ),
    Template.SELECTION_AND_VOTE: _l("The same, then experts select and everyone votes on the selected ideas."),
    Template.DISCUSSION_ONLY: _l("People discuss how things work; a conclusion is written at the end."),
    Template.BUDGET: _l("People propose projects with a price and share out a sum by voting."),
}

AUDIENCES: dict[Audience, Any] = {
    Audience.EVERYONE: _l("Open to everyone"),
    Audience.INVITED: _l("By invitation only"),
}

STAGES: dict[Stage, Any] = {
    Stage.RUNNING: _l("Open now"),
    Stage.COMING: _l("Coming"),
    Stage.FINISHED: _l("Finished"),
}

FAULTS: dict[Fault, Any] = {
    Fault.EMPTY: _l("There are no dates yet: add at least one stage."),
    Fault.BACKWARDS: _l("The last day is before the first one."),
    Fault.NOT_WHOLE_MINUTE: _l("Times are kept in whole minutes."),
    Fault.EXCLUSIVE: _l("Voting may not run while ideas are taken, unless you allow it under details."),
}


# How each language says that a text is in it. A language that is added is told by its name alone.
IN_OWN_WORDS = {"ru": "на русском", "uk": "українською", "en": "in English"}


def in_own_words(language: str) -> str:
    """That a text is in this language, in the language itself: "на русском"."""
    return IN_OWN_WORDS.get(language) or language_name(language)


def language_name(language: str) -> str:
    """The language's own name for itself."""
    return str(Locale.parse(language).get_display_name(language) or language).capitalize()


def day_words(day: date) -> str:
    """A day as people say it: 16 November 2026."""
    return str(format_date(day, "d MMMM y", locale=get_locale() or Locale("en"))).replace(" ", "\u00a0")


def open_until(window: Window, now: datetime, zone: str) -> str:
    """What is open and for how much longer, in words: the last day is told, others are counted."""
    left = (days.last_day(window.closes_at, zone) - days.first_day(now, zone)).days
    return _last_day_of(window.kind) if left <= 0 else _days_of(window.kind, left)


def _days_of(kind: PhaseKind, left: int) -> str:
    sentences = {
        PhaseKind.ANNOUNCEMENT: lambda: ngettext("It begins in %(num)s day", "It begins in %(num)s days", left),
        PhaseKind.DISCUSSION: lambda: ngettext(
            "The discussion goes on for %(num)s more day", "The discussion goes on for %(num)s more days", left
        ),
        PhaseKind.IDEAS: lambda: ngettext(
            "Ideas are taken for %(num)s more day", "Ideas are taken for %(num)s more days", left
        ),
        PhaseKind.REFINEMENT: lambda: ngettext(
            "Authors finish their ideas for %(num)s more day", "Authors finish their ideas for %(num)s more days", left
        ),
        PhaseKind.SCREENING: lambda: ngettext(
            "Experts assess the ideas for %(num)s more day", "Experts assess the ideas for %(num)s more days", left
        ),
        PhaseKind.VOTING: lambda: ngettext(
            "You can vote for %(num)s more day", "You can vote for %(num)s more days", left
        ),
        PhaseKind.DECISION: lambda: ngettext(
            "Departments answer within %(num)s day", "Departments answer within %(num)s days", left
        ),
        PhaseKind.RESULTS: lambda: _("The results are out"),
    }
    return str(sentences[kind]())


def _last_day_of(kind: PhaseKind) -> str:
    sentences = {
        PhaseKind.ANNOUNCEMENT: _("It begins after today"),
        PhaseKind.DISCUSSION: _("The discussion ends today"),
        PhaseKind.IDEAS: _("Today is the last day for ideas"),
        PhaseKind.REFINEMENT: _("Today is the last day for finishing ideas"),
        PhaseKind.SCREENING: _("Experts assess the ideas until today"),
        PhaseKind.VOTING: _("Today is the last day to vote"),
        PhaseKind.DECISION: _("Departments answer until today"),
        PhaseKind.RESULTS: _("The results are out"),
    }
    return str(sentences[kind])


def opens_in(window: Window, now: datetime, zone: str) -> str:
    """When something begins, in words."""
    left = (days.first_day(window.opens_at, zone) - days.first_day(now, zone)).days
    label = PHASES[window.kind]
    if left <= 0:
        return str(_("%(phase)s: begins today", phase=label))
    when = ngettext("begins in %(num)s day", "begins in %(num)s days", left)
    return f"{label}: {when}"


def zone_words(at: datetime, zone: str) -> str:
    """The zone as people of it say it: its city, and the hours from Moscow in Russian, else from UTC."""
    locale = get_locale() or Locale("en")
    city = city_of(zone, locale)
    shift = offset_words(at, zone)
    return shift if zone == "UTC" else str(_("%(city)s time, %(offset)s", city=city, offset=shift))


def city_of(zone: str, locale: Locale) -> str:
    """The city that a zone is called after."""
    # Some cities are known by an older name of their zone alone: Europe/Kyiv by Europe/Kiev.
    names = [zone, *(old for old, present in get_global("zone_aliases").items() if present == zone)]
    known = (locale.time_zones.get(name, {}).get("city") for name in names)
    return next((city for city in known if city), None) or zone.rpartition("/")[2].replace("_", " ")
