"""What is a seal, and who made it? A day's signed statement of what the event log held.

Each seal signs the last hash of every aggregate that has grown since the seal before, and that seal's own hash. So the
newest seal stands for the whole log up to its place, while making or checking one costs only what is new.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from nacl.encoding import HexEncoder
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.signing import SigningKey, VerifyKey

from services.runtime.errors import Refused

PURPOSE = "lofteskoll seal 1"
KEY_ID_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Seal:
    """Bytes are kept as hexadecimal digits."""

    service: str
    day: date
    """The day in Stockholm that had ended."""
    events: int
    last_seq: int
    digest: str
    previous: str
    """The hash of the seal before; empty for the first."""
    key: str = ""
    signature: str = ""

    @property
    def text(self) -> bytes:
        """What is signed: these lines, each ended by a newline, in UTF-8."""
        parts = (PURPOSE, self.service, self.day, self.events, self.last_seq, self.digest, self.previous, self.key)
        return "".join(f"{part}\n" for part in parts).encode()

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text).hexdigest()

    def signed(self, key: SigningKey) -> "Seal":
        named = replace(self, key=key_id(key.verify_key))
        return replace(named, signature=key.sign(named.text).signature.hex())

    def is_signed_by(self, key: VerifyKey) -> bool:
        try:
            key.verify(self.text, bytes.fromhex(self.signature))
        except (BadSignatureError, CryptoError, ValueError):
            return False
        return True

    def line(self) -> str:
        """As it stands in a file of seals."""
        return json.dumps(asdict(self) | {"day": self.day.isoformat()}, ensure_ascii=False) + "\n"


class Digest:
    """Over heads, handed in by `about` in the order of its UTF-8 bytes: a line each of about, sequence and hash."""

    def __init__(self) -> None:
        self._sha = hashlib.sha256()

    def add(self, about: str, sequence: int, chained: bytes) -> None:
        self._sha.update(f"{about} {sequence} {chained.hex()}\n".encode())

    def hex(self) -> str:
        return self._sha.hexdigest()


def from_line(line: str) -> Seal:
    """Raises ValueError for what is no seal."""
    told = json.loads(line)
    try:
        return Seal(**(told | {"day": date.fromisoformat(told["day"])}))
    except (TypeError, KeyError) as error:
        raise ValueError("no seal") from error


def signing_key(seed: str) -> SigningKey:
    """From 64 hexadecimal digits."""
    try:
        return SigningKey(seed.encode(), HexEncoder)
    except (CryptoError, TypeError, ValueError) as error:
        raise Refused("Sigillnyckeln ska vara 64 hexadecimala siffror.") from error


def public_key(digits: str) -> VerifyKey:
    """From 64 hexadecimal digits."""
    try:
        return VerifyKey(digits.strip().encode(), HexEncoder)
    except (CryptoError, TypeError, ValueError) as error:
        raise Refused(f"{digits} är ingen öppen nyckel; den har 64 hexadecimala siffror.") from error


def public_digits(key: VerifyKey) -> str:
    return bytes(key).hex()


def key_id(key: VerifyKey) -> str:
    return hashlib.sha256(bytes(key)).hexdigest()[:KEY_ID_LETTERS]
