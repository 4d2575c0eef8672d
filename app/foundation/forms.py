"""Forms of the house: they check the shape of what was sent, in the person's language. Verbs check the rules.

Texts are cleaned before anything looks at them, and limits count characters after that. A form carries no token of its own:
every POST is checked at the door, and a template puts `csrf()` where the page is not kept by anyone.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.texts import clean, clean_line

Validator = Callable[[Any, Any], None]
Choices = Sequence[tuple[Any, Any]] | Callable[[], Sequence[tuple[Any, Any]]]
LONGEST_EMAIL = 254
# Days outside of these are slips, and arithmetic with zones and weeks ends where years do.
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


class Form(FlaskForm):
    """The base of every form. `validate()` says whether all is well; `errors` then holds sentences for people."""

    class Meta(FlaskForm.Meta):
        csrf = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:
            kwargs.setdefault("formdata", _typed())
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]


def _typed() -> MultiDict[str, str] | None:
    # Left to itself Flask-WTF takes files and JSON for fields, too: what arrives as a text would be none.
    return request.form if request.method == "POST" and request.form else None


class Required:
    """There must be something. For a tick `sentence` says what is to be agreed to."""

    def __init__(self, sentence: Any = None) -> None:
        self.field_flags = {"required": True}
        self._sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        if field.data or (field.data == 0 and field.data is not False):
            return
        if field.errors and any(str(word).strip() for word in field.raw_data or ()):
            # Something came, and what is amiss with it is said already.
            raise StopValidation
        field.errors = []
        raise StopValidation(str(self._sentence) if self._sentence else _("Fill this in."))


class Optional:
    """There may be nothing; then nothing else is checked."""

    def __init__(self) -> None:
        self.field_flags = {"optional": True}

    def __call__(self, form: Form, field: Field) -> None:
        if field.raw_data and str(field.raw_data[0]).strip():
            return
        field.errors = []
        raise StopValidation


class AtMost:
    """No more characters than `most`."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Form, field: Field) -> None:
        over = len(field.data or "") - self.most
        if over > 0:
            limit = ngettext("At most %(num)s character fits here.", "At most %(num)s characters fit here.", self.most)
            raise StopValidation(limit + " " + ngettext("Take away %(num)s.", "Take away %(num)s.", over))


class AtLeast:
    """No fewer characters than `least`."""

    def __init__(self, least: int) -> None:
        self.least = least

    def __call__(self, form: Form, field: Field) -> None:
        if len(field.data or "") < self.least:
            raise StopValidation(
                ngettext("Write at least %(num)s character.", "Write at least %(num)s characters.", self.least)
            )


class Between:
    """A whole number from `least` to `most`, both allowed."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, form: Form, field: Field) -> None:
        if field.data is not None and not self.least <= field.data <= self.most:
            raise StopValidation(_("Write a number from %(least)s to %(most)s.", least=self.least, most=self.most))


def _is_email(form: Form, field: Field) -> None:
    try:
        validate_email(field.data or "", check_deliverability=False)
    except EmailNotValidError:
        raise ValidationError(_("This does not look like an e-mail address. Write it like name@example.org.")) from None


class Line(StringField):
    """One line of text."""

    data: str

    def __init__(self, label: Any = None, validators: Sequence[Validator] = (), most: int = 200, **kwargs: Any) -> None:
        super().__init__(label, [*validators, AtMost(most)], filters=(clean_line,), **kwargs)


class Area(TextAreaField):
    """Text of several lines."""

    data: str

    def __init__(
        self, label: Any = None, validators: Sequence[Validator] = (), most: int = 10_000, **kwargs: Any
    ) -> None:
        super().__init__(label, [*validators, AtMost(most)], filters=(clean,), **kwargs)


class EmailLine(StringField):
    """An e-mail address, Cyrillic ones too."""

    data: str

    def __init__(self, label: Any = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        words = {"autocomplete": "email", "inputmode": "email", "autocapitalize": "off", "spellcheck": "false"}
        kwargs.setdefault("render_kw", words)
        super().__init__(label, [*validators, AtMost(LONGEST_EMAIL), _is_email], filters=(clean_line,), **kwargs)


class Secret(PasswordField):
    """A password: taken as it was typed, never shown again."""

    data: str

    def __init__(self, label: Any = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators], filters=(lambda typed: typed or "",), **kwargs)


class Tick(BooleanField):
    """A box to tick."""


class Whole(IntegerField):
    """A whole number."""

    def __init__(self, label: Any = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "numeric"})
        super().__init__(label, [*validators], **kwargs)
        self.invalid_value_message = _l("Write a whole number.")


class Day(DateField):
    """A day of the calendar, without a time."""

    def __init__(self, label: Any = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators], **kwargs)
        self.invalid_value_message = _l("Choose a day of the calendar.")

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and not EARLIEST <= self.data <= LATEST:
            self.data = None
            raise ValueError(str(self.invalid_value_message))


def _an_id(value: Any) -> int | None:
    return None if value in {None, "", "None"} else int(value)


def options(choices: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Options of a select from (value, label) or (value, label, heading of the group)."""
    return [SelectChoice(value, label, optgroup=group[0] if group else None) for value, label, *group in choices]


def _options(choices: Choices | None) -> Any:
    return choices if choices is None or callable(choices) else options(choices)


NOT_OFFERED = _l("Choose one of the list.")


class Choice(SelectField):
    """One of a list of (value, label). With `ids` the values are ids of rows, and the empty choice gives None."""

    def __init__(
        self,
        label: Any = None,
        choices: Choices | None = None,
        validators: Sequence[Validator] = (),
        ids: bool = False,
        **kwargs: Any,
    ) -> None:
        words = {"invalid_value_message": NOT_OFFERED, "invalid_choice_message": NOT_OFFERED}
        super().__init__(
            label, [*validators], choices=_options(choices), coerce=_an_id if ids else str, **{**words, **kwargs}
        )


class Radio(RadioField):
    """One of a short list of (value, label), all of it seen at once."""

    def __init__(
        self, label: Any = None, choices: Choices | None = None, validators: Sequence[Validator] = (), **kwargs: Any
    ) -> None:
        words = {"invalid_value_message": NOT_OFFERED, "invalid_choice_message": NOT_OFFERED}
        super().__init__(label, [*validators], choices=_options(choices), **{**words, **kwargs})


class Several(SelectMultipleField):
    """Some of a list of (id, label), as boxes to tick. `data` are the ids, each once, in the order of the list."""

    data: list[int]
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        words = {"invalid_value_message": NOT_OFFERED, "invalid_choice_message": NOT_OFFERED}
        super().__init__(label, [*validators], choices=[], coerce=_an_id, **{**words, **kwargs})

    def offer(self, choices: Sequence[tuple[int, Any]]) -> None:
        """Says what there is to choose from."""
        self.choices = options(choices)


class AtMostTicks:
    """No more boxes ticked than `most`."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Form, field: Field) -> None:
        if len(field.data or ()) > self.most:
            raise StopValidation(ngettext("Choose %(num)s at the most.", "Choose %(num)s at the most.", self.most))
