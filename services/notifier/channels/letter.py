"""How does a draft become a mail? Words into templates, templates into bytes.

The bytes are put together directly: the standard library's EmailMessage costs more than sending the mail does.
Its guard against forged headers goes with it, so `_header` refuses control characters itself.
"""

from base64 import b64encode, encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from pydantic import SecretStr

from schemas.followup import DeadlineLine
from services.notifier.model import quiet_words, words
from services.notifier.model.draft import Draft, Item
from services.notifier.model.notice import Claim, Mail
from services.notifier.model.phrases import Paragraphs
from services.runtime.clock import STOCKHOLM
from services.runtime.links import Link, make_link_token

TEMPLATES = Path(__file__).parent.parent / "templates"
LINK_LASTS = timedelta(days=60)
BYTES_PER_WORD = 45
"""RFC 2047: an encoded word is at most 75 characters."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What is the same on every mail."""

    sender: str
    """`name@example.se` or `Name <name@example.se>`."""
    domain: str
    """Right of the @ in message ids."""
    portal_url: str
    link_key: SecretStr


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to leave."""

    mail: Mail
    to: str
    claims: tuple[Claim, ...]
    content: bytes


def write(draft: Draft, head: Letterhead, now: datetime) -> Letter:
    mail = draft.mail(head.domain)
    last_day = now.astimezone(STOCKHOLM).date() + LINK_LASTS
    links = [(item, _link(item, head, last_day, quiet=draft.quiet)) for item in draft.items]
    subject, introduction, items = _quietly(draft, links) if draft.quiet else _openly(draft, links)
    view = {
        "introduction": introduction,
        "items": items,
        "answers": sum(1 for item in draft.items if not isinstance(item.line, DeadlineLine)),
        "last_day": last_day,
        "footing": words.footing(draft),
        "subject": subject,
    }
    content = _headers(draft, mail, head, (subject, now)) + _body(
        mail, _render("reminder.txt", view), _render("reminder.html", view)
    )
    return Letter(mail, draft.mailbox, draft.claims, content)


def _openly(draft: Draft, links: Sequence[tuple[Item, str]]) -> tuple[str, str, list[Paragraphs]]:
    told = [words.paragraphs(item, draft.today, link) for item, link in links]
    return words.subject(draft), words.introduction(draft), told


def _quietly(draft: Draft, links: Sequence[tuple[Item, str]]) -> tuple[str, str, list[Paragraphs]]:
    told = [quiet_words.paragraphs(item, link) for item, link in links]
    return quiet_words.subject(draft), quiet_words.introduction(draft), told


def _link(item: Item, head: Letterhead, last_day: date, *, quiet: bool) -> str:
    """Where an occurrence is answered for, by a token; where the meeting, municipality or agreement of a deadline is.

    In a quiet mail none is named by its slug or place: it tells whose agreement it is.
    """
    portal, to, line = head.portal_url.rstrip("/"), item.recipient, item.line
    if not isinstance(line, DeadlineLine):
        token = make_link_token(head.link_key.get_secret_value(), Link(line.id, to.function_id, to.party), last_day)
        return f"{portal}/svar/{token}"
    if line.meeting_slug and not quiet:
        return f"{portal}/moten/{line.meeting_slug}"
    if line.municipality and not quiet:
        return f"{portal}/kommuner/{line.municipality}"
    name = line.agreement_id if quiet else line.agreement_slug or line.agreement_id
    return f"{portal}/overenskommelser/{name}" if name else f"{portal}/overenskommelser"


def _headers(draft: Draft, mail: Mail, head: Letterhead, said: tuple[str, datetime]) -> bytes:
    """`said`: the subject, and when."""
    subject, now = said
    threads = " ".join(f"<o.{item.line.id}@{head.domain}>" for item in draft.items)
    lines = (
        ("From", _address(head.sender)),
        ("To", draft.mailbox),
        ("Subject", _encoded(subject)),
        ("Date", _date(now)),
        ("Message-ID", mail.message_id),
        ("In-Reply-To", threads.replace(" ", "\r\n ")),
        ("References", threads.replace(" ", "\r\n ")),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "sv"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{_boundary(mail)}"'),
    )
    return b"".join(_header(name, text) for name, text in lines) + b"\r\n"


def _body(mail: Mail, text: str, html: str) -> bytes:
    boundary = f"--{_boundary(mail)}"
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


def _boundary(mail: Mail) -> str:
    """Cannot occur in base64, which has no point."""
    return f"part.{mail.id.hex}"


def _header(name: str, text: str) -> bytes:
    """Raises ValueError on anything that would end the header or is not ASCII."""
    inside = text.replace("\r\n ", "")
    if not (inside.isascii() and inside.isprintable()):
        raise ValueError(f"{name} holds characters that a mail header may not hold")
    return f"{name}: {text}\r\n".encode("ascii")


@lru_cache(maxsize=1)
def _date(now: datetime) -> str:
    """The same for a page of mails."""
    return format_datetime(now.astimezone(STOCKHOLM))


@cache
def _address(address: str) -> str:
    name, mailbox = parseaddr(address)
    return f"{_encoded(name)} <{mailbox}>" if name else mailbox


def _encoded(text: str) -> str:
    """ASCII as it is, if it fits in a line; else RFC 2047 encoded words of whole characters, one per line."""
    if text.isascii() and text.isprintable() and len(text) <= BYTES_PER_WORD and "=?" not in text:
        return text
    pieces = [b""]
    for character in map(str.encode, text):
        if len(pieces[-1]) + len(character) > BYTES_PER_WORD:
            pieces.append(b"")
        pieces[-1] += character
    return "\r\n ".join(f"=?utf-8?b?{b64encode(piece).decode()}?=" for piece in pieces)


def _render(template: str, view: dict[str, object]) -> str:
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
