"""Who takes the mail, and is at fault in every way a mail server can be? `python -m tests.faults.sink PORT FOLDER`.

How it misbehaves at the moment stands in FOLDER/mode, which anybody may change. What it took lies in FOLDER, one file
per mail, on disk before anything is answered; whom it turned away for good stands in FOLDER/refused.
"""

import asyncio
import contextlib
import os
import signal
import sys
from enum import StrEnum
from itertools import count
from pathlib import Path

from deploy.embedded.inbox import _keep
from services.runtime.clock import real_now

MODE, REFUSED = "mode", "refused"
SLOW = 2.0
LONGER_THAN_A_LEASE = 7.0


class Mode(StrEnum):
    """What a mail server may do; only in the last four it has the mail."""

    WELL = "well"
    GREET_421 = "421 at the greeting"
    RCPT_451 = "451 to RCPT"
    RCPT_550 = "550 to RCPT"
    HANG_MAIL = "hang at MAIL"
    HANG_DATA = "hang at DATA"
    HANG_UP = "hang up in the middle of DATA"
    DOT_451 = "451 after the dot"
    HANG_DOT = "take it and hang"
    DROP = "take it and drop the connection"
    SLOW_250 = "250 after two seconds"
    SLOW_354 = "354 after seven seconds"


ANSWERS = {b"EHLO": "250 sink", b"HELO": "250 sink", b"MAIL": "250 Yes", b"RSET": "250 Yes", b"NOOP": "250 Yes"}


class Gone(Exception):
    """We hang up, or they did."""


class Sink:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(Gone, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await Session(self, reader, writer).hold()
        writer.transport.abort()

    @property
    def mode(self) -> Mode:
        try:
            return Mode((self._folder / MODE).read_text())
        except (FileNotFoundError, ValueError):
            return Mode.WELL

    def take(self, recipients: list[str], content: bytes) -> None:
        name = f"{real_now():%Y%m%dT%H%M%S.%f}-{next(self._numbers):06}.eml"
        addressed = "".join(f"Delivered-To: {recipient}\r\n" for recipient in recipients)
        _keep(self._folder / name, addressed.encode() + content)

    def turn_away(self, recipient: str) -> None:
        with (self._folder / REFUSED).open("a") as file:
            file.write(recipient + "\n")
            file.flush()
            os.fsync(file.fileno())


class Session:
    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._sink, self._reader, self._writer = sink, reader, writer
        self._recipients: list[str] = []

    async def hold(self) -> None:
        if self._sink.mode is Mode.GREET_421:
            self._say("421 Come back later")
            raise Gone
        self._say("220 sink")
        while True:
            line = (await self._reader.readuntil(b"\r\n")).strip()
            verb = line[:4].upper()
            if verb == b"QUIT":
                raise Gone
            if verb == b"DATA":
                await self._data()
            elif verb == b"RCPT":
                self._recipient(line.decode().partition("<")[2].partition(">")[0])
            else:
                self._recipients = []
                if verb == b"MAIL":
                    await self._hang_in(Mode.HANG_MAIL)
                self._say(ANSWERS.get(verb, "502 What?"))

    def _recipient(self, mailbox: str) -> None:
        match self._sink.mode:
            case Mode.RCPT_451:
                self._say("451 Not now")
            case Mode.RCPT_550:
                self._sink.turn_away(mailbox)
                self._say("550 Nobody here")
            case _:
                self._recipients.append(mailbox)
                self._say("250 Yes")

    async def _data(self) -> None:
        await self._hang_in(Mode.HANG_DATA)
        if self._sink.mode is Mode.SLOW_354:
            await asyncio.sleep(LONGER_THAN_A_LEASE)
        self._say("354 Go on")
        if self._sink.mode is Mode.HANG_UP:
            await self._reader.readuntil(b"\r\n")
            raise Gone
        content = b""
        while (line := await self._reader.readuntil(b"\r\n")) != b".\r\n":
            content += line.removeprefix(b".") if line.startswith(b"..") else line
        mode = self._sink.mode
        if mode is Mode.DOT_451:
            self._say("451 Not this one")
            return
        self._sink.take(self._recipients, content)
        if mode is Mode.DROP:
            raise Gone
        await self._hang_in(Mode.HANG_DOT)
        if mode is Mode.SLOW_250:
            await asyncio.sleep(SLOW)
        self._say("250 Kept")

    async def _hang_in(self, mode: Mode) -> None:
        """Say nothing as long as the mode lasts, and then hang up."""
        if self._sink.mode is mode:
            while self._sink.mode is mode:  # noqa: ASYNC110  another process writes the file
                await asyncio.sleep(0.1)
            raise Gone

    def _say(self, line: str) -> None:
        self._writer.write(line.encode() + b"\r\n")


async def serve(port: int, folder: Path) -> None:
    server = await asyncio.start_server(Sink(folder).meet, "127.0.0.1", port, limit=2**20)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with server:
        await stopped.wait()
        os._exit(0)  # sessions that hang would be waited for


if __name__ == "__main__":
    mail = Path(sys.argv[2])
    mail.mkdir(mode=0o700, exist_ok=True)
    asyncio.run(serve(int(sys.argv[1]), mail))
