"""Who somebody is, on a page of their own."""

from flask import render_template, request

from app.accounts.identity import numbers, providers
from app.accounts.identity.queries import own
from app.accounts.sessions import current_actor
from app.accounts.web.forms import come_back
from app.accounts.web.lookups import own_account


def show_identity() -> str:
    """How sure it is who somebody is, and how to make it surer."""
    account = own_account()
    return render_template(
        "identity/show.html",
        account=account,
        me=current_actor(),
        number=numbers.shown(account.email_key),
        verified=own.verified(account.id),
        links=own.links(account.id),
        providers=providers.all_of(),
        titles={provider.name: provider.title for provider in providers.all_of()},
        next=come_back(request.args.get("next")),
    )
