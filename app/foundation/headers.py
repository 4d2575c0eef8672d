"""Headers of letters with words that are not ASCII. `email` of Python 3.11 loses or adds spaces where it divides long ones."""

from base64 import b64encode
from email.headerregistry import UniqueAddressHeader, UniqueUnstructuredHeader
from email.policy import EmailPolicy
from typing import Any

# So many bytes make a piece that fits into a line after "Subject: " (RFC 2047).
PIECE = 42


class Subject(UniqueUnstructuredHeader):
    """A subject, divided so that its reader gets every space and none besides."""

    def fold(self: Any, *, policy: EmailPolicy) -> str:
        if str(self).isascii():
            return str(super().fold(policy=policy))  # type: ignore[misc]
        return f"{self.name}: {_encoded(str(self), policy.linesep)}{policy.linesep}"


class Sender(UniqueAddressHeader):
    """Who sends: one name and one mailbox."""

    def fold(self: Any, *, policy: EmailPolicy) -> str:
        (sender,) = self.addresses
        if sender.display_name.isascii():
            return str(super().fold(policy=policy))  # type: ignore[misc]
        name = _encoded(sender.display_name, policy.linesep)
        return f"{self.name}: {name}{policy.linesep} <{sender.addr_spec}>{policy.linesep}"


def _encoded(words: str, linesep: str) -> str:
    """Encoded words, a line each; whoever reads them puts them together without what stands between."""
    pieces = [""]
    for letter in words:
        if len((pieces[-1] + letter).encode()) > PIECE:
            pieces.append("")
        pieces[-1] += letter
    return f"{linesep} ".join(f"=?utf-8?b?{b64encode(piece.encode()).decode()}?=" for piece in pieces)
