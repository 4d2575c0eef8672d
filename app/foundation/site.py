"""What the installation is called."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _


def name(language: str = "") -> str:
    """The name its operator has given; else the platform's own, in the language or in that of the present page."""
    given = str(current_app.extensions["veche.settings"].SITE_NAME)
    if given:
        return given
    if not language:
        return str(_("Veche"))
    with force_locale(language):
        return str(_("Veche"))
