"""The main colour of the site: whether words in it can be read, and what the pages make of it. Standard library only.

Contrast is that of WCAG 2.2 (relative luminance): words need 4.5 to 1.
"""

import colorsys
import re
from dataclasses import dataclass

WRITTEN = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
LEAST = 4.5
# What the colour stands on: pages, cards and sunk fields by day and by night, as in static/veche.css.
DAY, NIGHT = ("#f6f8f7", "#ffffff", "#ebefee"), ("#10181b", "#172226", "#223035")
DARK_WORDS, LIGHT_WORDS = "#101a1e", "#ffffff"
STEPS = 200
Parts = tuple[float, float, float]


@dataclass(frozen=True)
class Shades:
    """The colours that pages make of one: words and buttons (`main`), what stands on a button, a button under the hand, a soft ground."""

    main: str
    on_main: str
    pressed: str
    soft: str


def read(words: str) -> str | None:
    """A colour as #rrggbb, None where the words name none."""
    found = WRITTEN.fullmatch(words.strip())
    if not found:
        return None
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast(one: str, other: str) -> float:
    """How well the colours stand apart, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_by_day(colour: str) -> float:
    """The worst contrast of words in this colour on light pages, and of the words on a button of this colour."""
    return _least(colour, DAY)


def least_by_night(colour: str) -> float:
    """The worst contrast of what the colour becomes on dark pages."""
    return _least(by_night(colour).main, NIGHT)


def passes(colour: str) -> bool:
    """Whether everything that pages make of the colour can be read, by day and by night."""
    return least_by_day(colour) >= LEAST and least_by_night(colour) >= LEAST


def nearest(colour: str) -> str:
    """The colour itself where it passes, else the nearest darker one of its hue that does."""
    return _moved(colour, DAY, towards=0.0)


def by_day(colour: str) -> Shades:
    """What light pages make of it."""
    return Shades(colour, _words_on(colour), _mixed(colour, "#000000", 0.25), _soft(colour, "#ffffff", DAY))


def by_night(colour: str) -> Shades:
    """What dark pages make of it: lighter, in its own hue."""
    main = _moved(colour, NIGHT, towards=1.0)
    return Shades(main, _words_on(main), _mixed(main, "#ffffff", 0.3), _soft(main, NIGHT[1], NIGHT))


def _least(colour: str, grounds: tuple[str, ...]) -> float:
    return min(contrast(colour, _words_on(colour)), *(contrast(colour, ground) for ground in grounds))


def _moved(colour: str, grounds: tuple[str, ...], towards: float) -> str:
    hue, light, vivid = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(STEPS + 1):
        moved = _written(colorsys.hls_to_rgb(hue, light + (towards - light) * step / STEPS, vivid)) if step else colour
        if _least(moved, grounds) >= LEAST:
            return moved
    return _written((towards, towards, towards))


def _soft(colour: str, ground: str, grounds: tuple[str, ...]) -> str:
    """As much of the colour in a ground as leaves words in the colour readable on it."""
    for share in (0.14, 0.1, 0.07, 0.04):
        soft = _mixed(ground, colour, share)
        if contrast(soft, colour) >= LEAST:
            return soft
    return max(grounds, key=lambda one: contrast(one, colour))


def _words_on(colour: str) -> str:
    return max((LIGHT_WORDS, DARK_WORDS), key=lambda words: contrast(words, colour))


def _mixed(one: str, other: str, share: float) -> str:
    first, second = _parts(one), _parts(other)
    mixed = [a + (b - a) * share for a, b in zip(first, second, strict=True)]
    return _written((mixed[0], mixed[1], mixed[2]))


def _parts(colour: str) -> Parts:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _written(parts: Parts) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
