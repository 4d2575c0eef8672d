"""The letters of a test, and the links in them."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy

from app.foundation import mail


@dataclass(frozen=True)
class Letter:
    """A letter that was sent, as its reader sees it."""

    to: str
    subject: str
    text: str

    def link(self, part: str) -> str:
        """The path of its link whose address goes on so after the host."""
        found = re.search(rf"https?://[^/\s]+({re.escape(part)}\S+)", self.text)
        assert found, f"no link to {part} in {self.text}"
        return found[1]


def letters() -> list[Letter]:
    """The letters kept, in the order they were sent."""
    paths = sorted(mail.folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return [Letter(str(letter["To"]), str(letter["Subject"]), letter.get_content()) for letter in read]
