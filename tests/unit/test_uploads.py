"""What is kept of a file that somebody brings: its dots, or its bytes, and nothing that nobody meant to give."""

from io import BytesIO

import pytest
from PIL import Image

from app.foundation.errors import Invalid
from app.uploads import kinds, names, pictures
from app.uploads.models import MediaType
from app.uploads.pictures import redraw, small_size
from tests.factories.uploads import SCRIPT, SECRET_PLACE, bomb, jpeg, moving_png, pdf, png


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def drawn(content: bytes) -> pictures.Picture:
    file = BytesIO(content)
    return redraw(file, kinds.media_type_of(file))


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(jpeg(), MediaType.JPEG), (png(), MediaType.PNG), (pdf(), MediaType.PDF), (jpeg() + SCRIPT, MediaType.JPEG)],
)
def test_a_file_is_what_its_bytes_begin_with(content: bytes, media_type: MediaType) -> None:
    assert kinds.media_type_of(BytesIO(content)) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html>" + SCRIPT,
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"MZ" + bytes(60),
        b"PK\x03\x04" + bytes(60),
        b" %PDF-1.7\n%%EOF",
        b"\x89PN",
        b"\x00",
    ],
)
def test_nothing_else_is_taken(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        kinds.media_type_of(BytesIO(content))

    assert refusal.value.reason == kinds.UNKNOWN


@pytest.mark.parametrize("content", [jpeg((300, 200)), png((300, 200)), png((300, 200), see_through=True)])
def test_a_picture_is_kept_without_what_its_file_said(content: bytes) -> None:
    picture = drawn(content + SCRIPT)

    kept = opened(picture.content)
    assert (kept.size, dict(kept.getexif()), kept.info.get("comment")) == ((300, 200), {}, None)
    for word in (SECRET_PLACE.encode(), SCRIPT, b"Exif", b"tEXt", b"iTXt", b"ICC_PROFILE"):
        assert word not in picture.content + picture.small


def test_a_picture_stands_upright() -> None:
    picture = drawn(jpeg((40, 30), turned=True))

    assert (picture.width, picture.height) == (30, 40)
    assert opened(picture.content).size == (30, 40)


def test_a_large_picture_becomes_two_thousand_dots_wide_and_its_small_copy_as_wide_as_it_is_said_to_be() -> None:
    picture = drawn(jpeg((5000, 3000)))

    assert (picture.width, picture.height) == (2000, 1200)
    assert opened(picture.small).size == small_size(2000, 1200) == (480, 288)


@pytest.mark.parametrize(
    ("content", "kept_as"),
    [
        (jpeg(), MediaType.JPEG),
        (png(), MediaType.JPEG),
        (png(see_through=True), MediaType.PNG),
        (moving_png(), MediaType.JPEG),
    ],
)
def test_only_what_one_can_see_through_stays_a_png(content: bytes, kept_as: MediaType) -> None:
    picture = drawn(content)

    assert picture.media_type == kept_as
    assert kinds.media_type_of(BytesIO(picture.content)) == kept_as
    assert kinds.media_type_of(BytesIO(picture.small)) == MediaType.JPEG


def test_of_a_picture_that_moves_the_first_frame_stays() -> None:
    red, green, _blue = opened(drawn(moving_png()).content).convert("RGB").getpixel((10, 10))  # type: ignore[misc]

    assert green > red


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_drawn(mode: str) -> None:
    content = BytesIO()
    Image.new(mode, (50, 50)).save(content, "PNG")

    assert drawn(content.getvalue()).width == 50


@pytest.mark.parametrize("mode", ["L", "CMYK", "YCbCr"])
def test_every_kind_of_jpeg_is_drawn(mode: str) -> None:
    content = BytesIO()
    Image.new(mode, (50, 50)).save(content, "JPEG")

    assert drawn(content.getvalue()).width == 50


def test_sixteen_bits_a_dot_are_scaled_and_not_cut() -> None:
    content = BytesIO()
    Image.new("I;16", (50, 50), 32768).save(content, "PNG")

    assert 120 <= opened(drawn(content.getvalue()).content).convert("L").getpixel((5, 5)) <= 136  # type: ignore[operator]


def test_a_bomb_is_not_even_opened() -> None:
    with pytest.raises(Invalid) as refusal:
        drawn(bomb())

    assert refusal.value.reason == pictures.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    "content",
    [
        jpeg((400, 400))[:600],
        png((400, 400))[:120],
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff" + bytes(500),
        b"\x89PNG\r\n\x1a\n" + SCRIPT * 50,
        jpeg()[:200] + bytes(200) + jpeg()[400:],
    ],
)
def test_half_a_picture_is_none(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        drawn(content)

    assert refusal.value.reason == pictures.BROKEN_PICTURE


def test_a_picture_without_the_colours_it_counts_on_is_none() -> None:
    whole = BytesIO()
    Image.new("P", (4, 4)).save(whole, "PNG")
    begins = whole.getvalue().index(b"PLTE") - 4
    length = int.from_bytes(whole.getvalue()[begins : begins + 4], "big") + 12

    with pytest.raises(Invalid) as refusal:
        drawn(whole.getvalue()[:begins] + whole.getvalue()[begins + length :])

    assert refusal.value.reason == pictures.BROKEN_PICTURE


@pytest.mark.parametrize("content", [b"%PDF-1.7\nhalf of it", b"%PDF-", pdf() + b" " * 5000])
def test_a_pdf_that_is_cut_off_is_not_kept(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        kinds.require_open_pdf(content)

    assert refusal.value.reason == kinds.BROKEN_PDF


def test_a_locked_pdf_is_not_kept() -> None:
    with pytest.raises(Invalid) as refusal:
        kinds.require_open_pdf(pdf(b"<< /Encrypt 5 0 R >>"))

    assert refusal.value.reason == kinds.LOCKED_PDF


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Очередь в МФЦ.jpeg", "Очередь в МФЦ.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Анна\\фото.png", "фото.jpg"),
        ("a\x00b\r\nSet-Cookie: x.jpg", "ab Set-Cookie_ x.jpg"),
        ("page.html", "page.jpg"),
        ("archive.tar.gz", "archive.tar.jpg"),
        ("1. План на год", "1. План на год.jpg"),
        ("..", "file.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("", "file.jpg"),
        (None, "file.jpg"),
        ('"><img src=x>.png', "img src=x.jpg"),
        ("я" * 300 + ".jpg", "я" * 80 + ".jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("%2e%2e%2f.jpg", "2e_2e_2f.jpg"),
    ],
)
def test_a_name_is_a_name_and_no_path(given: str | None, kept: str) -> None:
    assert names.fit(given, MediaType.JPEG) == kept
