"""What does an OpenID provider tell of itself, and whom may it name?

Sources: OpenID Connect Discovery 1.0, sections 3 and 4.3; Core 1.0, sections 2, 3.1.3.7 and 5.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from services.portal.model.signing_in import MAILBOX

WELL_KNOWN = "/.well-known/openid-configuration"
STANDARD = "email"
"""The claim that `email_verified` is about."""
BASIC, POST = "client_secret_basic", "client_secret_post"
HERE = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Endpoints:
    authorization: str
    token: str
    keys: str
    userinfo: str | None
    secret_goes: str
    """In which of the two ways the client's secret is shown."""


def endpoints_in(told: Mapping[str, object], issuer: str) -> Endpoints:
    """Raises ValueError when the document is another issuer's, or names an address that anybody could read along at."""
    if told.get("issuer") != issuer:
        raise ValueError("the document is of another issuer")
    ways = told.get("token_endpoint_auth_methods_supported")
    only_post = isinstance(ways, list) and POST in ways and BASIC not in ways
    return Endpoints(
        _address(told, "authorization_endpoint", issuer),
        _address(told, "token_endpoint", issuer),
        _address(told, "jwks_uri", issuer),
        _address(told, "userinfo_endpoint", issuer) if told.get("userinfo_endpoint") else None,
        POST if only_post else BASIC,
    )


def mailbox_in(claims: Mapping[str, object], claim: str, always_verified: bool) -> str | None:
    """None when the provider does not vouch for one.

    Verified is what it says is true, not what is written like it; and `email_verified` is about `email` alone (Core
    1.0, 5.1), not about a claim that people may fill in themselves.
    """
    mailbox = claims.get(claim)
    if not isinstance(mailbox, str) or not MAILBOX.fullmatch(mailbox):
        return None
    verified = claim == STANDARD and claims.get("email_verified") is True
    return mailbox if always_verified or verified else None


def fault_named(error: str) -> str:
    """What a provider calls a fault (RFC 6749, 5.2), for a log; empty where it is anything but a name."""
    return error if re.fullmatch(r"[a-z_]{1,40}", error) else ""


def _address(told: Mapping[str, object], name: str, issuer: str) -> str:
    address = told.get(name)
    parts = urlsplit(address if isinstance(address, str) else "")
    beside = urlsplit(issuer).hostname in HERE and parts.scheme == "http" and parts.hostname in HERE
    if not isinstance(address, str) or not (beside or (parts.scheme == "https" and parts.hostname)):
        raise ValueError(f"{name} is not an https address")
    return address
