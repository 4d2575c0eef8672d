"""What this room says in places of other rooms."""

from collections.abc import Mapping

from flask_babel import gettext as _

from app.archives.ending import ARRIVED
from campaigns.plan.slots import Told


def log_words(_asked: None) -> Mapping[str, Told]:
    """The acts of this room in the log, in words."""
    return {
        ARRIVED: lambda details: _(
            "The project came in from an archive, %(archive)s, with %(entries)s entries of its log",
            archive=details["archive"],
            entries=details["entries"],
        )
    }
