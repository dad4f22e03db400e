"""Other people's mail server with moods: refuses, delays, hangs up before or after the dot. Real SMTP."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

HANG_UP = "hang up"
SILENCE = "silence"


@dataclass
class MailServer:
    """Each list holds what is answered next instead of 250; `took` is every mail that reached the disk."""

    at_mail: deque[str] = field(default_factory=deque)
    at_rcpt: deque[str] = field(default_factory=deque)
    at_dot: deque[str] = field(default_factory=deque)
    after_dot: deque[str] = field(default_factory=deque)
    took: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    pipelining: bool = True
    port: int = 0
    _server: asyncio.Server | None = None
    _protocols: list[SMTP] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server
        self._server.close()
        self.hang_up()
        await asyncio.sleep(0)

    def hang_up(self) -> None:
        for protocol in self._protocols:
            if protocol.transport:
                protocol.transport.abort()

    def to(self, mailbox: str) -> list[EmailMessage]:
        return [mail for mail in self.took if mail["To"] == mailbox]

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], *(["250-PIPELINING"] if self.pipelining else []), *responses[1:]]

    async def handle_MAIL(self, server: SMTP, _s: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._mood(self.at_mail, server) or "250 OK"

    async def handle_RCPT(self, server: SMTP, _s: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        said = await self._mood(self.at_rcpt, server)
        if not said:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return said or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = await self._mood(self.at_dot, server)
        if said:
            return said
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.took.append(mail)
        return await self._mood(self.after_dot, server) or "250 queued as 4711"

    async def _mood(self, moods: deque[str], server: SMTP) -> str:
        mood = moods.popleft() if moods else ""
        if mood == SILENCE:
            await asyncio.sleep(3600)
        if mood == HANG_UP:
            assert server.transport
            server.transport.abort()
            return "421 gone"
        return mood

    def _accept(self) -> SMTP:
        self.connections += 1
        protocol = SMTP(self)
        self._protocols.append(protocol)
        return protocol
