"""What identities put on pages of others."""

from flask import url_for
from flask_babel import gettext as _

from app.accounts.identity import providers
from app.accounts.identity.queries import assisted, own
from app.accounts.slots import Item, Section


def account_section(account_id: int) -> Section | None:
    """Who the person is, on their own page: where somebody could tell, or was told already."""
    known, helped = own.verified(account_id), assisted.of_person(account_id) is not None
    if not (known or helped or providers.all_of()):
        return None
    items = [
        Item(
            _("Your identity was verified") if known else _("Your identity was not verified"),
            url_for("identity.show_identity"),
            _("Some projects ask for it.") if not known else "",
        )
    ]
    if helped:
        items.append(Item(_("Help I have had"), url_for("identity.show_help")))
    return Section(_("Who you are"), items)
