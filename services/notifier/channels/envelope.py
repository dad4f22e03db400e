"""How do words become the bytes of a mail? Headers, a text and an HTML part, each from a template.

The bytes are put together directly: the standard library's EmailMessage costs more than sending the mail does.
Its guard against forged headers goes with it, so `header` refuses control characters itself.
"""

from base64 import b64encode, encodebytes
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from services.notifier.model.notice import Mail
from services.runtime.clock import STOCKHOLM

TEMPLATES = Path(__file__).parent.parent / "templates"
BYTES_PER_WORD = 45
"""RFC 2047: an encoded word is at most 75 characters."""


def body(mail: Mail, text: str, html: str) -> bytes:
    boundary = f"--{boundary_of(mail)}"
    return b"".join(
        (
            _part(boundary, "text/plain", text),
            _part(boundary, "text/html", html),
            f"{boundary}--\r\n".encode(),
        )
    )


def _part(boundary: str, kind: str, text: str) -> bytes:
    head = f"{boundary}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    lines = text.replace("\n", "\r\n").encode()
    return head.encode() + encodebytes(lines).replace(b"\n", b"\r\n")


def boundary_of(mail: Mail) -> str:
    """Cannot occur in base64, which has no point."""
    return f"part.{mail.id.hex}"


def header(name: str, text: str) -> bytes:
    """Raises ValueError on anything that would end the header or is not ASCII."""
    inside = text.replace("\r\n ", "")
    if not (inside.isascii() and inside.isprintable()):
        raise ValueError(f"{name} holds characters that a mail header may not hold")
    return f"{name}: {text}\r\n".encode("ascii")


@lru_cache(maxsize=1)
def date_of(now: datetime) -> str:
    """The same for a page of mails."""
    return format_datetime(now.astimezone(STOCKHOLM))


@cache
def address_of(address: str) -> str:
    name, mailbox = parseaddr(address)
    return f"{encoded(name)} <{mailbox}>" if name else mailbox


def encoded(text: str) -> str:
    """ASCII as it is, if it fits in a line; else RFC 2047 encoded words of whole characters, one per line."""
    if text.isascii() and text.isprintable() and len(text) <= BYTES_PER_WORD and "=?" not in text:
        return text
    pieces = [b""]
    for character in map(str.encode, text):
        if len(pieces[-1]) + len(character) > BYTES_PER_WORD:
            pieces.append(b"")
        pieces[-1] += character
    return "\r\n ".join(f"=?utf-8?b?{b64encode(piece).decode()}?=" for piece in pieces)


def render(template: str, view: dict[str, object]) -> str:
    return _template(template).render(view)


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    return environment.get_template(name)
