"""The owner's page of posters and texts."""

from babel import Locale
from flask import Response, current_app, make_response, render_template, request
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Missing, NotAllowed, Reason
from app.outreach import calls, poster
from app.outreach.poster import Paper
from campaigns.plan.models import Campaign
from campaigns.plan.web.owned import planned

NOT_FOR_WALLS = Reason(
    "outreach.not-public", _l("A poster can be made once the project is launched, and where it is open to everyone.")
)


def _languages() -> list[tuple[str, str]]:
    codes = current_app.extensions["veche.settings"].LANGUAGES
    return [(code, (Locale.parse(code).get_display_name(code) or code).capitalize()) for code in codes]


def _language(campaign: Campaign) -> str:
    asked = request.args.get("language", campaign.language)
    return asked if asked in dict(_languages()) else campaign.language


def show_outreach(slug: str) -> str:
    """Posters to print, words to copy, the way to invitations."""
    campaign = planned(slug, current_actor())
    language = _language(campaign)
    told = calls.call(campaign, language, clock.now())
    return render_template(
        "outreach/outreach.html",
        campaign=campaign,
        told=told,
        texts=calls.texts(told),
        language=language,
        offered=_languages(),
        papers=list(Paper),
        is_for_walls=calls.is_for_walls(campaign),
        own=str(get_locale()),
    )


def download_poster(slug: str, paper: str) -> Response:
    """The poster as a PDF."""
    if paper not in set(Paper):
        raise Missing
    campaign = _for_walls(slug, current_actor())
    told = calls.call(campaign, _language(campaign), clock.now())
    answer = make_response(poster.render(told, Paper(paper)))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{campaign.slug}-{paper}-{told.language}.pdf"'
    return answer


def _for_walls(slug: str, actor: Actor) -> Campaign:
    campaign = planned(slug, actor)
    if not calls.is_for_walls(campaign):
        raise NotAllowed(NOT_FOR_WALLS)
    return campaign
