"""With which departments a person is connected: on a page of their own."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.forms import Choice, Form, Required
from app.foundation.unit_of_work import begin_writing
from app.offices import affiliations, queries


class AffiliationForm(Form):
    """A department."""

    office = Choice(_l("Department"), [], [Required()], ids=True)

    def offer(self) -> "AffiliationForm":
        """Offers all departments."""
        named = [(one.id, one.name) for one in queries.all_offices()]
        self.office.choices = [("", _("Choose a department")), *named]
        return self


def show_affiliations() -> str:
    """What the person has said, with a field for one more."""
    return _page(AffiliationForm(formdata=None).offer())


def say_affiliation() -> ResponseReturnValue:
    """The person is connected with a department."""
    actor, form = require_person(), AffiliationForm().offer()
    if not form.validate():
        return _page(form), 422
    begin_writing()
    try:
        affiliations.say(actor, form.office.data, clock.now())
    except Conflict as refusal:
        form.office.errors = [str(refusal.reason)]
        return _page(form), 409
    flash(_("Saved. Texts about this department are decided by others."))
    return redirect(url_for("offices.show_affiliations"), 303)


def end_affiliation(affiliation_id: int) -> ResponseReturnValue:
    """The person is connected with it no longer."""
    actor = require_person()
    begin_writing()
    affiliations.end(actor, affiliation_id, clock.now())
    flash(_("Saved."))
    return redirect(url_for("offices.show_affiliations"), 303)


def _page(form: AffiliationForm) -> str:
    number = require_person().id or 0
    return render_template(
        "offices/affiliations.html", said=affiliations.of_people([number]).get(number, []), form=form
    )
