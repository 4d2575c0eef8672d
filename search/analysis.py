"""What a word is, and which forms it is found by. Shared by every engine; knows Russian, Ukrainian and English.

A word is indexed under all its dictionary forms at one position: дорог is a form of «дорога» and of «дорогой», and a reader
who asks for either finds it. Beside them stands its beginning of five letters, weaker, for words no dictionary has.
"""

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import pymorphy3
import snowballstemmer
import structlog

log = structlog.get_logger("search")
_own = threading.local()

NEAR_LETTERS = 5
LONGEST_WORD = 40
SURE_ENOUGH = 0.1
CACHED_WORDS = 65_536

# Letters, digits and marks of stress; an apostrophe between them belongs to the word (під'їзд, don't).
_WORD = re.compile(r"\w[\w\u0300\u0301]*(?:['’ʼ`‘´′]\w[\w\u0300\u0301]*)*")
_APOSTROPHES = str.maketrans({**dict.fromkeys("’ʼ`‘´′", "'"), "\u0300": None, "\u0301": None})
_YO = str.maketrans("ё", "е")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z]")
_RUSSIAN, _UKRAINIAN = re.compile("[ыэъё]"), re.compile("[іїєґ]|\\w'[яюєї]")
# Letters that look the same on both keyboards: a Cyrillic word typed with a Latin «c» is still that word.
_LOOKALIKES = str.maketrans("aceiopxykmthb", "асеіорхукмтнв")
_LOOKALIKES_BACK = str.maketrans("асеіорхукмтнв", "aceiopxykmthb")

_STOP_WORDS = """
    а без бы был была были было быть в вам вас ваш во вот все всё вы да для до его ее её если есть еще ещё же за и из или им их
    к как какая какие какой когда кто ли мне можно мой мы на над надо нам нас наш не нет ни но ну о об он она они оно от по под
    почему при про с свой себя со так также такой там то того тоже только тут у уже что чтобы эта эти это этот я
    або але б би був була були було бути вам вас ваш від він вона вони воно всі все де для до є з за зі і із й його її їх як яка
    яке який які коли ми мене мені може можна на навіть над нам нас наш не немає ні про по при та так такий також там те ти
    тільки то той тому у це цей ця ці чи чому що щоб я
    a about an and are as at be by can do does did for from had has have how i if in into is it its may my no not of on or our
    should that the their there these they this to was we were what when where which who why will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# Parts of speech in the dictionaries of pymorphy3 that name nothing.
_CLOSED = frozenset({"NPRO", "NUMR", "PREP", "CONJ", "PRCL", "INTJ", "PRED", "ADVB", "COMP"})


class Word(NamedTuple):
    """A word of a text: as written but folded, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def near(self) -> str:
        """Its beginning: what relatives of an unknown word share."""
        return near(self.text)


def words(text: str) -> Iterator[Word]:
    """The words of a text, folded: small letters, one kind of apostrophe, no marks of stress, no mixed alphabets."""
    for found in _WORD.finditer(text):
        yield Word(_fold(found[0]), found.start(), found.end())


@lru_cache(CACHED_WORDS)
def _fold(word: str) -> str:
    word = word.casefold().translate(_APOSTROPHES)[:LONGEST_WORD]
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    cyrillic, latin = word.translate(_LOOKALIKES), word.translate(_LOOKALIKES_BACK)
    return latin if _LATIN.search(cyrillic) and not _CYRILLIC.search(latin) else cyrillic


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand, in order."""
    return [found.span() for found in _WORD.finditer(text)]


def written(word: str) -> str:
    """A folded word as it is kept beside its forms: alike for ё and е."""
    return word.translate(_YO)


@lru_cache(CACHED_WORDS)
def near(word: str) -> str:
    """The first letters of a folded word, alike for ё and е."""
    return word.translate(_YO).replace("'", "")[:NEAR_LETTERS]


def language_of(text: str, said: str = "") -> str:
    """The language a Cyrillic text shows by its letters; what was `said` where it shows none, "" where nothing is known."""
    folded = text.casefold()
    russian, ukrainian = len(_RUSSIAN.findall(folded)), len(_UKRAINIAN.findall(folded))
    if russian == ukrainian:
        return said
    return "ru" if russian > ukrainian else "uk"


@lru_cache(CACHED_WORDS)
def forms(word: str, language: str = "") -> tuple[str, ...]:
    """The dictionary forms a folded word is found by, the likeliest first; both dictionaries where no language is given."""
    if _CYRILLIC.search(word):
        shown = language_of(word, language)
        found = [form for code in ([shown] if shown in {"ru", "uk"} else ["ru", "uk"]) for form in _lemmas(word, code)]
        return tuple(dict.fromkeys(form.translate(_YO) for form in found))
    if _LATIN.search(word):
        return (_stem(word.removesuffix("'s")),)
    return (word,)


def _lemmas(word: str, language: str) -> list[str]:
    dictionary = _dictionary(language)
    if dictionary is None:
        return [word]
    parses = dictionary.parse(word)
    likely = [parse for parse in parses if language == "uk" or parse.score > SURE_ENOUGH]
    return [parse.normal_form for parse in likely or parses[:1]] or [word]


@lru_cache(CACHED_WORDS)
def names_something(word: str) -> bool:
    """Whether a folded word names a thing, a quality or an act; not "where", "myself" or "two". One of no dictionary does."""
    if not _CYRILLIC.search(word):
        return True
    dictionary = _dictionary(language_of(word, "ru"))
    tag = dictionary.parse(word)[0].tag if dictionary else None
    # Which marks there are differs from dictionary to dictionary, and a tag refuses to be asked for one it does not know.
    return tag is None or not (tag.POS in _CLOSED or "Apro" in str(tag))


@lru_cache(None)
def _dictionary(language: str) -> Any:
    # Tens of megabytes: loaded at the first word of that language, in the processes that meet one.
    try:
        return pymorphy3.MorphAnalyzer(lang=language)
    except ValueError:
        log.warning("no dictionary: words of this language are found by their first letters alone", language=language)
        return None


def _stem(word: str) -> str:
    # A stemmer keeps the word it works on: threads that shared one would mix their words.
    if not hasattr(_own, "stemmer"):
        _own.stemmer = snowballstemmer.stemmer("english")
    return str(_own.stemmer.stemWord(word))
