"""What accounts keep of a person who leaves, and what of it goes. Also the files that were made for them."""

from sqlalchemy import delete, or_, select, update

from app.accounts import emails
from app.accounts.models import Account, Block, BlockReview, Consent, RoleGrant
from app.accounts.personal import downloads
from app.accounts.personal.models import AgeDeclaration, OwnDownload
from app.accounts.slots import Leaving
from app.audit.models import Entry, Opening
from app.foundation import mailboxes
from app.foundation.db import db

# In the place of words that must stand somewhere, in the language in which they were written.
REMOVED = {"ru": "[удалено]", "uk": "[видалено]", "en": "[removed]"}


def removed_in(language: str) -> str:
    """What stands in the place of words that were erased."""
    return REMOVED.get(language, REMOVED["en"])


def forget(leaving: Leaving) -> None:
    """Consents, what was declared, why they could not write; letters that came back; roles end; secrets of the log go."""
    account = db.session.get_one(Account, leaving.account_id)
    mine = leaving.account_id
    if account.email:
        mailboxes.resume(emails.deliverable(account.email))
    _forget_blocks(mine)
    downloads.drop(mine)
    for table in (Consent, AgeDeclaration, OwnDownload):
        db.session.execute(delete(table).where(table.account_id == mine))
    live = (RoleGrant.account_id == mine, RoleGrant.ended_at.is_(None))
    db.session.execute(update(RoleGrant).where(*live).values(ended_at=leaving.now))


def forget_log(leaving: Leaving) -> None:
    """What the log opens to about the person goes with its salts; the chain stays whole.

    Acts of somebody who had a role stay open, as the number of an account without a name: who decided about others cannot take
    that along.
    """
    about = select(Entry.id).where(
        Entry.thing == "account", Entry.thing_id == leaving.account_id, Entry.act != "erasure.done"
    )
    had_role = db.session.scalar(select(RoleGrant.id).where(RoleGrant.account_id == leaving.account_id).limit(1))
    own = Opening.actor_id == leaving.account_id
    gone = Opening.entry_id.in_(about) if had_role else or_(own, Opening.entry_id.in_(about))
    db.session.execute(delete(Opening).where(gone))


def _forget_blocks(account_id: int) -> None:
    for block in db.session.scalars(select(Block).where(Block.account_id == account_id)):
        block.facts = removed_in(block.language)
        block.ended_why = removed_in(block.language) if block.ended_why else ""
        for review in db.session.scalars(select(BlockReview).where(BlockReview.block_id == block.id)):
            review.words = removed_in(block.language)
            review.facts = removed_in(block.language) if review.facts else ""
    db.session.flush()
