"""One spelling of a JSON value, so that equal values have equal bytes and one fingerprint."""

import hashlib
import json
from typing import Any


def spell(value: Any) -> bytes:
    """The value as JSON in UTF-8: keys sorted, no spaces, nothing escaped that need not be. Raises ValueError for NaN."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(value: Any) -> str:
    """The SHA-256 of that spelling, in hexadecimal digits."""
    return hashlib.sha256(spell(value)).hexdigest()
