"""An OpenID provider that does what a test tells it to: the outside world, where anything may be said."""

import base64
import hashlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.runtime.clock import real_now
from tests.serving import address_of, serving

CLIENT, SECRET = "lofteskoll", "what only the two know, and long"
Sign = Callable[[dict[str, Any]], str]


class Elsewhere:
    """`sign`, `told`, `person` and `answers` are what tests change."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.turn_key("one")
        self.behave()

    def behave(self) -> None:
        self.sign: Sign = self.signed
        self.told: dict[str, Any] = {}
        self.person: dict[str, Any] = {}
        self.answers: dict[str, Response] = {}

    def turn_key(self, name: str) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": name, "use": "sig"})

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)

    def sign_in(self, address: str, mailbox: str) -> str:
        """Somebody who is sent here signs in; where they are sent then, with a code."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert address.startswith(f"{self.issuer}/authorize?")
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked | {"mailbox": mailbox}
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    async def answer(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        return {"/keys": self._keys, "/token": self._token, "/userinfo": self._userinfo}.get(path, self._document)(
            request, (await request.body()).decode()
        )

    def _document(self, *_: object) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
            }
        )

    def _keys(self, *_: object) -> Response:
        return JSONResponse({"keys": [{"kty": "AKP", "kid": "of another time"}, self.key.as_dict(private=False)]})

    def _token(self, request: Request, body: str) -> Response:
        """A code once, to who was given it, from who began (RFC 6749, 4.1.3; RFC 7636, 4.6)."""
        form = {name: values[0] for name, values in parse_qs(body).items()}
        secret = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        begun = self.codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        if (
            not begun
            or request.headers["authorization"] != f"Basic {secret}"
            or form["redirect_uri"] != begun["redirect_uri"]
            or (challenge.decode(), "S256") != (begun["code_challenge"], begun["code_challenge_method"])
        ):
            return JSONResponse({"error": "invalid_grant", "error_description": f"{form['code']} is used"}, 400)
        now, mailbox = int(real_now().timestamp()), begun["mailbox"]
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": mailbox, "nonce": begun["nonce"], "iat": now}
        claims |= {"exp": now + 60, "email": mailbox, "email_verified": True} | self.told
        told = {name: value for name, value in claims.items() if value is not None}
        tokens = {"access_token": mailbox, "token_type": "Bearer", "id_token": self.sign(told)}
        return JSONResponse({name: value for name, value in tokens.items() if value})

    def _userinfo(self, request: Request, _: str) -> Response:
        mailbox = request.headers["authorization"].removeprefix("Bearer ")
        return JSONResponse({"sub": mailbox, "email": mailbox, "email_verified": True} | self.person)


@asynccontextmanager
async def elsewhere_running() -> AsyncIterator[Elsewhere]:
    with socket.create_server(("127.0.0.1", 0)) as at:
        one = Elsewhere(address_of(at))
        async with serving(Starlette(routes=[Route("/{path:path}", one.answer, methods=["GET", "POST"])]), at):
            yield one
