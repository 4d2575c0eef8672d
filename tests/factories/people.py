"""People and places."""

from itertools import count

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.offices.models import Competence, Office
from app.territories.models import Territory
from campaigns.plan.models import Campaign

PASSWORD = "верный конь 7"
_numbers = count(1)


def make_account(email: str = "", given_name: str = "Анна", family_name: str = "Кравец", **over: object) -> Account:
    """A person with a confirmed address. The password is not set here: sign in through `visit`."""
    email = email or f"person{next(_numbers)}@example.org"
    fields = {
        "email_confirmed_at": clock.now(),
        "language": "en",
        "created_at": clock.now(),
        "password_hash": "",
        **over,
    }
    with step():
        account = Account(
            email=email, email_key=email.casefold(), given_name=given_name, family_name=family_name, **fields
        )
        db.session.add(account)
    return account


def give_role(account: Account, role: Role, campaign: Campaign | None = None, office: Office | None = None) -> Account:
    """The account with a role: in a campaign, in an office or on the platform."""
    scope = f"campaign:{campaign.id}" if campaign else f"office:{office.id}" if office else "platform"
    with step():
        db.session.add(
            RoleGrant(
                account_id=account.id,
                role=role,
                scope=scope,
                campaign_id=campaign.id if campaign else None,
                office_id=office.id if office else None,
                given_at=clock.now(),
            )
        )
    db.session.refresh(account)
    return account


def make_territory(name: str = "Сургут", **over: object) -> Territory:
    with step():
        territory = Territory(name=name, **over)
        db.session.add(territory)
    return territory


def make_office(name: str = "Департамент цифрового развития", **over: object) -> Office:
    with step():
        office = Office(name=name, **over)
        db.session.add(office)
    return office


def make_competence(name: str = "Городская управа", **over: object) -> Competence:
    """An entry of the address book."""
    fields = {"covers": "Дворы, освещение, уборка снега", "address": "ул. Мира, 1, телефон 112-00", **over}
    with step():
        entry = Competence(name=name, **fields)
        db.session.add(entry)
    return entry
