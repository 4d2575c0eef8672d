"""A person's own page: what we know about them, and what is theirs."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts import consents, emails, sessions, throttle
from app.accounts.domain import profile, registration
from app.accounts.domain.profile import Profile
from app.accounts.queries import people
from app.accounts.slots import ACCOUNT_SECTIONS, RULE_WORDS
from app.accounts.web.answers import with_form
from app.accounts.web.forms import ProfileForm, language_choices
from app.accounts.web.lookups import own_account
from app.foundation import clock, mailboxes, markup
from app.foundation.addresses import network
from app.foundation.errors import Missing
from app.foundation.unit_of_work import begin_writing


def my_page() -> str:
    """All about the one who is signed in."""
    account = own_account()
    return render_template(
        "accounts/my_page.html",
        account=account,
        territory=people.territory_of(account),
        language=dict(language_choices()).get(account.language, account.language),
        pause=mailboxes.pause_of(emails.deliverable(account.email)),
        blocks=[(block, _rule_of(block.rule)) for block in account.blocks if block.holds(clock.now())],
        sections=[section for section in ACCOUNT_SECTIONS.fill(account.id) if section is not None],
    )


def try_letters() -> ResponseReturnValue:
    """Sends one letter to the mailbox of the person that gets none, to see whether it arrives."""
    account = own_account()
    throttle.require_letter(account.email_key, network())
    begin_writing()
    registration.ask_for_trial(account.id)
    return redirect(url_for("accounts.letter_sent"), 303)


def _rule_of(code: str) -> str:
    return next((words for words in RULE_WORDS.fill(code) if words), "")


def show_profile() -> Response:
    """The form of what a person tells about themselves."""
    return with_form("accounts/profile.html", ProfileForm(obj=own_account()))


def change_profile() -> ResponseReturnValue:
    """Keeps what a person tells about themselves."""
    account = own_account()
    form = ProfileForm()
    if not form.validate():
        return with_form("accounts/profile.html", form, 422)
    told = Profile(form.given_name.data, form.family_name.data, form.territory_id.data, form.language.data)
    begin_writing()
    profile.change(account, told)
    flash(_("Saved."))
    return redirect(url_for("accounts.my_page"), 303)


def sign_out_everywhere() -> ResponseReturnValue:
    """Ends all sessions, this one too."""
    account = own_account()
    begin_writing()
    profile.sign_out_everywhere(account)
    sessions.sign_out()
    return redirect(url_for("accounts.sign_in"), 303)


def consent_text(name: str) -> str:
    """A text that people agree to, for everyone to read; `version` in the address shows an older one."""
    language = str(get_locale())
    text = consents.find(name, request.args.get("version"), language)
    if text is None:
        raise Missing
    is_present = text.version == consents.present(name, language).version
    return render_template("personal/text.html", text=text, body=markup.render(text.body), is_present=is_present)
