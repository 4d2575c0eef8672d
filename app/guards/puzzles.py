"""Work that a browser does by itself before a form is taken: to find a number whose digest together with a word begins with zeros.

Whoever reads, thinks or types does nothing for it (WCAG 2.2, 3.3.8); a browser needs seconds, a flood many processors. It is
checked with one digest, and nothing is kept for it but that it was used.
"""

import hashlib
import re

HARDEST = 24
NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)


def zeros(word: str, proof: str) -> int:
    """How many zero bits the digest begins with; 0 where the proof is none. Of `n` bits each costs twice as much as the one before."""
    if not NUMBER.fullmatch(proof):
        return 0
    digest = hashlib.sha256(f"{word}:{proof}".encode()).digest()
    return 256 - int.from_bytes(digest).bit_length()


def solve(word: str, bits: int) -> str:
    """The first number that has so many zeros: what the browser does, for programs and tests."""
    number = 0
    while zeros(word, str(number)) < bits:
        number += 1
    return str(number)
