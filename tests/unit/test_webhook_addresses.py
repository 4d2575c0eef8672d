"""Which addresses webhooks go to: public ones, whatever they are dressed as."""

from types import SimpleNamespace

import pytest
from flask import Flask

from app.foundation.errors import Invalid
from app.webhooks import addresses

INSIDE = """
https://127.0.0.1/hook https://127.1.2.3/ https://localhost/hook https://LOCALHOST./hook https://veche.localhost/ https://10.0.0.7/
https://172.16.0.1/ https://192.168.1.1/admin https://169.254.169.254/latest/meta-data/ https://100.64.0.1/ https://0.0.0.0/
https://[::1]/ https://[::]/ https://[fe80::1]/ https://[fd00:ec2::254]/ https://[::ffff:127.0.0.1]/ https://[::ffff:a9fe:a9fe]/
https://[::127.0.0.1]/ https://[64:ff9b::7f00:1]/ https://[64:ff9b::a9fe:a9fe]/ https://[2002:7f00:1::]/ https://[2001:0:7f00:1::]/
https://[fec0::1]/ https://[ff02::1]/ https://224.0.0.1/ https://240.0.0.1/ https://255.255.255.255/ https://192.0.2.1/
https://[2001:db8::1]/ https://metadata.google.internal/ https://printer.local/ https://router.lan/ https://intranet/
https://valkey:6379/ https://1.0.0.127.in-addr.arpa/ https://127.1/ https://0x7f.1/ https://0X7F.0x1/ https://2130706433/
https://0177.0.0.1/ https://①②⑦.0.0.1/ https://127。0。0。1/ https://127.0.0.1./ https://１２７.0.0.1/
""".split()
NO_ADDRESSES = [
    *(
        "http://example.org/hook",
        "https://user:word@example.org/",
        "https://user@127.0.0.1/",
        "ftp://example.org/",
        "gopher://example.org/",
    ),
    *(
        "javascript:alert(1)",
        "https://",
        "https:///hook",
        "//example.org/",
        "example.org",
        "",
        "https://example.org:99999/",
    ),
    *(
        "https://exa mple.org/",
        "https://example.org\\@127.0.0.1/",
        "https://example.org/\r\nX: y",
        "https://[::1",
        "https://" + "a" * 600,
    ),
    *("file:///etc/passwd", "https://example.org:0/", "https://..example.org/"),
]
OUTSIDE = {
    "https://hooks.example.org/veche?key=1#part": "https://hooks.example.org/veche?key=1",
    "https://Сайт.рф:8443/приём": "https://xn--80aswg.xn--p1ai:8443/%D0%BF%D1%80%D0%B8%D1%91%D0%BC",
    "https://93.184.216.34/": "https://93.184.216.34/",
    "https://[2606:2800:220:1:248:1893:25c8:1946]/": "https://[2606:2800:220:1:248:1893:25c8:1946]/",
}


@pytest.fixture
def outside() -> Flask:
    app = Flask("addresses")
    app.extensions["veche.settings"] = SimpleNamespace(WEBHOOKS_INSIDE=False)
    return app


@pytest.mark.parametrize("url", [*INSIDE, *NO_ADDRESSES])
def test_nothing_is_sent_to(outside: Flask, url: str) -> None:
    with outside.app_context(), pytest.raises(Invalid):
        addresses.checked(url)


@pytest.mark.parametrize("url", OUTSIDE)
def test_a_public_address_is_kept_as_machines_write_it(outside: Flask, url: str) -> None:
    with outside.app_context():
        assert addresses.checked(url) == OUTSIDE[url]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "169.254.169.254",
        "::ffff:10.0.0.1",
        "fe80::1%eth0",
        "64:ff9b::1",
        "::ffff:0:7f00:1",
        "5f00::1",
        "3fff::1",
        "nonsense",
        "",
    ],
)
def test_an_answer_of_the_name_service_is_judged_too(number: str) -> None:
    assert addresses.is_public(number) is False
