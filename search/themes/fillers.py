"""What themes bring to pages of lower rooms."""

from flask import url_for
from flask_babel import gettext as _

from campaigns.ideas.slots import Listed, Theme, Themed
from campaigns.plan.slots import Told
from search.themes import permissions
from search.themes.queries import named


def of_list(listed: Listed) -> Themed:
    """Themes by which the list of ideas can be filtered, and for those who keep them the way to their page."""
    themes = [Theme(id, name, named.in_theme(id)) for id, name in named.public_names(listed.campaign_id)]
    may_keep = permissions.may_keep(listed.viewer, listed.campaign_id)
    return Themed(themes, url_for("themes.show_themes", slug=listed.slug) if may_keep else None)


def log_words(_asked: None) -> dict[str, Told]:
    """How work on themes is told in the log of a campaign."""
    return {
        "theme.suggest": lambda _details: _("Themes were suggested from the words of the ideas"),
        "theme.dismiss": lambda _details: _("A suggested theme was put away"),
        "theme.bring-back": lambda _details: _("A suggested theme may come again"),
        "theme.name": lambda _details: _("A theme was named"),
        "theme.reword": lambda _details: _("The words of a theme were changed"),
        "theme.move": lambda _details: _("Ideas were moved out of a theme"),
        "theme.put": lambda _details: _("An idea was put into a theme"),
        "theme.join": lambda _details: _("Two themes were joined"),
        "theme.dissolve": lambda _details: _("A theme was dissolved"),
    }
