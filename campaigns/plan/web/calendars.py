"""The calendar file of a campaign."""

from flask import Response, current_app, request, url_for
from flask_babel import force_locale, get_locale

from app.accounts.sessions import current_actor
from app.foundation import hosts, site
from campaigns.plan.calendar import calendar_of
from campaigns.plan.queries.campaigns import campaign_or_missing, edition_of
from campaigns.plan.queries.texts import worded_one


def show_calendar(slug: str) -> Response:
    """The windows of the campaign as whole-day events, in the language asked for or in the reader's."""
    campaign = campaign_or_missing(slug, current_actor())
    settings = current_app.extensions["veche.settings"]
    asked = request.args.get("lang", "")
    language = asked if asked in settings.LANGUAGES else str(get_locale())
    with force_locale(language):
        body = calendar_of(
            campaign,
            worded_one(campaign, language),
            edition_of(campaign),
            address=hosts.link(url_for("plan.show_campaign", slug=slug)),
            host=hosts.host(),
            site=site.name(),
        )
    headers = {"Content-Disposition": f'inline; filename="{slug}.ics"', "Content-Language": language}
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers)
