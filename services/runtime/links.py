"""What stands behind a mailed link? A signed token bound to one occurrence, one function and a last day.

The token says who may open what; it opens a form and does nothing itself. Behind a link to sign in by stands the one
time that somebody asked for it: it is made anew from its id when it is needed, and kept nowhere. So is the address at
which somebody's calendar program reads an agreement's days.
"""

import base64
import hashlib
import hmac
import struct
from binascii import Error as NoBase64
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from itsdangerous import BadSignature, Signer

from schemas.base import Party
from services.runtime.errors import Refused

PURPOSE = "lofteskoll.answer.v1"
PARTIES = (Party.MUNICIPALITY, Party.POLICE)
UUID_BYTES = 16
SIGNATURE_BYTES = 32
SIGN_IN = b"lofteskoll.sign-in.v1"
CALENDAR = b"lofteskoll.calendar.v1"
LAYOUT = struct.Struct(">BIH")
"""After the two ids: the party, the last day as days since 0001-01-01, and the municipality's code; 0 for none."""


@dataclass(frozen=True, slots=True)
class Link:
    occurrence_id: UUID
    function_id: UUID
    party: Party
    municipality: str | None = None
    """Whose the function is, where that is known."""


def make_link_token(key: str, link: Link, expires: date) -> str:
    """A token that `read_link_token` takes up to and including `expires`; short, so that a mail stays readable."""
    rest = LAYOUT.pack(PARTIES.index(link.party), expires.toordinal(), int(link.municipality or 0))
    told = link.occurrence_id.bytes + link.function_id.bytes + rest
    return _signer(key).sign(base64.urlsafe_b64encode(told).rstrip(b"=")).decode()


def read_link_token(key: str, token: str, today: date) -> Link:
    """The link behind a token. Raises Refused when it was not made by us or its last day has passed."""
    try:
        told = base64.urlsafe_b64decode(_signer(key).unsign(token.encode()) + b"==")
        party, last, code = LAYOUT.unpack(told[2 * UUID_BYTES :])
        ids = UUID(bytes=told[:UUID_BYTES]), UUID(bytes=told[UUID_BYTES : 2 * UUID_BYTES])
        link = Link(*ids, PARTIES[party], f"{code:04}" if code else None)
    except (BadSignature, ValueError, struct.error) as error:
        raise Refused("Länken är inte giltig. Öppna den direkt från mejlet, eller be om ett nytt.") from error
    if today.toordinal() > last:
        raise Refused(f"Länken gällde till och med {date.fromordinal(last)}. Be samordnaren om en ny.")
    return link


def make_sign_in_token(key: str, sign_in_id: UUID, expires_at: datetime) -> str:
    """Whoever knows the id and the hour, from a table or the bus, cannot make it without the key."""
    ends = int(expires_at.timestamp()).to_bytes(8, "big")
    signature = hmac.digest(key.encode(), SIGN_IN + sign_in_id.bytes + ends, "sha256")
    return base64.urlsafe_b64encode(sign_in_id.bytes + signature).decode()


def sign_in_of(token: str) -> UUID | None:
    """Which time it claims to be of; `is_sign_in_token` tells whether it is."""
    try:
        told = base64.urlsafe_b64decode(token)
    except (NoBase64, ValueError):
        return None
    return UUID(bytes=told[:UUID_BYTES]) if len(told) == UUID_BYTES + SIGNATURE_BYTES else None


def is_sign_in_token(key: str, token: str, sign_in_id: UUID, expires_at: datetime) -> bool:
    return hmac.compare_digest(make_sign_in_token(key, sign_in_id, expires_at).encode(), token.encode())


def make_calendar_token(key: str, account_id: UUID, agreement_id: UUID, number: int) -> str:
    """`number`: another makes those that there are worthless."""
    named = account_id.bytes + agreement_id.bytes
    signature = hmac.digest(key.encode(), CALENDAR + named + number.to_bytes(8, "big"), "sha256")
    return base64.urlsafe_b64encode(named + signature).decode().rstrip("=")


def calendar_of(token: str) -> tuple[UUID, UUID] | None:
    """The account and agreement that it claims to be of; `is_calendar_token` tells whether it is."""
    try:
        told = base64.urlsafe_b64decode(token + "==")
    except (NoBase64, ValueError):
        return None
    if len(told) != 2 * UUID_BYTES + SIGNATURE_BYTES:
        return None
    return UUID(bytes=told[:UUID_BYTES]), UUID(bytes=told[UUID_BYTES : 2 * UUID_BYTES])


def is_calendar_token(key: str, token: str, account_id: UUID, agreement_id: UUID, number: int) -> bool:
    return hmac.compare_digest(make_calendar_token(key, account_id, agreement_id, number).encode(), token.encode())


def _signer(key: str) -> Signer:
    return Signer(key, salt=PURPOSE, digest_method=hashlib.sha256)
