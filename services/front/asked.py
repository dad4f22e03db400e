"""As who was something asked for, in words? A role and its place, never a person."""

from schemas.asked import AccountRole, AskedBy
from schemas.base import Party
from schemas.geography import municipalities
from services.front.language import Words, _

ROLES = Words(
    {
        AccountRole.COORDINATOR: "samordnaren",
        AccountRole.MUNICIPAL_POLICE: "kommunpolisen",
        AccountRole.STEERING_GROUP: "styrgruppen",
        AccountRole.COUNTY_BOARD: "länsstyrelsen",
        AccountRole.ADMINISTRATOR: "administratören",
        AccountRole.OPERATOR: "den som sköter systemet",
    }
)


def as_who(asked: AskedBy | None) -> str:
    """`samordnaren i Arjeplog`; of none at all: whoever sits at the operator's terminal."""
    role = asked.role if asked else AccountRole.OPERATOR
    if not asked or not asked.municipality:
        return ROLES[role]
    place = municipalities()[asked.municipality].name
    if role is AccountRole.ADMINISTRATOR and asked.party is Party.POLICE:
        return _("polisens administratör i %(place)s", place=place)
    return _("%(role)s i %(place)s", role=ROLES[role], place=place)
