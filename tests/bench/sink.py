"""What takes mails as fast as it can, so that it is not what is measured? `python -m tests.bench.sink FOLDER`.

Writes its port to FOLDER/port, one byte per mail to FOLDER/count, and the newest mail to FOLDER/mail.
"""

import asyncio
import sys
from pathlib import Path
from typing import cast

import uvloop

HELLO = b"250-sink\r\n250 PIPELINING\r\n"
"""Every mail server of our days offers it."""
ANSWERS = {b"EHLO": HELLO, b"HELO": b"250 sink\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


class Sink(asyncio.Protocol):
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._came = b""
        self._in_mail = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by class
        self._transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        assert self._transport
        self._came += data
        while True:
            end = b"\r\n.\r\n" if self._in_mail else b"\r\n"
            head, found, rest = self._came.partition(end)
            if not found:
                return
            self._came = rest
            if self._in_mail:
                self._take(head)
                self._transport.write(b"250 taken\r\n")
                continue
            verb = head[:4].upper()
            self._in_mail = verb == b"DATA"
            self._transport.write(ANSWERS.get(verb, b"250 ok\r\n"))
            if verb == b"QUIT":
                self._transport.close()

    def _take(self, mail: bytes) -> None:
        self._in_mail = False
        with (self._folder / "count").open("ab") as count:
            if count.tell() == 0:
                (self._folder / "mail").write_bytes(mail)
            count.write(b".")


async def main(folder: Path) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Sink(folder), "127.0.0.1", 0)
    (folder / "port").write_text(str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
