"""What stands behind a mailed link? A signed token bound to one occurrence, one function and a last day.

The token says who may open what; it opens a form and does nothing itself.
"""

import base64
import hashlib
import struct
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from itsdangerous import BadSignature, Signer

from schemas.base import Party
from services.runtime.errors import Refused

PURPOSE = "lofteskoll.answer.v1"
PARTIES = (Party.MUNICIPALITY, Party.POLICE)
UUID_BYTES = 16
LAYOUT = struct.Struct(">BI")
"""After the two ids: the party, and the last day as days since 0001-01-01."""


@dataclass(frozen=True, slots=True)
class Link:
    occurrence_id: UUID
    function_id: UUID
    party: Party


def make_link_token(key: str, link: Link, expires: date) -> str:
    """A token that `read_link_token` takes up to and including `expires`; short, so that a mail stays readable."""
    told = (
        link.occurrence_id.bytes + link.function_id.bytes + LAYOUT.pack(PARTIES.index(link.party), expires.toordinal())
    )
    return _signer(key).sign(base64.urlsafe_b64encode(told).rstrip(b"=")).decode()


def read_link_token(key: str, token: str, today: date) -> Link:
    """The link behind a token. Raises Refused when it was not made by us or its last day has passed."""
    try:
        told = base64.urlsafe_b64decode(_signer(key).unsign(token.encode()) + b"==")
        party, last = LAYOUT.unpack(told[2 * UUID_BYTES :])
        link = Link(UUID(bytes=told[:UUID_BYTES]), UUID(bytes=told[UUID_BYTES : 2 * UUID_BYTES]), PARTIES[party])
    except (BadSignature, ValueError, struct.error) as error:
        raise Refused("Länken är inte giltig. Öppna den direkt från mejlet, eller be om ett nytt.") from error
    if today.toordinal() > last:
        raise Refused(f"Länken gällde till och med {date.fromordinal(last)}. Be samordnaren om en ny.")
    return link


def _signer(key: str) -> Signer:
    return Signer(key, salt=PURPOSE, digest_method=hashlib.sha256)
