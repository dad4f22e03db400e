"""Where does the mail of an embedded system go? Every mail that is sent is kept as a file, and none leaves the machine.

Run as a process: `python -m deploy.embedded.inbox PORT FOLDER`.
"""

import asyncio
import os
import signal
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.embedded.folder import make_folder
from services.runtime.clock import real_now

LARGEST = 5_000_000


class Inbox:
    """Takes every mail; answers 250 only when the disk has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        # Seconds first and then a number, so that the order of the names is the order in which they came.
        name = f"{real_now():%Y%m%dT%H%M%S.%f}-{next(self._numbers):06}.eml"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        addressed = "".join(f"Delivered-To: {recipient}\r\n" for recipient in envelope.rcpt_tos)
        _keep(self._folder / name, addressed.encode() + content)
        return "250 Kept"


def read_inbox(folder: Path) -> list[EmailMessage]:
    """All mails that came, oldest first."""
    return [read_mail(path) for path in sorted(folder.glob("*.eml"))]


def read_mail(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)


def _keep(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


async def serve(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    inbox = Inbox(folder)
    server = await loop.create_server(
        lambda: SMTP(inbox, hostname="localhost", enable_SMTPUTF8=True, data_size_limit=LARGEST, loop=loop),
        host="127.0.0.1",
        port=port,
    )
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), make_folder(Path(sys.argv[2]))))
