"""An SVG is drawn anew: shapes stay, whatever acts or leads elsewhere is left behind."""

import pytest

from app.site import drawings
from app.site.drawings import NoDrawing

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 64 32">{}</svg>'


def drawn(inside: str) -> str:
    return drawings.redraw(SVG.format(inside).encode()).body.decode()


def test_shapes_and_colours_stay() -> None:
    picture = (
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<path d="M0 0h8" fill="url(#a)" style="stroke: red; stroke-width: 2"/>'
    )

    assert drawn(picture) == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32"><defs><linearGradient id="a"><stop offset="0" '
        'stop-color="#fff"></stop></linearGradient></defs><path d="M0 0h8" fill="url(#a)" stroke="red" stroke-width="2">'
        "</path></svg>"
    )


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<g onload="alert(1)"/>',
        '<path d="M0 0" onclick="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<image href="https://evil.example/x.png"/>',
        '<use href="https://evil.example/x.svg#a"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="alert(1)"/></foreignObject>',
        "<style>@import url(https://evil.example/x.css);</style>",
        '<path d="M0 0" fill="url(https://evil.example/x)"/>',
        '<path d="M0 0" style="fill: url(https://evil.example/x)"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    ],
)
def test_what_acts_or_leads_elsewhere_is_left_behind(evil: str) -> None:
    body = drawn(evil)

    assert [word for word in ("alert", "evil", "script", "import", "on") if word in body] == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><svg xmlns='http://www.w3.org/2000/svg'/></html>",
        b"<svg/>",
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        SVG.format("<g>" * 60 + "</g>" * 60).encode(),
        SVG.format("<g/>" * 6_000).encode(),
        SVG.format(" " * 200_000).encode(),
        SVG.format("<g>").encode(),
    ],
)
def test_what_is_no_sound_drawing_is_refused(raw: bytes) -> None:
    with pytest.raises(NoDrawing):
        drawings.redraw(raw)


@pytest.mark.parametrize(
    ("head", "shape"),
    [('viewBox="0 0 64 32"', 2.0), ('width="30px" height="60px"', 0.5), ("", 1.0), ('viewBox="0 0 0 0"', 1.0)],
)
def test_it_is_known_how_wide_it_is(head: str, shape: float) -> None:
    assert drawings.redraw(f'<svg xmlns="http://www.w3.org/2000/svg" {head}/>'.encode()).shape == shape
