"""Letters that look like others: a word typed with a Latin «c» or a small capital «ᴛ» is read as what it seems to be.

Everything here keeps the length of a text, so that a place found in what was unmasked is the same place in what was written.
"""

import re


def _is_phonetic(letter: str) -> bool:
    return "\u0250" <= letter <= "\u02ff" or letter >= "\u1d00"


# What a Cyrillic word is typed with instead of its own letters: Latin ones, Greek ones, small capitals of phonetic script.
_SEEN_AS = {
    "а": "aαᴀɑ",
    "б": "ƃ",
    "в": "bβʙ",
    "г": "rᴦ",
    "д": "gᴅ",
    "е": "eεᴇ",
    "и": "uиᴎ",
    "і": "iιɪ",
    "к": "kκᴋ",
    "л": "ᴧʌλ",
    "м": "mᴍ",
    "н": "hнʜη",
    "о": "oοᴏօσ",
    "п": "nπᴨ",
    "р": "pρᴩᴘ",
    "с": "cςᴄ",
    "т": "tτᴛ",
    "у": "yυʏγ",
    "х": "xχ",
    "ш": "wɯш",
}
_CYRILLIC = "\u0400-\u052f"
_READ = {foreign: own for own, many in _SEEN_AS.items() for foreign in many}
_TABLE = str.maketrans(_READ)
_FOREIGN = "".join(_READ)
# Small capitals of phonetic script stand in no text that people type: they are read wherever they stand.
_ALWAYS = str.maketrans({"ё": "е"} | {letter: own for letter, own in _READ.items() if _is_phonetic(letter)})

# A word in which Cyrillic letters and look-alikes touch. Possessive: each letter is looked at once.
_MIXED = re.compile(rf"(?<!\w)(?:[{_CYRILLIC}]++(?=[{_FOREIGN}])|[{_FOREIGN}]++(?=[{_CYRILLIC}]))\w*+")
# A digit between letters is one of them; so is a nought or a six before three.
_DIGITS = re.compile(
    rf"(?<=[{_CYRILLIC}])[0346](?=[{_CYRILLIC}{_FOREIGN}])|(?<!\w)[06](?=[{_CYRILLIC}][{_CYRILLIC}{_FOREIGN}]{{2}})"
)
_DIGIT = {"0": "о", "3": "з", "4": "ч", "6": "б"}

# An «i» is no mask: it is on the keyboard of many who write Ukrainian. A letter that looks like nothing (SMSка) is none either,
# nor is the number of a car.
_MASKS = _FOREIGN.replace("i", "")
_MASKED = re.compile(
    rf"(?<!\w)(?=[{_CYRILLIC}i]*+[{_MASKS}])(?=[{_FOREIGN}]*+[{_CYRILLIC}])[{_CYRILLIC}{_FOREIGN}]++(?!\w)"
)


def lowered(text: str) -> str:
    """Small letters, as many as there were: one capital alone becomes two when it is made small."""
    return text.replace("\u0130", "I").lower()


def unmask(text: str) -> str:
    """The text in small letters, its look-alikes read as the Cyrillic letters beside them, ё as е; of the same length.

    Words without a Cyrillic letter stay as they are.
    """
    bare = _DIGITS.sub(lambda found: _DIGIT[found[0]], lowered(text).translate(_ALWAYS))
    return _MIXED.sub(lambda found: found[0].translate(_TABLE), bare)


def masked(text: str) -> list[tuple[int, int]]:
    """Where words stand whose letters are of two scripts, though all of them look Cyrillic."""
    return [found.span() for found in _MASKED.finditer(lowered(text))]
