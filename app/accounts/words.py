"""What roles are called on pages."""

from flask_babel import lazy_gettext as _l

from app.accounts.roles import Role

ROLES = {
    Role.GUEST: _l("Guest"),
    Role.RESIDENT: _l("Resident"),
    Role.EXPERT: _l("Expert"),
    Role.FACILITATOR: _l("Facilitator"),
    Role.MODERATOR: _l("Moderator"),
    Role.OWNER: _l("Organiser"),
    Role.OFFICIAL: _l("Official"),
    Role.OBSERVER: _l("Observer"),
    Role.ASSISTANT: _l("Assistant"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
