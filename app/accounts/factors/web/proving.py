"""Whether what was typed, or what a device answered, proves who somebody is."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.accounts import passwords, sessions, throttle
from app.accounts.domain.profile import WRONG_PRESENT
from app.accounts.factors import attempts, queries
from app.accounts.factors.domain import codes, keys, passkeys
from app.accounts.factors.domain.passkeys import Question, Shown
from app.accounts.factors.web.forms import AgainForm, SecondForm
from app.accounts.identity import providers
from app.accounts.identity.domain import assisting
from app.accounts.identity.providers import Provider
from app.accounts.identity.queries import assisted, own
from app.accounts.models import Account
from app.accounts.throttle import Attempt
from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.errors import Invalid, Reason
from app.foundation.unit_of_work import begin_writing

WRONG_CODE = Reason(
    "wrong-code",
    _l("This code does not fit. Each code is taken once: wait until the app shows the next one, and type that."),
)
WRONG_PASSKEY = Reason(
    "wrong-passkey", _l("This passkey was not taken. Press the button once more, or take another way.")
)
NOT_SHOWN = Reason(
    "not-shown-yet",
    _l("Nothing has shown yet that it is you. Do it first in one of the ways of this page, then go on."),
)


@dataclass(frozen=True)
class Ways:
    """How a person may prove who they are here. `services` are providers that sign them in, `sheet` a new code from an assistant."""

    password: bool
    code: bool
    paper: bool
    question: Question | None
    services: tuple[Provider, ...] = ()
    sheet: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether there is something to type."""
        return self.password or self.code or self.paper or self.sheet


def ways_of(account: Account, *, with_password: bool) -> Ways:
    """The ways that are open to this person: with a password for one who is signed in, without for the second step of a sign-in."""
    is_first = with_password and not queries.has_any(account.id)
    has_passkey = passkeys.are_possible() and bool(queries.passkeys_of(account.id))
    return Ways(
        password=with_password and bool(account.password_hash),
        code=queries.code_of(account.id) is not None,
        paper=queries.backup_codes_left(account.id) > 0,
        question=passkeys.ask(account.id) if has_passkey else None,
        services=_services_of(account) if is_first else (),
        sheet=is_first and _has_sheet(account),
    )


def _services_of(account: Account) -> tuple[Provider, ...]:
    known = {link.provider for link in own.links(account.id)}
    return tuple(one for one in providers.all_of() if one.name in known)


def _has_sheet(account: Account) -> bool:
    """Whether an assistant could print another code for somebody who has nothing else to show."""
    opened = None if account.password_hash else assisted.of_person(account.id)
    return opened is not None and opened.help_ended_at is None


def require_passkey(account_id: int | None, form: SecondForm) -> Shown:
    """The passkey that answered. Raises TooMany, or Invalid where it was none. Begins the write."""
    attempts.spend_passkey(network())
    shown = passkeys.shown_by(form.asked.data, form.credential.data, account_id)
    begin_writing()
    if shown is None or not passkeys.take(shown, clock.now()):
        raise Invalid(WRONG_PASSKEY)
    return shown


def require_second(account_id: int, form: SecondForm) -> None:
    """Raises TooMany, or Invalid where neither code nor passkey fits. Begins the write."""
    if form.credential.data:
        require_passkey(account_id, form)
        return
    attempts.spend(account_id)
    begin_writing()
    now = clock.now()
    if not (codes.take(account_id, form.code.data, now) or codes.take_backup(account_id, form.code.data, now)):
        if codes.was_taken(account_id, form.code.data, now):
            keys.tell(account_id, "code-twice", now)
        raise Invalid(WRONG_CODE)
    attempts.forgive(account_id)


def require_again(account: Account, form: AgainForm) -> bool:
    """Whoever is signed in shows once more who they are; True where a factor was shown. Raises TooMany or Invalid."""
    if form.credential.data:
        require_passkey(account.id, form)
        return True
    if account.password_hash:
        _require_password(account, form.password.data)
    if queries.has_any(account.id):
        require_second(account.id, form)
        return True
    if not account.password_hash:
        _require_sheet(account, form.sheet.data)
    return False


def _require_sheet(account: Account, typed: str) -> None:
    if not typed or not _has_sheet(account):
        raise Invalid(NOT_SHOWN)
    attempts.spend(account.id)
    begin_writing()
    assisting.use_code(typed, clock.now(), account.id)
    attempts.forgive(account.id)


def _require_password(account: Account, password: str) -> None:
    attempt = Attempt(account.email_key, network(), sessions.as_browser())
    throttle.require_attempt(attempt)
    if not passwords.fits(password, account.password_hash):
        throttle.count_failure(attempt)
        raise Invalid(WRONG_PRESENT)
    throttle.forgive(attempt)
