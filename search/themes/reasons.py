"""Why something cannot be done with themes."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

CHANGED = Reason(
    "themes.changed",
    _l("Somebody changed this theme while you were writing. What you wrote is below: compare both, then save."),
)
SAME_NAME = Reason(
    "themes.same-name", _l("There is a theme with this name already. Put the ideas there, or say it differently.")
)
ELSEWHERE = Reason(
    "themes.elsewhere", _l("Somebody put one of these ideas into another theme meanwhile. Look at how they stand now.")
)
NO_IDEA = Reason("themes.no-idea", _l("There is no published idea with this number here."))
THERE = Reason("themes.there", _l("This idea is in a theme already. Move it from there."))
ENDED = Reason("themes.ended", _l("This theme is no more. Look at how they stand now."))
SAME = Reason("themes.same", _l("Choose another theme: this one cannot be joined with itself."))
MADE_ANEW = Reason("themes.made-anew", _l("Suggestions were made anew meanwhile. Look at how they stand now."))
TOO_MANY = Reason("themes.too-many", _l("There are as many themes as a project can have. Join some of them first."))
