"""How names of services are compared and their words are searched, the same on every database."""

import re

WORD = re.compile(r"\w+")
MOST_WORDS = 8
SHORTEST, ROOT = 3, 5


def name_key(name: str) -> str:
    """The name in small letters with single spaces; ё is read as е, as people type it."""
    return " ".join(name.casefold().replace("ё", "е").split())


def words_key(*texts: str) -> str:
    """The words of the texts in one line, each with a space before it."""
    return "".join(f" {word}" for text in texts for word in WORD.findall(name_key(text)))


def roots(asked: str) -> list[str]:
    """The beginnings of the words that are looked for, in their order, at most eight.

    Cut so that another form of the word is found, too: a long word to five letters, one of five to four.
    """
    words = [word for word in WORD.findall(name_key(asked)) if len(word) >= SHORTEST]
    cut = (word[:ROOT] if len(word) > ROOT else word[: max(len(word) - 1, SHORTEST + 1)] for word in words)
    return list(dict.fromkeys(cut))[:MOST_WORDS]
