"""Which mails has the embedded system sent? So that a stranger can open one and follow its link.

Only where an inbox folder is set, and then only on this machine (guard). This is the one place that shows HTML written
elsewhere: in a frame of its own, without scripts, with links only into this portal.
"""

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services.portal.pages.guard import POLICY, is_loopback
from services.portal.pages.language import _
from services.portal.pages.rendering import render
from services.portal.pages.site import site_of
from services.runtime.clock import STOCKHOLM

SHOWN = 200
SANDBOX = "allow-top-navigation-by-user-activation"
FRAME_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox {SANDBOX}"
LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")
HREF = re.compile(r"""\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mail:
    """`name` is the file's. `sent` is the mail's own Date in Stockholm: the domain's time, not the computer's."""

    name: str
    sent: datetime
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["to"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["subject"] or _("(utan ämne)"))

    def part(self, kind: str) -> str | None:
        """The `plain` or `html` body."""
        body = self.message.get_body((kind,))
        return str(body.get_content()) if body else None


def show_all(request: Request) -> Response:
    files = _files(request)
    newest = sorted(files.values(), key=_arrived, reverse=True)[:SHOWN]
    mails = sorted((_read(file) for file in newest), key=lambda mail: mail.sent, reverse=True)
    mailboxes = sorted({mail.to for mail in mails})
    chosen = request.query_params.get("till", "")
    if chosen not in mailboxes:
        return render(request, "inbox.html", mails=mails, count=len(files), mailboxes=mailboxes, chosen="")
    theirs = [mail for mail in mails if mail.to == chosen]
    return render(request, "inbox.html", mails=theirs, count=len(theirs), mailboxes=mailboxes, chosen=chosen)


def show_one(request: Request) -> Response:
    mail = _mail(request)
    text = mail.part("plain") or ""
    policy_with_frame = {"Content-Security-Policy": f"{POLICY}; frame-src 'self'"}
    return render(
        request,
        "mail.html",
        headers=policy_with_frame,
        mail=mail,
        text=_with_links(text, request.url.port),
        has_html=mail.part("html") is not None,
        sandbox=SANDBOX,
    )


def show_html(request: Request) -> Response:
    """The HTML part by itself, for the frame. `<base target>` lets a click leave the frame."""
    body = _mail(request).part("html")
    if body is None:
        raise HTTPException(404)
    port = request.url.port
    own = HREF.sub(lambda link: _own_href(link, port), body)
    return HTMLResponse(f'<base target="_top">{own}', headers={"Content-Security-Policy": FRAME_POLICY})


def _files(request: Request) -> dict[str, Path]:
    """By name: an address can only name what lies in the folder."""
    folder = site_of(request).inbox_dir
    if folder is None:
        raise HTTPException(404)
    return {file.name: file for file in folder.glob("*.eml")}


def _arrived(file: Path) -> int:
    return file.stat().st_mtime_ns


def _mail(request: Request) -> Mail:
    file = _files(request).get(request.path_params["name"])
    if file is None:
        raise HTTPException(404)
    return _read(file)


def _read(file: Path) -> Mail:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
    return Mail(file.name, _sent(message, file), message)


def _sent(message: EmailMessage, file: Path) -> datetime:
    try:
        return parsedate_to_datetime(str(message["date"])).astimezone(STOCKHOLM)
    except ValueError:
        return datetime.fromtimestamp(_arrived(file) / 1e9, UTC).astimezone(STOCKHOLM)


def _own_path(address: str, port: int | None) -> str | None:
    """The path of an address that leads to this portal; none for any other."""
    try:
        parts = urlsplit(html.unescape(address))
        own = parts.scheme == "http" and is_loopback(parts.hostname) and parts.port == port
    except ValueError:
        return None
    return parts.path if own and parts.path.startswith("/") else None


def _own_href(link: re.Match[str], port: int | None) -> str:
    path = _own_path(link[1].strip("\"'"), port)
    return f'href="{html.escape(path)}"' if path else ""


def _with_links(text: str, port: int | None) -> Markup:
    """The text with our own addresses clickable, everything else only text."""
    pieces, end = [], 0
    for link in LINK.finditer(text):
        address = link[0].rstrip(".,;:!?)")
        path = _own_path(address, port)
        if path:
            pieces += [Markup.escape(text[end : link.start()]), Markup('<a href="{}">{}</a>').format(path, address)]
            end = link.start() + len(address)
    return Markup().join([*pieces, Markup.escape(text[end:])])
