"""Which connections to the mail server are open? A few, used again and again, and closed after a moment of silence."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

from aiosmtplib import SMTP, SMTPConnectError, SMTPException, SMTPHeloError, SMTPServerDisconnected

from services.notifier.channels.wire import Wire

SECONDS_PER_STEP = 30.0
SECONDS_OF_SILENCE = 1.0
SECONDS_TO_LEAVE_ALONE = 2.0
"""A server that could not be reached is not tried again at once for every letter of a page."""
STARTTLS = {"required": True, "never": False, "auto": None}


@dataclass(frozen=True, slots=True)
class Server:
    """`smtp://[name:password@]host[:port][?starttls=required|auto|never]`, or `smtps://` for TLS from the first byte.

    `auto` takes TLS when it is offered and its certificate holds. With a password the default is `required`.
    """

    host: str
    port: int | None
    tls: bool
    starttls: bool | None
    name: str | None
    password: str | None

    @classmethod
    def at(cls, url: str) -> "Server":
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("A mail server is written smtp://host:port or smtps://host:port")
        tls = parts.scheme == "smtps"
        default = "never" if tls else "required" if parts.password else "auto"
        wish = parse_qs(parts.query).get("starttls", [default])[0]
        if wish not in STARTTLS:
            raise ValueError("starttls is one of required, auto and never")
        name = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
        return cls(parts.hostname, parts.port, tls, STARTTLS[wish], name, password)


@dataclass(slots=True, eq=False)
class Line:
    wire: Wire
    used: bool = False
    """It has carried a letter before, so the server may have hung up meanwhile."""
    kept: bool = False
    hang_up: asyncio.TimerHandle | None = None

    @contextlib.contextmanager
    def closed_unless_kept(self) -> Iterator[None]:
        self.kept = False
        try:
            yield
        finally:
            if not self.kept:
                self.wire.close()


@dataclass(slots=True)
class Lines:
    server: Server
    hello: str
    """The name we greet with."""
    _idle: list[Line] = field(default_factory=list)
    _away_until: float = 0.0

    async def take(self) -> Line:
        while self._idle:
            line = self._idle.pop()
            if line.hang_up:
                line.hang_up.cancel()
            if line.wire.is_connected:
                return line
        return await self.open()

    async def open(self) -> Line:
        """Raises SMTPException when the server cannot be reached or will not have us."""
        clock = asyncio.get_running_loop()
        if clock.time() < self._away_until:
            raise SMTPConnectError("The mail server could not be reached a moment ago")
        smtp = SMTP(
            hostname=self.server.host,
            port=self.server.port,
            username=self.server.name,
            password=self.server.password,
            use_tls=self.server.tls,
            start_tls=self.server.starttls,
            local_hostname=self.hello,
            timeout=SECONDS_PER_STEP,
        )
        try:
            await smtp.connect()
            return await _greeted(smtp)
        except (SMTPException, OSError):
            smtp.close()
            self._away_until = clock.time() + SECONDS_TO_LEAVE_ALONE
            raise

    def keep(self, line: Line) -> None:
        """Ready for the next letter, which must come soon."""
        line.used = line.kept = True
        line.hang_up = asyncio.get_running_loop().call_later(SECONDS_OF_SILENCE, self._hang_up, line)
        self._idle.append(line)

    def close(self) -> None:
        for line in list(self._idle):
            if line.hang_up:
                line.hang_up.cancel()
            self._hang_up(line)

    def _hang_up(self, line: Line) -> None:
        self._idle.remove(line)
        if line.wire.is_connected:
            line.wire.say("QUIT")
        line.wire.close()


async def _greeted(smtp: SMTP) -> Line:
    """Without TLS or a password nobody has said hello yet."""
    if smtp.is_ehlo_or_helo_needed:
        try:
            await smtp.ehlo()
        except SMTPHeloError:
            await smtp.helo()
    if smtp.transport is None:
        raise SMTPServerDisconnected("Connection lost")
    transport = cast("asyncio.Transport", smtp.transport)  # uvloop's is none by class
    return Line(Wire(transport, takes_groups=smtp.supports_extension("pipelining")))
