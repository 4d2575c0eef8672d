"""In which part somebody speaks, told by the roles they have at that moment."""

from app.accounts.roles import Actor, Role
from campaigns.comments.models import Voice

# Who speaks for a department is marked so whatever else they are; then the stricter part in the campaign.
OF_ROLE: dict[Role, Voice] = {
    Role.OWNER: Voice.OWNER,
    Role.FACILITATOR: Voice.FACILITATOR,
    Role.EXPERT: Voice.EXPERT,
}


def voice_of(actor: Actor, campaign_id: int) -> tuple[Voice, int | None]:
    """The voice, and the department somebody speaks for."""
    offices = sorted(
        grant.office_id for grant in actor.grants if grant.role == Role.OFFICIAL and grant.office_id is not None
    )
    if offices:
        return Voice.OFFICIAL, offices[0]
    roles = actor.roles_in(campaign_id)
    return next((voice for role, voice in OF_ROLE.items() if role in roles), Voice.RESIDENT), None
