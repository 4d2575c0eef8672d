"""Pictures drawn anew: whatever else their file held stays behind."""

import struct
import threading
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps

from app.foundation.errors import Invalid, Reason
from app.uploads.models import MediaType

MOST_PIXELS = 40_000_000
LARGEST_SIDE, SMALL_SIDE = 2_000, 480
QUALITY, SMALL_QUALITY = 82, 72
TOO_MANY_PIXELS = Reason(
    "picture-too-large", _l("This picture has more than 40 million dots. Make it smaller and add it again.")
)
BROKEN_PICTURE = Reason(
    "picture-broken",
    _l("This picture cannot be opened: its file is broken. Open it on your device, save it anew, add it."),
)
# What Pillow raises at files that are not what they should be.
_FAULTS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
    AssertionError,
    struct.error,
    zlib.error,
)
# Pillow's own limit is a larger one, and half of it only a warning.
Image.MAX_IMAGE_PIXELS = None
_FORMATS = {MediaType.PNG: "PNG", MediaType.JPEG: "JPEG"}
# A picture of the most dots takes 160 MB for a moment: no two of them in one process.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew, and a small JPEG of it."""

    content: bytes
    media_type: MediaType
    width: int
    height: int
    small: bytes


def redraw(file: BinaryIO, media_type: MediaType) -> Picture:
    """The first frame upright and no larger than 2,000 dots a side, with nothing of what its file said besides.

    A PNG that one can see through stays a PNG, all else becomes a JPEG. Raises Invalid where the file is broken or has
    more dots than are drawn here.
    """
    with _one_at_a_time:
        try:
            return _drawn(file, media_type)
        except _FAULTS:
            raise Invalid(BROKEN_PICTURE) from None


def small_size(width: int, height: int) -> tuple[int, int]:
    """The width and height of the small copy of a picture."""
    larger = max(width, height)
    if larger <= SMALL_SIDE:
        return width, height
    return max(1, round(width * SMALL_SIDE / larger)), max(1, round(height * SMALL_SIDE / larger))


def _drawn(file: BinaryIO, media_type: MediaType) -> Picture:
    file.seek(0)
    with Image.open(file, formats=[_FORMATS[media_type]]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Invalid(TOO_MANY_PIXELS)
        picture = _bare(opened)
    see_through = picture.mode == "RGBA" and _least_opaque(picture) < 255
    flat = _on_white(picture)
    small = flat.resize(small_size(flat.width, flat.height), Image.Resampling.LANCZOS)
    kept = (_png(picture), MediaType.PNG) if see_through else (_jpeg(flat, QUALITY), MediaType.JPEG)
    return Picture(*kept, picture.width, picture.height, _jpeg(small, SMALL_QUALITY))


def _bare(opened: Image.Image) -> Image.Image:
    """The dots alone, upright, in three or four channels of eight bits."""
    turn = opened.getexif().get(0x0112, 1)
    # A JPEG is read at the size that is needed; of anything else the mode must hold colours that can be mixed.
    opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    opened.load()
    mode = "RGBA" if opened.has_transparency_data else "RGB"
    whole = _eight_bits(opened)
    picture: Image.Image = whole if whole.mode == mode else whole.convert(mode)
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(mode, picture.size)
    bare.paste(picture)
    bare.getexif()[0x0112] = turn
    upright = ImageOps.exif_transpose(bare)
    upright.info = {}
    return upright


def _eight_bits(picture: Image.Image) -> Image.Image:
    # Sixteen bits a dot would be cut off, not scaled, by a plain conversion.
    if picture.mode in {"I;16", "I;16B", "I;16L", "I"}:
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture


def _least_opaque(picture: Image.Image) -> int:
    seen = picture.getchannel("A").histogram()
    return next(value for value, dots in enumerate(seen) if dots)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _png(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    content = BytesIO()
    picture.save(content, "JPEG", quality=quality, progressive=True, optimize=True)
    return content.getvalue()


def small_png(file: BinaryIO, largest: int = 512) -> tuple[bytes, int, int]:
    """A PNG drawn anew with its width and height, no larger than so many dots a side. Raises Invalid as `redraw` does."""
    with _one_at_a_time:
        try:
            file.seek(0)
            with Image.open(file, formats=["PNG"]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Invalid(TOO_MANY_PIXELS)
                picture = _bare(opened)
            picture.thumbnail((largest, largest), Image.Resampling.LANCZOS)
            return _png(picture), picture.width, picture.height
        except _FAULTS:
            raise Invalid(BROKEN_PICTURE) from None
