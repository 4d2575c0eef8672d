"""Patience with attempts: only failures count, and those of one person never bar the others of a shared network.

Wrong passwords count strictly for each account and network together. For the account alone they count only against browsers in which
nobody has signed in to it before (`browsers`): a stranger who uses that number up bars other strangers. Its owner comes in where
they came in before, by a passkey, by a provider, or by the letter of a new password.

So many passwords of one account can be guessed a day, in the long run: 30 from one network (5 in five minutes, 20 an hour, 30 a
day); 100 from 100 networks and 100 from 10,000, as strangers have 100 together. From one network with all accounts: 7,200. A browser
that was signed in, and a session on the pages that ask for the password again, have 30 of their own.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.foundation import clock
from app.foundation.errors import Reason
from app.guards import networks
from app.guards.counters import Asked, Limit, counters, require, require_room

WAIT = Reason(
    "too-many-attempts", _l("There were many attempts in a row. Wait a little and try again; nothing is lost.")
)
STRANGE = Reason(
    "too-many-strangers",
    _l(
        "Many wrong passwords came for this address, perhaps from somebody else. Nothing is lost: sign in in a browser in which you "
        "signed in before, or let us send you a letter with which you choose a new password."
    ),
)
LETTERS = Reason(
    "too-many-letters",
    _l("Several letters have gone to this address already. Look among the spam, or ask again in an hour."),
)

HOUR, DAY = 3600, 24 * 3600
HERE, HERE_DAY = Limit("sign-in-here", 5, 300), Limit("sign-in-here-day", 30, DAY)
STRANGERS, STRANGERS_DAY = Limit("sign-in-strangers", 20, HOUR), Limit("sign-in-strangers-day", 100, DAY)
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


@dataclass(frozen=True)
class Attempt:
    """Whose password is tried, and from where: `browser` is a word for one that its owner has signed in with, else empty."""

    email_key: str
    network: str
    browser: str = ""

    def from_here(self, limit: Limit) -> Asked:
        """What counts for this account and this place together."""
        return Asked(limit, (self.email_key, f"browser {self.browser}" if self.browser else networks.own(self.network)))

    @property
    def of_network(self) -> list[Asked]:
        return [] if self.browser else [Asked(NETWORK, (networks.own(self.network),))]

    @property
    def of_strangers(self) -> list[Asked]:
        return [] if self.browser else [Asked(limit, (self.email_key,)) for limit in (STRANGERS, STRANGERS_DAY)]


def require_attempt(attempt: Attempt) -> None:
    """Raises TooMany where this address has failed too often: from here, from strangers anywhere, or this network with all addresses.

    Counts the attempt from here before anybody knows how it ends: many at once are no more than many in a row.
    """
    require_room([attempt.from_here(HERE_DAY), *attempt.of_network], WAIT)
    require_room(attempt.of_strangers, STRANGE)
    require([attempt.from_here(HERE)], WAIT)


def forgive(attempt: Attempt) -> None:
    """The password was right: what was counted from here just before is forgotten."""
    counters().forget(attempt.from_here(HERE), clock.now())


def count_failure(attempt: Attempt) -> None:
    """Counts an attempt that has failed against its place, its address and its network."""
    for asked in (attempt.from_here(HERE_DAY), *attempt.of_strangers, *attempt.of_network):
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
