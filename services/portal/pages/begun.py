"""What does a browser keep while its user signs in elsewhere? A cookie of a few minutes, and nothing is kept here.

State, nonce and PKCE verifier are made anew of its seed and our key when the browser comes back (docs/adr/0014): who
comes with another browser's address has not its cookie, and who reads the cookie cannot make them.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from secrets import token_urlsafe

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from services.portal.model.signing_in import own_path
from services.portal.pages.door import cookie_name
from services.portal.pages.site import Site, whole_site_of

PURPOSE = "lofteskoll.begun.v1"
LASTS = 600
"""Seconds, of real time, for signing in at the provider."""
BYTES = 32


@dataclass(frozen=True, slots=True)
class Begun:
    seed: str
    back_to: str
    key: str

    @property
    def state(self) -> str:
        return self._made("state")

    @property
    def nonce(self) -> str:
        return self._made("nonce")

    @property
    def verifier(self) -> str:
        """43 letters, as RFC 7636 wants."""
        return self._made("verifier")

    def is_answered_by(self, state: str) -> bool:
        return hmac.compare_digest(self.state.encode(), state.encode())

    def _made(self, what: str) -> str:
        told = f"{PURPOSE} {what} {self.seed}".encode()
        return urlsafe_b64encode(hmac.digest(self.key.encode(), told, "sha256")).rstrip(b"=").decode()


def begin(site: Site, back_to: str) -> Begun:
    return Begun(token_urlsafe(BYTES), own_path(back_to), site.link_key.get_secret_value())


def keep(request: Request, response: Response, begun: Begun) -> None:
    """Of two that one browser begins the later counts."""
    site = whole_site_of(request)
    kept = _signer(site).dumps([begun.seed, begun.back_to])
    name, secure = _name(request, site), bool(site.public_url)
    response.set_cookie(name, str(kept), max_age=LASTS, path="/", secure=secure, httponly=True, samesite="lax")


def kept_in(request: Request) -> Begun | None:
    """None when this browser has begun nothing, or too long ago."""
    site = whole_site_of(request)
    try:
        seed, back_to = _signer(site).loads(request.cookies.get(_name(request, site), ""), max_age=LASTS)
    except (BadData, ValueError):
        return None
    return Begun(seed, own_path(back_to), site.link_key.get_secret_value())


def forget(request: Request, response: Response) -> None:
    site = whole_site_of(request)
    name, secure = _name(request, site), bool(site.public_url)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")


def _name(request: Request, site: Site) -> str:
    return f"{cookie_name(request, site)}-inloggning"


def _signer(site: Site) -> URLSafeTimedSerializer:
    strong = {"digest_method": hashlib.sha256}
    return URLSafeTimedSerializer(site.link_key.get_secret_value(), salt=PURPOSE, signer_kwargs=strong)
