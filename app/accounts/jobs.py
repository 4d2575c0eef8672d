"""Letters to people about their accounts."""

from typing import Any

from app.accounts import emails, links
from app.accounts.models import Account, Block, BlockReview
from app.accounts.queries import people
from app.foundation import clock, letters, mail
from app.foundation.db import db


def send_confirmation(account_id: int | None, letter: str, next_address: str = "") -> None:
    """The letter whose link confirms an address. Without an account nothing is sent: asking costs the same for all."""
    account = people.living(account_id) if account_id is not None else None
    if account is None or account.email_confirmed_at is not None:
        return
    word = links.confirmation(account, next_address)
    url = letters.address("accounts.show_confirmation", word=word)
    _send(account, "accounts_confirm.txt", letter, is_asked_for=True, url=url)


def send_trial(account_id: int, letter: str) -> None:
    """Letters to the person's mailbox do not arrive; they ask for one more. Its button shows that it did."""
    account = people.living(account_id)
    if account is None:
        return
    url = letters.address("accounts.show_confirmation", word=links.confirmation(account, ""))
    _send(account, "accounts_trial.txt", letter, is_asked_for=True, url=url)


def send_known_address(account_id: int, letter: str) -> None:
    """Somebody signed up with an address that has an account: its owner is told, and nobody else."""
    account = people.living(account_id)
    if account is None:
        return
    sign_in, forgotten = letters.address("accounts.sign_in"), letters.address("accounts.forgotten")
    _send(account, "accounts_known.txt", letter, sign_in=sign_in, forgotten=forgotten)


def send_reset(account_id: int | None, letter: str) -> None:
    """The letter whose link sets a new password. Without an account nothing is sent: asking costs the same for all."""
    account = people.living(account_id) if account_id is not None else None
    if account is None:
        return
    url = letters.address("accounts.show_reset", word=links.reset(account))
    _send(account, "accounts_reset.txt", letter, is_asked_for=True, url=url)


def send_password_changed(account_id: int, letter: str) -> None:
    """The password has changed: if that was not the person, they should know at once."""
    account = people.living(account_id)
    if account is None:
        return
    _send(account, "accounts_password.txt", letter, forgotten=letters.address("accounts.forgotten"))


def send_blocked(block_id: int) -> None:
    """Somebody may not write for a while: why, until when, and where a review is asked for. Sent again it has the same Message-ID."""
    block = db.session.get(Block, block_id)
    account = people.living(block.account_id) if block and block.holds(clock.now()) else None
    if block is None or account is None:
        return
    values: dict[str, Any] = {"until": block.holds_until, "facts": block.facts}
    url = letters.address("moderation.show_own_block", block_id=block_id)
    _send(account, "accounts_blocked.txt", f"block-{block_id}", url=url, review_until=block.review_until, **values)


def send_block_reviewed(review_id: int) -> None:
    """What a second look at a block ended in, and why, to the one who asked. Sent again it has the same Message-ID."""
    review = db.session.get(BlockReview, review_id)
    account = people.living(review.asked_by) if review and review.outcome else None
    if review is None or review.outcome is None or account is None:
        return
    url = letters.address("moderation.show_own_block", block_id=review.block_id)
    values: dict[str, Any] = {"outcome": review.outcome.value, "facts": review.facts, "url": url}
    _send(account, "accounts_block_reviewed.txt", f"block-review-{review_id}", **values)


def _send(account: Account, template: str, letter: str, *, is_asked_for: bool = False, **values: Any) -> None:
    if not account.email:
        return
    subject, text = letters.write(template, account.language, name=account.given_name, **values)
    to, language = emails.deliverable(account.email), account.language
    # The network is asked without a transaction open.
    db.session.rollback()
    composed = mail.compose(to=to, subject=subject, text=text, key=f"account-{letter}", language=language)
    mail.send(composed, is_asked_for=is_asked_for)
