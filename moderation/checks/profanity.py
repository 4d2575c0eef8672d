"""Profanity through its disguises: look-alike letters, signs between and in place of letters, letters repeated or set apart.

The text is read as bytes, one a letter: small, so that places stay what they are, and quick. What no Cyrillic or Latin letter
resembles is a question mark there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks.nearness import MOST
from moderation.checks.roots import HOLD, MASKED, MASKS, ROOTS, Root

CODE = "profanity"
EXPLANATION = _l("This looks like a swear word or an insult.")

_PAGE = "cp1251"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў"
# A letter and what is seen as it. Letters that follow each other in a root share no look: each takes all it can.
_SEEN = (
    "аa@4 бb6 вb8 гrg дdg еeє ж зz3 иuiії1! йиjії кk лl мm нhn оo0 пpn рpr сcs$ тtm7 уyu хxh ц ч4 шw щw ъьb' ьъb' ы ю э яr"
    " aа@4 bвь6 cс d eе3 f gg hн i1! j kк l1 mм n oо0 pр r s$5 t7 u v w xх yу z3"
)
_LOOKS: dict[str, str] = {}
for _one in _SEEN.split():
    _LOOKS[_one[0]] = "".join(dict.fromkeys(_LOOKS.get(_one[0], "") + _one))
# Greek letters and wide Latin ones, by what they seem to be.
_FAR = str.maketrans(
    dict(zip("αβεικμνορτυχπλ", "авеікмуортухпл", strict=True)) | {chr(0xFF21 + n): chr(97 + n) for n in range(26)}
) | {0xFF41 + n: chr(97 + n) for n in range(26)}

_LETTER = "0-9a-z" + _CYRILLIC
_BETWEEN = r"\-_.,~|/\\+=^'\"`*?:;"
_SIGNS = r"*@#%$&^"
# What stands in place of letters inside of a word: a quotation mark elsewhere only quotes.
_HIDES = _SIGNS + '"'


def _small() -> bytes:
    """The table of bytes that makes letters small, ё an е and a hard space a space."""
    seen = bytes(range(256)).decode(_PAGE, "replace")
    return seen.lower().replace("ё", "е").replace("\u00a0", " ").encode(_PAGE, "replace")


_SMALL = _small()


def _spelled(spelling: str) -> str:
    """A spelling as a pattern. Letters may be repeated, within bounds: a row of one letter can be long."""
    made, rest = "", spelling
    while rest:
        looks, step = _first_of(rest)
        made += f"(?:[{looks}]{{1,9}}+)" if looks else _SHORTHAND.get(rest[0], rest[0])
        rest = rest[step:]
    return made


def _first_of(spelling: str) -> tuple[str, int]:
    """What the first letter of a spelling may look like, and how far it reaches; nothing where no letter comes first."""
    if not spelling:
        return "", 0
    if spelling[0] == "=":
        return re.escape(spelling[1]), 2
    if spelling[0] == "<":
        end = spelling.index(">")
        return _escaped(spelling[1:end]), end + 1
    if spelling[0] == "[":
        end = spelling.index("]")
        return _escaped("".join(_LOOKS.get(one, one) for one in spelling[1:end])), end + 1
    return _escaped(_HIDES if spelling[0] == "#" else _LOOKS.get(spelling[0], "")), 1


def _escaped(letters: str) -> str:
    return "".join(re.escape(letter) for letter in dict.fromkeys(letters))


_SHORTHAND = {"$": f"(?![{_LETTER}])", "-": r"\-"}


def _alternatives(spelling: str) -> list[str]:
    """A spelling cut at the bars that stand in no brackets."""
    cut, depth = [""], 0
    for letter in spelling:
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and not depth:
            cut.append("")
        else:
            cut[-1] += letter
    return cut


@dataclass(frozen=True)
class Pattern:
    """Roots of one script and the pattern whose groups they are. `lead` is 1 where it begins with the byte before a word."""

    roots: Sequence[Root]
    written: re.Pattern[bytes]
    lead: int
    own: re.Pattern[bytes]


def _compiled(roots: Sequence[Root], lead: int, own: re.Pattern[bytes]) -> Pattern:
    """One pattern for roots, those of one first letter together: so most places of a text are passed over at once."""
    by_letter: dict[str, list[tuple[Root, str]]] = {}
    for root in roots:
        for spelling in _alternatives(root.spelling):
            looks, step = _first_of(spelling)
            by_letter.setdefault(looks, []).append((root, spelling[step:]))
    written = "|".join(
        f"[{looks}]{_next(looks, lead, rests)}(?:{'|'.join(f'({_spelled(rest)})' for _, rest in rests)})"
        for looks, rests in by_letter.items()
    )
    led = f"[^{_LETTER}](?:{written})" if lead else written
    return Pattern([one for rests in by_letter.values() for one, _ in rests], re.compile(led.encode(_PAGE)), lead, own)


def _next(looks: str, lead: int, rests: Sequence[tuple[Root, str]]) -> str:
    """A look ahead at the second letter, which decides for most words."""
    if looks == _escaped(_HIDES):
        return f"[{looks}]{{0,3}}+"
    repeated = f"[{looks}]{{0,9}}+" if lead else ""
    seconds = [_first_of(rest)[0] for _, rest in rests]
    return repeated + (f"(?=[{''.join(seconds)}])" if all(seconds) else "")


def _is_cyrillic(root: Root) -> bool:
    return any(letter in _CYRILLIC for letter in root.spelling)


def _patterns(roots: Sequence[Root]) -> tuple[Pattern, ...]:
    """The roots of each script apart, lest what one takes for its own hides the other's; those that begin words apart, for they
    are looked for at the beginning of words alone."""
    groups: dict[tuple[bool, bool], list[Root]] = {}
    for root in roots:
        groups.setdefault((_is_cyrillic(root), not root.prefixes and not root.anywhere), []).append(root)
    own = {True: re.compile(f"[{_CYRILLIC}]".encode(_PAGE)), False: re.compile(b"[a-z]")}
    return tuple(_compiled(group, int(begins), own[cyrillic]) for (cyrillic, begins), group in groups.items())


_PLAIN, _MASKED = _patterns(ROOTS), _patterns(MASKS)
_MASK = re.compile(rf"[{_SIGNS}]++|\.\.++|\"(?<=[{_LETTER}].)(?=[{_LETTER}])".encode(_PAGE))
_TAIL, _HEAD = re.compile(rf"[{_LETTER}]*".encode(_PAGE)), re.compile(rf"[{_LETTER}']*$".encode(_PAGE))
# Words with signs between their letters, and letters that stand alone one after the other.
_CUT = re.compile(
    rf"[{_BETWEEN}][{_LETTER}]{{1,20}}+(?:[{_BETWEEN}]{{1,2}}+[{_LETTER}]{{1,20}}+){{0,30}}+"
    rf"| [{_LETTER}](?:[ ._*-]{{1,3}}+[{_LETTER}](?![{_LETTER}])){{2,60}}+".encode(_PAGE)
)
_INITIALS = re.compile(r"[А-ЯІЇЄҐA-Z]\.[А-ЯІЇЄҐA-Z]\.?[А-ЯІЇЄҐA-Z][а-яіїєґa-z]")
_TO_CYRILLIC = tuple(str.maketrans("aeopcyxkmtnhriu036b", "аеорсухкмтпнгииозб" + sign) for sign in "ьв")
_REPEATED = re.compile(r"(.)\1+")
_PREFIXES = {root: frozenset(_REPEATED.sub(r"\1", root.prefixes).split()) for root in (*ROOTS, *MASKS)}
_FIRST_PIECE = re.compile(rf"(?<![{_LETTER}])[{_LETTER}]+$".encode(_PAGE))
_LONGEST_PREFIX, _LONGEST_PIECE, _AROUND = 16, 24, 14

# The letters that signs stand for most, and how much of a word must be seen beside the sign.
_HIDDEN, _LEAST_SHOWN, _MOST_GUESSED, _GUESSED_AT = "аеиоуяхзбпд".encode(_PAGE), 2, 60, b"*@#%$^"
_MOST_CUT = 100

Place = tuple[float, int, int]


def find(text: str) -> list[Finding]:
    """Swear words and insults of a text, of those that share a place the surest."""
    seen = _bytes_of(text)
    found = [*_found(_PLAIN, seen), *_masked(seen), *_cut(seen)]
    taken = bytearray(len(text))
    kept = []
    for score, start, end in sorted(found, key=lambda one: (-one[0], one[1])):
        if not any(taken[start:end]) and not _INITIALS.match(text, start, end):
            taken[start:end] = b"\x01" * (end - start)
            kept.append(Finding(CODE, score, start, end, EXPLANATION))
    return sorted(kept, key=lambda one: one.start)


def _bytes_of(text: str) -> bytes:
    try:
        seen = text.encode(_PAGE)
    except UnicodeEncodeError:
        seen = text.translate(_FAR).encode(_PAGE, "replace")
    return seen.translate(_SMALL)


def _found(patterns: Sequence[Pattern], seen: bytes, is_whole: bool = True) -> Iterator[Place]:
    """The roots in this. What is put together of pieces must begin where a piece does, or behind a prefix."""
    led = b" " + seen
    for pattern in patterns:
        if not pattern.own.search(seen):
            continue
        for match in islice(pattern.written.finditer(led if pattern.lead else seen), 2 * MOST):
            # With a byte before the word and one before the text, a word begins where its match does.
            begin = match.start()
            root = pattern.roots[(match.lastindex or 1) - 1]
            head = _head(seen, begin)
            start, end = begin - len(head), _end_of_word(seen, match.end() - pattern.lead)
            before = head.rstrip(seen[begin : begin + 1]).decode(_PAGE)
            may_stand = (root.anywhere and is_whole) or _may_stand_before(before, root)
            if may_stand and _is_of_its_script(seen[start:end].decode(_PAGE), root):
                yield root.score, start, end


def _head(seen: bytes, start: int) -> bytes:
    found = _HEAD.search(seen[max(0, start - _LONGEST_PREFIX) : start])
    return found[0].lstrip(b"'") if found else b""


def _end_of_word(seen: bytes, place: int) -> int:
    found = _TAIL.match(seen, place)
    return found.end() if found else place


def _may_stand_before(before: str, root: Root) -> bool:
    plain = _REPEATED.sub(r"\1", before)
    return not before or not _PREFIXES[root].isdisjoint({plain, *(plain.translate(seen) for seen in _TO_CYRILLIC)})


def _is_of_its_script(word: str, root: Root) -> bool:
    """A Cyrillic root has a Cyrillic letter in its word, a Latin one mostly Latin letters: "фиск" is none."""
    cyrillic = sum(letter in _CYRILLIC for letter in word)
    if _is_cyrillic(root):
        return cyrillic > 0
    return cyrillic * 2 <= sum(letter.isalpha() for letter in word)


def _masked(seen: bytes) -> Iterator[Place]:
    """Words with signs in place of letters: of roots that are usual so, and of any root where a sign stands for one letter."""
    for number, mask in enumerate(islice(_MASK.finditer(seen), MOST)):
        begin = max(0, mask.start() - _AROUND)
        for score, start, end in _found(_MASKED, seen[begin : mask.end() + _AROUND]):
            yield score, begin + start, begin + end
        if number < _MOST_GUESSED and not mask[0].strip(_GUESSED_AT):
            yield from _guessed(seen, *mask.span())


def _guessed(seen: bytes, start: int, end: int) -> Iterator[Place]:
    """What the word with a sign here would be with one of the letters that people hide."""
    head, tail = _head(seen, start), seen[end : min(_end_of_word(seen, end), end + _AROUND)]
    if len(head) + len(tail) < _LEAST_SHOWN or not head:
        return
    length = len(head) + len(tail) + 2
    guesses = b"".join(b" " + head + bytes([letter]) + tail for letter in _HIDDEN)
    for score, begin, stop in _found(_PLAIN, guesses):
        if begin % length <= len(head) + 1 < (stop - 1) % length + 1 or stop % length == 0:
            yield min(score, MASKED), start - len(head), end + len(tail)


def _cut(seen: bytes) -> Iterator[Place]:
    """Words whose letters stand apart: х.у.й, х у й."""
    led = b" " + seen
    for match in islice(_CUT.finditer(led), _MOST_CUT):
        first = _FIRST_PIECE.search(led[max(0, match.start() - _LONGEST_PIECE) : match.start()])
        begin = match.start() - (len(first[0]) if first and not match[0].startswith(b" ") else 0)
        places = [place for place in range(begin, match.end()) if led[place : place + 1] not in _NO_LETTERS]
        joined = bytes(led[place] for place in places)
        for score, start, end in _found(_PLAIN, joined, is_whole=False):
            if score >= HOLD and end - start < places[end - 1] + 1 - places[start]:
                yield score, places[start] - 1, places[end - 1]


_NO_LETTERS = frozenset(bytes([one]) for one in range(256) if not _end_of_word(bytes([one]), 0))
