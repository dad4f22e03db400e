"""What stands behind a mailed link? A signed token bound to one occurrence, one function and a last day.

The token says who may open what; it opens a form and does nothing itself.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from schemas.base import Party
from services.runtime.errors import Refused

PURPOSE = "lofteskoll.answer.v1"


@dataclass(frozen=True, slots=True)
class Link:
    occurrence_id: UUID
    function_id: UUID
    party: Party


def make_link_token(key: str, link: Link, expires: date) -> str:
    """A token that `read_link_token` takes up to and including the day `expires`."""
    told = [str(link.occurrence_id), str(link.function_id), link.party.value, expires.isoformat()]
    return URLSafeSerializer(key, salt=PURPOSE).dumps(told)


def read_link_token(key: str, token: str, today: date) -> Link:
    """The link behind a token. Raises Refused when it was not made by us or its last day has passed."""
    try:
        occurrence, function, party, expires = URLSafeSerializer(key, salt=PURPOSE).loads(token)
        link = Link(UUID(occurrence), UUID(function), Party(party))
        last = date.fromisoformat(expires)
    except (BadSignature, ValueError, TypeError) as error:
        raise Refused("Länken är inte giltig. Öppna den direkt från mejlet, eller be om ett nytt.") from error
    if today > last:
        raise Refused(f"Länken gällde till och med {last}. Be samordnaren om en ny.")
    return link
