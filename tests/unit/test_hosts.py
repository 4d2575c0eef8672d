"""One address, two spellings: as people read it and as machines write it."""

import pytest

from app.foundation import hosts

READ, WRITTEN = "https://краудюгры.рф", "https://xn--80agcw4ads1eya.xn--p1ai"


@pytest.mark.parametrize("given", [READ, WRITTEN, "https://КраудЮгры.РФ", "https://XN--80AGCW4ADS1EYA.XN--P1AI"])
def test_an_address_is_read_in_letters_and_written_in_ascii(given: str) -> None:
    assert (hosts.for_people(given), hosts.for_machines(given)) == (READ, WRITTEN)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("https://ідеї.укр:8443/ideas/5?q=ё#п", "https://xn--d1ac1hg.xn--j1amh:8443/ideas/5?q=ё#п"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("/ideas/5", "/ideas/5"),
        ("", ""),
    ],
)
def test_only_the_host_changes(given: str, written: str) -> None:
    assert hosts.for_machines(given) == written
    assert hosts.for_people(written) == given


@pytest.mark.parametrize("name", ["-.рф", "a b", "п" * 64, "xn--zzzzzz-"])
def test_what_can_be_no_host_is_an_error(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        hosts.read_host(name)


@pytest.mark.parametrize(
    ("name", "is_loopback"),
    [
        ("localhost", True),
        ("veche.localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("localhost.evil.example", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_the_machine_itself_is_known_by_its_names(name: str, is_loopback: bool) -> None:
    assert hosts.is_loopback(name) == is_loopback
