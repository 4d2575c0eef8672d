"""SVG pictures drawn anew: only shapes and colours that are known to be harmless are kept. Standard library only."""

import re
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

MOST_BYTES, MOST_PARTS, DEEPEST = 200_000, 5_000, 40
SVG = "http://www.w3.org/2000/svg"
ELEMENTS = {
    *(
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "title",
        "desc",
        "symbol",
    ),
    *("linearGradient", "radialGradient", "stop", "clipPath", "mask", "text", "tspan", "use"),
}
ATTRIBUTES = {
    *(
        "id",
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "width",
        "height",
        "points",
    ),
    *("viewBox", "preserveAspectRatio", "transform", "offset", "gradientUnits", "gradientTransform", "spreadMethod"),
    *(
        "clipPathUnits",
        "maskUnits",
        "maskContentUnits",
        "version",
        "dx",
        "dy",
        "text-anchor",
        "font-family",
        "font-size",
    ),
    *(
        "font-weight",
        "font-style",
        "letter-spacing",
        "fill",
        "fill-rule",
        "fill-opacity",
        "clip-rule",
        "clip-path",
        "mask",
    ),
    *("stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray"),
    *("stroke-dashoffset", "stroke-opacity", "opacity", "stop-color", "stop-opacity", "color", "display", "visibility"),
}
# A style says the same as these attributes would.
PAINT = ATTRIBUTES & {
    *("fill", "fill-rule", "fill-opacity", "clip-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
    *("stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "opacity", "stop-color"),
    *("stop-opacity", "display", "visibility", "font-family", "font-size", "font-weight", "font-style", "text-anchor"),
}
NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
INSIDE = re.compile(r"#[\w.:-]{1,100}")
REFERENCE = re.compile(r"url\(\s*['\"]?#[\w.:-]{1,100}['\"]?\s*\)")


class NoDrawing(Exception):
    """The file is no SVG that can be drawn anew: broken, too large, or with entities of its own."""


@dataclass(frozen=True)
class Redrawn:
    """A picture of known shapes alone; `shape` is how many times wider than high it is."""

    body: bytes
    shape: float


def redraw(raw: bytes) -> Redrawn:
    """The picture with its known shapes alone. What it leads to outside itself, scripts and styles of their own are left behind.

    Raises NoDrawing.
    """
    if len(raw) > MOST_BYTES:
        raise NoDrawing
    drawing = _Drawing()
    try:
        drawing.parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise NoDrawing from None
    if not drawing.has_root:
        raise NoDrawing
    return Redrawn("".join(drawing.kept).encode(), drawing.shape)


class _Drawing:
    def __init__(self) -> None:
        self.kept: list[str] = []
        self.has_root, self.shape = False, 1.0
        self._depth = self._parts = self._left_out = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.StartDoctypeDeclHandler = self._declare
        self.parser.EntityDeclHandler = self._refuse

    def _declare(self, _name: str, _system: str | None, _public: str | None, has_own: int) -> None:
        # Drawing programs write a plain doctype; entities of one's own are how files grow without end.
        if has_own:
            raise NoDrawing

    def _refuse(self, *_about: object) -> None:
        raise NoDrawing

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth, self._parts = self._depth + 1, self._parts + 1
        if self._depth > DEEPEST or self._parts > MOST_PARTS:
            raise NoDrawing
        space, _, word = name.rpartition(" ")
        if self._depth == 1 and (space, word) != (SVG, "svg"):
            raise NoDrawing
        if self._left_out or space != SVG or word not in ELEMENTS:
            self._left_out += 1
            return
        self.has_root = True
        if self._depth == 1:
            self.shape = _shape(attributes)
        own = f' xmlns="{SVG}"' if self._depth == 1 else ""
        written = "".join(f" {key}={quoteattr(value)}" for key, value in _harmless(word, attributes).items())
        self.kept.append(f"<{word}{own}{written}>")

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._left_out:
            self._left_out -= 1
            return
        self.kept.append(f"</{name.rpartition(' ')[2]}>")

    def _say(self, words: str) -> None:
        if not self._left_out:
            self.kept.append(escape(words))


def _shape(attributes: dict[str, str]) -> float:
    """How many times wider than high the picture is; 1 where it does not say."""
    sides = NUMBER.findall(attributes.get("viewBox", ""))[2:4] or [
        side for name in ("width", "height") for side in NUMBER.findall(attributes.get(name, ""))[:1]
    ]
    width, height = (float(side) for side in sides) if len(sides) == 2 else (1.0, 1.0)
    return width / height if width > 0 and height > 0 else 1.0


def _harmless(element: str, attributes: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in attributes.items():
        space, _, word = name.rpartition(" ")
        if (
            word == "href"
            and element in {"use", "linearGradient", "radialGradient"}
            and INSIDE.fullmatch(value.strip())
        ):
            found["href"] = value.strip()
        elif not space and word == "style":
            found |= _painted(value)
        elif not space and word in ATTRIBUTES and _stays_inside(value):
            found[word] = value
    return found


def _painted(style: str) -> dict[str, str]:
    pairs = [part.partition(":") for part in style.split(";")]
    told = {name.strip(): value.strip() for name, _, value in pairs}
    return {name: value for name, value in told.items() if name in PAINT and value and _stays_inside(value)}


def _stays_inside(value: str) -> bool:
    """Whether it leads to nothing outside of the picture."""
    left = REFERENCE.sub("", value).lower()
    return "url(" not in left and "\\" not in left and "javascript:" not in left and "data:" not in left
