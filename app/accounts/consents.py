"""The texts that people agree to, each in versions that stay readable."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

PERSONAL_DATA = "personal-data"

# Versions from the oldest to the present one; each is a file templates/consents/<name>-<version>.html that never changes.
VERSIONS: dict[str, tuple[str, ...]] = {PERSONAL_DATA: ("1",)}

TITLES = {PERSONAL_DATA: _l("Consent to the processing of personal data")}


@dataclass(frozen=True)
class Text:
    """A text in one of its versions."""

    name: str
    version: str

    @property
    def template(self) -> str:
        return f"consents/{self.name}-{self.version}.html"


def present(name: str) -> Text:
    """The version that is agreed to today. Raises KeyError for a name that is no text."""
    return Text(name, VERSIONS[name][-1])


def find(name: str, version: str | None) -> Text | None:
    """A text in a version (the present one where none is named), or None where there is no such."""
    known = VERSIONS.get(name)
    if not known:
        return None
    return Text(name, version or known[-1]) if version is None or version in known else None
