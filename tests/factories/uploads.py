"""Files as people, and people with bad intentions, bring them."""

import struct
import zlib
from io import BytesIO

from PIL import Image, PngImagePlugin
from werkzeug.datastructures import FileStorage

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.uploads import domain, store
from campaigns.ideas.models import Idea, IdeaFile

SECRET_PLACE = "Surgut-home-of-Anna"
SCRIPT = b"<script>alert(1)</script>"


def jpeg(size: tuple[int, int] = (40, 30), *, turned: bool = False) -> bytes:
    """A JPEG that says where it was taken, in every place that can say it; `turned` by a quarter."""
    exif = Image.Exif()
    exif[0x010E] = SECRET_PLACE
    if turned:
        exif[0x0112] = 6
    content = BytesIO()
    picture = Image.new("RGB", size, "navy")
    picture.save(content, "JPEG", exif=exif, comment=SECRET_PLACE.encode(), icc_profile=SECRET_PLACE.encode())
    return content.getvalue()


def png(size: tuple[int, int] = (40, 30), *, see_through: bool = False) -> bytes:
    """A PNG with words in its texts."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET_PLACE)
    words.add_itxt("Place", SECRET_PLACE)
    content = BytesIO()
    Image.new("RGBA", size, (0, 90, 90, 90 if see_through else 255)).save(content, "PNG", pnginfo=words)
    return content.getvalue()


def moving_png() -> bytes:
    """A PNG of two frames, the second one red."""
    content = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("green", "red")]
    frames[0].save(content, "PNG", save_all=True, append_images=frames[1:])
    return content.getvalue()


def bomb() -> bytes:
    """A PNG of few bytes that says it has 2,500 million dots."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    dots = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def pdf(inside: bytes = b"") -> bytes:
    """As much of a PDF as we look at."""
    return b"%PDF-1.7\n" + inside + b"\nstartxref\n0\n%%EOF\n"


def sent(content: bytes, name: str = "photo.jpg", media_type: str = "application/octet-stream") -> FileStorage:
    """A file as the field of a form."""
    return FileStorage(BytesIO(content), filename=name, content_type=media_type)


def add_file(idea: Idea, account: Account, content: bytes | None = None, name: str = "photo.jpg") -> IdeaFile:
    """The idea with one more file, as its author would have added it."""
    brought = store.bring(BytesIO(content or jpeg()), name)
    with step():
        upload = domain.keep(account.id, brought, clock.now())
        file = IdeaFile(idea_id=idea.id, upload_id=upload.id, caption="Очередь у окна", added_at=clock.now())
        db.session.add(file)
    return file
