"""How does the portal speak with an OpenID provider? Briefly, to a few addresses, and it believes what is signed.

What the provider tells of itself is asked for when it is first needed, and again when it signs with a key that is new,
or did not answer as it should.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from httpx2 import AsyncByteStream, HTTPError, InvalidURL, Response, Timeout, create_ssl_context
from joserfc.jwk import KeySet

from services.portal.model.id_token import Expected, InvalidKeyIdError, JoseError, claims_in, keys_in
from services.portal.model.provider import WELL_KNOWN, Endpoints, endpoints_in, fault_named, mailbox_in
from services.portal.pages.begun import Begun
from services.portal.pages.language import word
from services.portal.settings import Settings
from services.runtime.clock import real_now
from services.runtime.errors import Refused, Unavailable, told

log = structlog.get_logger()
AWAY = word("Organisationens inloggning svarar inte just nu. Be om en länk i stället, eller försök igen om en stund.")
NOT_TAKEN = word("Svaret från organisationens inloggning godtogs inte. Försök igen, eller be om en länk i stället.")
NO_MAILBOX = word("Organisationens inloggning intygar inte vilken e-postadress du har. Be om en länk i stället.")
WAIT = Timeout(5, connect=3)
PATIENCE = 10
"""Seconds for all that is asked while one person waits."""
LARGEST = 256 * 1024
"""Bytes of one answer."""
SCOPE = "openid email"


@dataclass(frozen=True, slots=True)
class Known:
    endpoints: Endpoints
    keys: KeySet


class Bounded(AsyncByteStream):
    """An answer that is not read past what any provider needs to say."""

    def __init__(self, inner: AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._inner:
            size += len(part)
            if size > LARGEST:
                raise ValueError("the answer is too large")
            yield part

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _bound(response: Response) -> None:
    """Packed answers were not asked for, and could be any size when unpacked."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ValueError("the answer is packed")
    if isinstance(response.stream, AsyncByteStream):
        response.stream = Bounded(response.stream)


class Provider:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: Known | None = None
        self._one_asks = asyncio.Lock()
        self._tls = create_ssl_context()

    async def address(self, begun: Begun, back: str) -> str:
        """Where to sign in. `back`: where the browser comes with the answer. Raises Unavailable."""
        async with self._speaking(back) as client:
            known = await self._what_is_known(client)
            url, _ = client.create_authorization_url(
                known.endpoints.authorization, state=begun.state, nonce=begun.nonce, code_verifier=begun.verifier
            )
            return str(url)

    async def mailbox(self, begun: Begun, code: str, back: str) -> str:
        """Whose this sign-in is. Raises Refused when the answer does not hold, Unavailable."""
        async with self._speaking(back) as client:
            known = await self._what_is_known(client)
            client.token_endpoint_auth_method = known.endpoints.secret_goes
            tokens = await client.fetch_token(known.endpoints.token, code=code, code_verifier=begun.verifier)
            claims = await self._read(client, known, str(tokens.get("id_token", "")), begun.nonce)
            if self._settings.oidc_mailbox_claim not in claims and known.endpoints.userinfo:
                claims = await self._userinfo(client, known.endpoints.userinfo, claims)
        mailbox = mailbox_in(claims, self._settings.oidc_mailbox_claim, self._settings.oidc_mailboxes_verified)
        if mailbox is None:
            raise Refused(NO_MAILBOX)
        return mailbox

    def is_from_here(self, issuer: str | None) -> bool:
        """What an answer says of whose it is (RFC 9207); not every provider says."""
        return issuer in (None, self._settings.oidc_issuer)

    async def _read(self, client: AsyncOAuth2Client, known: Known, token: str, nonce: str) -> Mapping[str, object]:
        expected = Expected(self._settings.oidc_issuer, self._settings.oidc_client_id, nonce)
        try:
            return claims_in(token, known.keys, expected, real_now())
        except InvalidKeyIdError:
            newer = await self._what_is_known(client, known)
            return claims_in(token, newer.keys, expected, real_now())

    async def _userinfo(
        self, client: AsyncOAuth2Client, address: str, claims: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Core 1.0, 5.3: a provider may tell the mailbox here only. It must be of the same person."""
        person = await _get(client, address, withhold_token=False)
        if person.get("sub") != claims["sub"]:
            raise Refused(NOT_TAKEN)
        return person

    async def _what_is_known(self, client: AsyncOAuth2Client, old: Known | None = None) -> Known:
        """`old`: what turned out not to be enough. Of several at once one asks."""
        async with self._one_asks:
            if self._known is None or self._known is old:
                issuer = self._settings.oidc_issuer
                endpoints = endpoints_in(await _get(client, issuer.rstrip("/") + WELL_KNOWN), issuer)
                self._known = Known(endpoints, keys_in(await _get(client, endpoints.keys)))
            return self._known

    @asynccontextmanager
    async def _speaking(self, back: str) -> AsyncIterator[AsyncOAuth2Client]:
        """Follows no redirects. What is logged of a fault holds no code, token or mailbox."""
        client = AsyncOAuth2Client(
            self._settings.oidc_client_id,
            self._settings.oidc_client_secret.get_secret_value(),
            scope=SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
            verify=self._tls,
            timeout=WAIT,
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [_bound]},
        )
        try:
            async with asyncio.timeout(PATIENCE), client:
                yield client
        except (OAuthError, JoseError) as fault:
            what = told(fault) if isinstance(fault, JoseError) else fault_named(str(fault.error))
            log.warning("a sign-in by the provider was not taken", fault=what)
            raise Refused(NOT_TAKEN) from fault
        except (HTTPError, InvalidURL, TimeoutError, ValueError) as fault:
            self._known = None
            log.warning("the provider does not answer as it should", fault=told(fault))
            raise Unavailable(AWAY) from fault


async def _get(client: AsyncOAuth2Client, address: str, *, withhold_token: bool = True) -> Mapping[str, object]:
    """Raises HTTPError or ValueError."""
    response: Response = await client.request("GET", address, withhold_token=withhold_token)
    response.raise_for_status()
    answer = response.json()
    if not isinstance(answer, dict):
        raise ValueError("the answer is no object")  # noqa: TRY004  what came from outside is no fault of types
    return answer
