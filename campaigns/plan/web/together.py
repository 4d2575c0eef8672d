"""Several forms that are sent together, for pages with a part for each window or language."""

from collections.abc import Iterator
from typing import Any

from wtforms import Field

from app.foundation.forms import Form


class Forms:
    """Forms with prefixes of their own, validated at once and told of in one summary."""

    @property
    def forms(self) -> list[Form]:
        """The forms that are shown, from the top."""
        raise NotImplementedError

    def validate(self) -> bool:
        """Whether all of them are well shaped."""
        return all([form.validate() for form in self.forms])  # noqa: C419  each one is to say what is wrong with it

    @property
    def errors(self) -> dict[str | None, Any]:
        return {name: errors for form in self.forms for name, errors in form.errors.items()}

    @property
    def form_errors(self) -> list[Any]:
        return []

    def __iter__(self) -> Iterator[Field]:
        """All fields, as the error summary walks them."""
        return (field for form in self.forms for field in form)
