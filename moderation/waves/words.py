"""Waves in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from moderation.waves.models import Like

LIKE: dict[Like, Any] = {
    Like.MAILBOX: _l("New accounts with e-mail addresses of one shape"),
    Like.HOUSE: _l("New accounts with e-mail addresses of one little known mail service"),
    Like.TEXT: _l("One text under the names of several new people"),
}
