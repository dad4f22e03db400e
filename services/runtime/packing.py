"""How does an answer get across that the bus would not take as it is? Packed; what is too big even so is refused.

A reply is one message, since nobody may answer twice (deploy/nats/permissions.py); written out it is JSON, which packs
to a tenth or less. Only what would not go otherwise is packed: packing costs more than a short way on the bus.
"""

import gzip
import zlib

from schemas.base import Reply
from services.runtime.work import BIGGEST_BODY

PACKED = b"\x1f\x8b"
"""How gzip begins; a reply that is not packed begins with a brace."""
BIGGEST_ANSWER = 32_000_000
"""Bytes, unpacked: what the one who asks holds in memory."""
QUICKLY = 1
TOO_MUCH = "Svaret är för stort för att skickas. Fråga efter en mindre del."


def packed(told: bytes) -> bytes:
    """As it goes over the bus; a refusal in its place if it is too big."""
    if len(told) <= BIGGEST_BODY:
        return told
    if len(told) <= BIGGEST_ANSWER and len(small := gzip.compress(told, QUICKLY, mtime=0)) <= BIGGEST_BODY:
        return small
    return Reply(refused=TOO_MUCH).model_dump_json().encode()


def unpacked(came: bytes) -> bytes:
    """As it was told. Raises ValueError for what is not whole, or bigger than anything that we send."""
    if not came.startswith(PACKED):
        return came
    reading = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        told = reading.decompress(came, BIGGEST_ANSWER)
    except zlib.error as error:
        raise ValueError("a packed answer cannot be read") from error
    if not reading.eof:
        raise ValueError("a packed answer is cut, or too big")
    return told
