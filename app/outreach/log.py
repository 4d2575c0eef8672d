"""How invitations are told in the log of a campaign."""

from flask_babel import ngettext

from campaigns.plan.slots import Told


def log_words(_asked: None) -> dict[str, Told]:
    """Fills the slot of the log."""
    return {
        "letters.invited": lambda details: ngettext(
            "%(num)s person was invited by letter", "%(num)s people were invited by letter", details["count"]
        ),
    }
