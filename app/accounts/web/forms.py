"""What people fill in about themselves, and administrators about others."""

import unicodedata
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from app.accounts import passwords
from app.accounts.identity import numbers
from app.accounts.roles import SCOPES
from app.accounts.words import ROLES
from app.foundation import site
from app.foundation.addresses import local
from app.foundation.forms import Choice, EmailLine, Form, Line, Required, Secret, Tick
from app.territories import queries as territories

LONGEST_NEXT = 500
EMAIL = {"autocomplete": "username", "inputmode": "email", "autocapitalize": "off", "spellcheck": "false"}
AGREE = _l("Without this consent we may not keep your account. Tick the box to go on.")


def come_back(address: str | None) -> str:
    """Where a person wanted to go: an address of this site, or nothing."""
    return local(address, "") if address and len(address) <= LONGEST_NEXT else ""


def is_name(form: Form, field: Field) -> None:
    """Letters alone."""
    # Names go into letters to addresses that anybody may type: a name is no place for a link.
    letters = field.data.replace(". ", " ").removesuffix(".")
    if not all(letter in " -'’ʼ`" or unicodedata.category(letter)[0] in "LM" for letter in letters):
        raise ValidationError(_("Write it with letters, spaces and hyphens."))


def _require_sound(password: Field, email: str) -> None:
    fault = passwords.fault(password.data, email)
    if fault:
        raise ValidationError(str(fault))


def territory_choices() -> list[tuple[Any, str]]:
    """The places a person may live in."""
    return [("", _("I would rather not say")), *((place.id, place.name) for place in territories.all_places())]


def language_choices() -> list[tuple[str, str]]:
    """The languages of this copy, each by its own name."""
    codes = site.chosen().languages
    return [(code, (Locale.parse(code).get_display_name(code) or code).capitalize()) for code in codes]


class RegistrationForm(Form):
    """Signing up."""

    given_name = Line(_l("Given name"), [Required(), is_name], most=60, render_kw={"autocomplete": "given-name"})
    family_name = Line(_l("Family name"), [Required(), is_name], most=60, render_kw={"autocomplete": "family-name"})
    email = EmailLine(_l("E-mail"), [Required()])
    password = Secret(_l("Password"), [Required()], render_kw={"autocomplete": "new-password"})
    territory_id = Choice(_l("Where you live"), ids=True, choices=territory_choices)
    consent = Tick(_l("I agree to the processing of my personal data"), [Required(AGREE)])
    next = HiddenField(filters=(come_back,))

    def validate_password(self, field: Field) -> None:
        _require_sound(field, self.email.data)


class SignInForm(Form):
    """Signing in."""

    email = Line(_l("E-mail"), [Required()], most=254, render_kw=EMAIL)
    password = Secret(_l("Password"), [Required()], render_kw={"autocomplete": "current-password"})
    next = HiddenField(filters=(come_back,))

    def validate_email(self, field: Field) -> None:
        if numbers.has_slip(field.data):
            raise ValidationError(_("A digit of this number is wrong. Compare it with your sheet."))


class AddressForm(Form):
    """Asking for a letter."""

    email = EmailLine(_l("E-mail"), [Required()])


class NewPasswordForm(Form):
    """A new password by the link of a letter."""

    password = Secret(_l("New password"), [Required()], render_kw={"autocomplete": "new-password"})

    def __init__(self, email: str) -> None:
        super().__init__()
        self._email = email

    def validate_password(self, field: Field) -> None:
        _require_sound(field, self._email)


class ClaimForm(NewPasswordForm):
    """What the owner of a mailbox tells anew, with which somebody else may have signed up."""

    given_name = Line(_l("Given name"), [Required(), is_name], most=60, render_kw={"autocomplete": "given-name"})
    family_name = Line(_l("Family name"), [Required(), is_name], most=60, render_kw={"autocomplete": "family-name"})
    consent = Tick(_l("I agree to the processing of my personal data"), [Required(AGREE)])


class ChangePasswordForm(NewPasswordForm):
    """A new password by the one who knows the present one."""

    current_password = Secret(_l("Present password"), [Required()], render_kw={"autocomplete": "current-password"})


class ProfileForm(Form):
    """What a person tells about themselves."""

    given_name = Line(_l("Given name"), [Required(), is_name], most=60, render_kw={"autocomplete": "given-name"})
    family_name = Line(_l("Family name"), [Required(), is_name], most=60, render_kw={"autocomplete": "family-name"})
    territory_id = Choice(_l("Where you live"), ids=True, choices=territory_choices)
    language = Choice(_l("Language of our letters"), choices=language_choices)


class GiveRoleForm(Form):
    """A role for a person. The places are set by the view."""

    role = Choice(_l("Role"), [("", _l("Choose")), *((role.value, ROLES[role]) for role in SCOPES)], [Required()])
    place = Choice(_l("Where"), validators=[Required()])


class TerritoryForm(Form):
    """A place and what it is a part of. The possible wholes are set by the view."""

    name = Line(_l("Name of the territory"), [Required()])
    parent_id = Choice(_l("Part of"), ids=True)
