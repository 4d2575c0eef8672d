"""A browser in plain words, and the network it is in without its address."""

import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

# The first that fits: browsers name each other in their own names.
PROGRAMS = (
    ("YaBrowser", "Yandex Browser"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
# So few letters that many networks share them: enough to tell one's own from a foreign one, not to find where somebody was.
LETTERS = 3


@dataclass(frozen=True)
class Device:
    """What a browser says of itself: nothing it says is kept but these two names. Either may be empty."""

    program: str = ""
    system: str = ""

    @property
    def word(self) -> str:
        """As it is kept."""
        return f"{self.program}|{self.system}"

    def __str__(self) -> str:
        """In plain words, in the language of the page."""
        if self.program and self.system:
            return str(_("%(program)s on %(system)s", program=self.program, system=self.system))
        return self.program or self.system or str(_("A browser that does not say what it is"))


def read(word: str) -> Device:
    """The device that was kept as this word."""
    program, _bar, system = word.partition("|")
    return Device(program, system)


def told_by(agent: str) -> Device:
    """The device that names itself so in its requests."""
    return Device(
        next((name for mark, name in PROGRAMS if mark in agent), ""),
        next((name for mark, name in SYSTEMS if mark in agent), ""),
    )


def network_mark(account_id: int, network: str) -> str:
    """A mark of a network, for one person alone: the same network has the same one, and many others have it, too."""
    secret = str(current_app.extensions["veche.settings"].SECRET_KEY).encode()
    return hmac.new(secret, f"network {account_id} {network}".encode(), hashlib.sha256).hexdigest()[:LETTERS]
