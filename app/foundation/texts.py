"""What people type, made fit to keep: no characters that hide, reverse or break."""

import re
import unicodedata

# Controls but tab and newline; overrides and isolates of direction; invisible separators and the byte order mark.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufff9-\uffff\ud800-\udfff"
    "\u2060-\u2064\u200e\u200f\u061c\u180e]"
)
# A joiner stays between letters and between the parts of one picture: a family, a flag, a profession.
_PARTS = "[^\\W\\d_]|[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_ZERO_WIDTH = re.compile(
    f"[\u200b\u200c\u200d]{{2,}}|(?<!{_PARTS})[\u200b\u200c\u200d]|[\u200b\u200c\u200d](?!{_PARTS})"
)
_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_ANY_MARK = "[" + "".join(chr(code) for code in range(0x20000) if unicodedata.combining(chr(code))) + "]"
_TOWERS = re.compile(f"({_ANY_MARK}{{10}}){_ANY_MARK}+")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str | None) -> str:
    """Text of several lines: NFC, one kind of newline, nothing invisible that reverses or hides, no towers of marks."""
    if not text:
        return ""
    # Ordering a tower of marks takes the square of its height: towers go before the normal form is made.
    text = _TOWERS.sub(r"\1", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", text)
    text = _MARKS.sub(r"\1", _ZERO_WIDTH.sub("", _UNFIT.sub("", text)))
    return _BLANK_LINES.sub("\n\n", text).strip()


def clean_line(text: str | None) -> str:
    """The same in one line, its spaces single."""
    return " ".join(clean(text).split())
