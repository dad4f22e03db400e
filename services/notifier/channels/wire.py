"""What has been said on a line to the mail server, and what did it answer?

aiosmtplib opens the line, and waits for an answer after each thing it says. A server that offers PIPELINING (RFC 2920)
takes several at once, and answers them in one piece or in many.
"""

import asyncio
from collections import deque

from aiosmtplib import SMTPReadTimeoutError, SMTPResponse, SMTPServerDisconnected

LONGEST = 65_536
"""Bytes of an answer that has not ended."""
NO_ANSWER = 0
"""The code of what no mail server should say."""
CODE = 3
"""Characters."""


class Wire(asyncio.Protocol):
    """Takes over a line on which all that was said is answered."""

    def __init__(self, transport: asyncio.Transport, *, takes_groups: bool) -> None:
        self._transport = transport
        self._takes_groups = takes_groups
        self._unsaid: deque[str] = deque()
        self._came = b""
        self._lines: list[bytes] = []
        self._answers: deque[SMTPResponse] = deque()
        self._expected = 0
        self._waiter: asyncio.Future[None] | None = None
        transport.set_protocol(self)

    @property
    def is_connected(self) -> bool:
        return not self._transport.is_closing()

    def close(self) -> None:
        self._transport.close()
        self._wake()

    def say(self, *commands: str) -> None:
        """Each has its answer. All at once where the server takes that, else each when the one before is answered."""
        if not all(command.isascii() and command.isprintable() for command in commands):
            raise ValueError("a command holds characters that a mail server may not be told")
        self._unsaid.extend(commands)
        self._say_next(len(commands) if self._takes_groups else 1)

    def write(self, content: bytes) -> None:
        if not self.is_connected:
            raise SMTPServerDisconnected("Connection lost")
        self._transport.write(content)

    async def read_response(self, patience: float) -> SMTPResponse:
        """The answer to the first thing said that has not been answered."""
        if self._unsaid and not self._expected and not self._answers:
            self._say_next(1)
        if not self._answers and self.is_connected:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(patience):
                    await self._waiter
            except TimeoutError as late:
                raise SMTPReadTimeoutError("Timed out waiting for server response") from late
            finally:
                self._waiter = None
        if not self._answers:
            raise SMTPServerDisconnected("Connection lost")
        return self._answers.popleft()

    def _say_next(self, many: int) -> None:
        self._expected += many
        self.write("".join(f"{self._unsaid.popleft()}\r\n" for _ in range(many)).encode("ascii"))

    def data_received(self, came: bytes) -> None:
        *lines, self._came = (self._came + came).split(b"\n")
        for line in lines:
            self._lines.append(line)
            if line[CODE : CODE + 1] != b"-":
                self._answered()
        if len(self._came) + sum(map(len, self._lines)) > LONGEST:
            self.close()

    def connection_lost(self, _fault: Exception | None) -> None:
        self._wake()

    def _answered(self) -> None:
        """An answer to nothing means that server and we have lost each other: it must not be taken for the next."""
        if not self._expected:
            self.close()
            return
        self._expected -= 1
        said = "\n".join(line[CODE + 1 :].decode(errors="replace").strip() for line in self._lines)
        code = self._lines[-1][:CODE]
        self._answers.append(SMTPResponse(int(code) if code.isdigit() else NO_ANSWER, said))
        self._lines = []
        self._wake()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
