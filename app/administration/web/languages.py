"""Languages by the names they have for themselves."""

from babel import Locale

# For which numbers a language has words of its own, as its plural rule tells them apart.
FORMS = {"ru": ("1", "2", "5"), "uk": ("1", "2", "5"), "en": ("1", "2")}


def named(code: str) -> str:
    """The language's own name for itself."""
    return (Locale.parse(code).get_display_name(code) or code).capitalize()
