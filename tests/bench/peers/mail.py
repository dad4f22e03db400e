"""How many mails a second does aiosmtplib.send hand over, with EmailMessage, text and HTML, a connection each?

Words: the port of the sink, how many, how many at once, the file with the text, the file with the HTML.
"""

import asyncio
import sys
import time
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import aiosmtplib


async def main(port: int, number: int, at_once: int, text: str, html: str) -> None:
    numbers = iter(range(number))

    async def sender() -> None:
        for nr in numbers:
            mail = EmailMessage()
            mail["From"], mail["To"] = "lofteskoll@example.se", f"kommunpolis.{nr}@example.se"
            mail["Subject"], mail["Message-ID"] = "Påminnelse om åtaganden", make_msgid(domain="example.se")
            mail.set_content(text)
            mail.add_alternative(html, subtype="html")
            await aiosmtplib.send(mail, hostname="127.0.0.1", port=port)

    began = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(at_once)))
    print(number / (time.perf_counter() - began))


if __name__ == "__main__":
    words = sys.argv[1:]
    asyncio.run(
        main(int(words[0]), int(words[1]), int(words[2]), Path(words[3]).read_text(), Path(words[4]).read_text())
    )
