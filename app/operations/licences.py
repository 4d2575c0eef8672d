"""Whose work this copy stands on: the packages it needs, with their licences, from what is installed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

OWN = "veche"
EXTRAS = ("", "pg")
TEXTS = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS|COPYRIGHT)[^/]*$", re.IGNORECASE)
LONGEST = 200_000
UNSAID = re.compile(r"^(unknown|dual license|)$", re.IGNORECASE)


@dataclass(frozen=True)
class Package:
    """A package that is installed: its licence in a few words, and the texts that came with it, by the names of their files."""

    name: str
    version: str
    licence: str
    homepage: str
    texts: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def packages() -> tuple[Package, ...]:
    """Everything this copy needs to run, by name; what only tests need is not among it."""
    found: dict[str, Distribution] = {}
    _follow(OWN, EXTRAS, found)
    found.pop(OWN, None)
    return tuple(_told(one) for _name, one in sorted(found.items()))


@lru_cache(maxsize=1)
def all_texts() -> str:
    """What came with every package, one after another."""
    line = "=" * 78
    return "\n".join(
        f"{line}\n{one.name} {one.version} ({one.licence})\n{one.homepage}\n{line}\n\n"
        + "\n".join(f"--- {name}\n\n{text.strip()}\n" for name, text in one.texts)
        for one in packages()
    )


def _follow(name: str, extras: tuple[str, ...], found: dict[str, Distribution]) -> None:
    try:
        one = distribution(name)
    except PackageNotFoundError:
        return
    found[_key(name)] = one
    for line in one.requires or ():
        needed = Requirement(line)
        if needed.marker and not any(needed.marker.evaluate({"extra": extra}) for extra in extras or ("",)):
            continue
        if _key(needed.name) not in found:
            _follow(needed.name, ("", *sorted(needed.extras)), found)


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _told(one: Distribution) -> Package:
    about = one.metadata
    urls = [url.partition(",")[2].strip() for url in about.get_all("Project-URL") or ()]
    homepage = _said(one, "Home-page") or next(iter(urls), "")
    is_address = homepage.startswith(("https://", "http://"))
    return Package(about["Name"], one.version, _licence(one), homepage if is_address else "", tuple(_texts(one)))


def _licence(one: Distribution) -> str:
    about = one.metadata
    said = _said(one, "License-Expression")
    classed = [
        line.rpartition("::")[2].strip() for line in about.get_all("Classifier") or () if line.startswith("License ::")
    ]
    written = _said(one, "License").splitlines()[:1]
    for words in (said, ", ".join(name for name in classed if name != "OSI Approved"), *written):
        if words and not UNSAID.match(words) and len(words) < 120:
            return words
    return "see its text"


def _said(one: Distribution, name: str) -> str:
    return str(one.metadata[name] or "").strip() if name in one.metadata else ""


def _texts(one: Distribution) -> Iterator[tuple[str, str]]:
    for path in sorted(one.files or (), key=str):
        if TEXTS.search(path.name) and path.suffix not in {".py", ".pyc", ".h", ".json"}:
            try:
                yield path.name, Path(str(path.locate())).read_text("utf-8", "replace")[:LONGEST]
            except OSError:
                continue
