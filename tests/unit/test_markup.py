"""Markdown of the operator becomes harmless HTML."""

import pytest

from app.foundation.markup import render


def test_headings_lists_and_links_are_written() -> None:
    html = render("# One\n\n## Two {#two}\n\n- **a**\n- [b](/pages/rules#data)\n")

    assert html == (
        '<h2>One</h2>\n<h2 id="two">Two</h2>\n<ul>\n<li><strong>a</strong></li>\n'
        '<li><a href="/pages/rules#data" rel="noopener">b</a></li>\n</ul>\n'
    )


def test_a_table_moves_within_its_own_box() -> None:
    html = render("|a|\n|-|\n|1|\n")

    assert html.startswith('<div class="table-box" tabindex="0"><table>\n<thead>')
    assert html.endswith("</tbody>\n</table></div>\n")


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "![a](https://evil.example/x.png)",
        '<a href="/x" onclick="alert(1)">a</a>',
    ],
)
def test_nothing_in_it_acts(evil: str) -> None:
    html = str(render(evil))

    acting = ("<script", "<img", 'href="javascript', 'href="data', '<a href="/x"')
    assert [word for word in acting if word in html] == []
