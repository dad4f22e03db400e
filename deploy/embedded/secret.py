"""What is known only inside one embedded system?

One random secret in the data folder; every password and key is derived from it, so that nothing else has to be kept.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import nkeys

from services.runtime.errors import Refused

KEY_FILE = "secret"


class Secret:
    """Passwords and keys by purpose; the same ones as long as the file lives."""

    def __init__(self, folder: Path) -> None:
        path = folder / KEY_FILE
        if not path.exists():
            write_private(path, secrets.token_hex(32))
        try:
            self._key = path.read_text().encode()
        except OSError as error:
            raise Refused(f"{path} går inte att läsa: {error.strerror}. Mappen tillhör en annan användare.") from error

    def password(self, purpose: str) -> str:
        return self._derive(f"password/{purpose}").hex()

    def seed(self, user: str) -> str:
        """The private half of a NATS user's key."""
        seed: bytes = nkeys.encode_seed(self._derive(f"nats/{user}"), nkeys.PREFIX_BYTE_USER)
        return seed.decode()

    def _derive(self, purpose: str) -> bytes:
        return hmac.new(self._key, purpose.encode(), hashlib.sha256).digest()


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, and readable by nobody else."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
