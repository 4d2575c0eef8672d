"""Patience with attempts: only failures count, and those of one person never bar the others of a shared network."""

from flask_babel import lazy_gettext as _l

from app.foundation import clock
from app.foundation.errors import Reason
from app.guards import networks
from app.guards.counters import Asked, Limit, counters, require, require_room

WAIT = Reason(
    "too-many-attempts", _l("There were many attempts in a row. Wait a little and try again; nothing is lost.")
)
LETTERS = Reason(
    "too-many-letters",
    _l("Several letters have gone to this address already. Look among the spam, or ask again in an hour."),
)

HOUR = 3600
HERE = Limit("sign-in-here", 5, 300)
ADDRESS = Limit("sign-in-address", 20, HOUR)
NETWORK = Limit("sign-in-network", 300, HOUR)
LETTER = Limit("letter-address", 3, HOUR)
LETTERS_OF_NETWORK = Limit("letter-network", 300, HOUR)
DRAFTS_OF_NETWORK = Limit("draft-network", 600, HOUR)
FILES_OF_PERSON = Limit("file-person", 60, HOUR)
COMMENTS_OF_PERSON = Limit("comment-person", 6, 60)
WRONG_LINKS_OF_NETWORK = Limit("wrong-link-network", 60, HOUR)
WRONG_CODES_OF_NETWORK = Limit("wrong-code-network", 100, HOUR)

DRAFTS = Reason(
    "too-many-drafts",
    _l(
        "Very many texts were begun from your network within an hour. Sign in to keep yours, or try again a little later."
    ),
)
COMMENTS = Reason(
    "too-many-comments",
    _l("You have sent several comments within a minute. Your words are kept here: send them a little later."),
)

CODES = Reason(
    "too-many-codes",
    _l(
        "Many wrong codes came from your network within an hour. Compare yours with the sheet; a right one is taken at once."
    ),
)

FILES = Reason("too-many-files", _l("You have sent very many files within an hour. Try again a little later."))


def _attempts(email_key: str, network: str) -> list[Asked]:
    place = networks.own(network)
    return [Asked(HERE, (email_key, place)), Asked(ADDRESS, (email_key,)), Asked(NETWORK, (place,))]


def require_attempt(email_key: str, network: str) -> None:
    """Raises TooMany where this address has failed too often: from here, from anywhere, or this network with all addresses.

    Counts the attempt from here before anybody knows how it ends: many at once are no more than many in a row.
    """
    here, *others = _attempts(email_key, network)
    require_room(others, WAIT)
    require([here], WAIT)


def forgive(email_key: str, network: str) -> None:
    """The password was right: what was counted from here is forgotten."""
    counters().forget(_attempts(email_key, network)[0], clock.now())


def count_failure(email_key: str, network: str) -> None:
    """Counts an attempt that has failed against its address and its network."""
    for asked in _attempts(email_key, network)[1:]:
        counters().spend([asked], clock.now())


def require_letter(email_key: str, network: str, weight: int = 1) -> None:
    """Raises TooMany where too many letters were asked for, whether or not the address is known to us; counts this one.

    `weight` is how much it takes of what the network has.
    """
    of_network = Asked(LETTERS_OF_NETWORK, (networks.own(network),), weight)
    require([Asked(LETTER, (email_key,)), of_network], LETTERS)


def require_first_letter(email_key: str) -> None:
    """The same for whoever signs up: what its network may, `app.guards.newcomers` says."""
    require([Asked(LETTER, (email_key,))], LETTERS)


def require_draft(network: str, weight: int = 1) -> None:
    """Raises TooMany where guests of this network have begun very many drafts; counts this one, `weight` times."""
    require([Asked(DRAFTS_OF_NETWORK, (networks.own(network),), weight)], DRAFTS)


def require_file(account_id: int) -> None:
    """Raises TooMany where this person has sent very many files within an hour; counts this one."""
    require([Asked(FILES_OF_PERSON, (str(account_id),))], FILES)


def count_wrong_link(network: str) -> None:
    """Counts a link of an invitation that leads nowhere. Raises TooMany where this network tries many; right ones never come here."""
    require([Asked(WRONG_LINKS_OF_NETWORK, (networks.own(network),))], WAIT)


def count_wrong_code(network: str) -> None:
    """Counts a code to vote with that is none. Raises TooMany where this network tries many; right ones never come here."""
    require([Asked(WRONG_CODES_OF_NETWORK, (networks.own(network),))], CODES)


def require_comment(account_id: int) -> None:
    """Raises TooMany where this person has sent several comments within a minute; counts this one."""
    require([Asked(COMMENTS_OF_PERSON, (str(account_id),))], COMMENTS)
