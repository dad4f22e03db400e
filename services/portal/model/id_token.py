"""Is an ID token the provider's own word, about this sign-in and to us?

A file of its own: what it stands on takes 14 MB, and only a portal that has a provider loads it.
Source: OpenID Connect Core 1.0, section 3.1.3.7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures by a key that only the provider has. Never none, and nothing that is made with the secret we share."""
KINDS = ("RSA", "EC")
LEEWAY = 60
"""Seconds that the two clocks may differ."""

__all__ = ["Expected", "InvalidKeyIdError", "JoseError", "claims_in", "keys_in"]


@dataclass(frozen=True, slots=True)
class Expected:
    issuer: str
    client_id: str
    nonce: str


def keys_in(told: Mapping[str, object]) -> KeySet:
    """Raises ValueError when there is none, or one that cannot be read."""
    keys = told.get("keys")
    if not isinstance(keys, list):
        raise ValueError("there is no list of keys")  # noqa: TRY004  what came from outside is no fault of types
    ours = [key for key in keys if isinstance(key, dict) and key.get("kty") in KINDS]
    try:
        return KeySet.import_key_set({"keys": ours})
    except JoseError as error:
        raise ValueError("no key of the provider's can be read") from error


def claims_in(token: str, keys: KeySet, expected: Expected, now: datetime) -> dict[str, object]:
    """`now`: the real time, which the provider goes by. Raises InvalidKeyIdError when the key is none of these, or
    JoseError.
    """
    read = jwt.decode(token, keys, algorithms=ALGORITHMS)
    claims = CodeIDToken(
        read.claims,
        read.header,
        {
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client_id},
            "sub": {"essential": True},
        },
        {"nonce": expected.nonce, "client_id": expected.client_id},
    )
    claims.validate(int(now.timestamp()), LEEWAY)
    return dict(read.claims)
