"""How does a draft become a mail? Words into templates, and into the envelope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import SecretStr

from schemas.followup import DeadlineLine
from services.notifier.channels.envelope import address_of, body, boundary_of, date_of, encoded, header, render
from services.notifier.model import quiet_words, words
from services.notifier.model.draft import Draft, Item
from services.notifier.model.notice import Claim, Mail
from services.notifier.model.phrases import Paragraphs
from services.runtime.clock import STOCKHOLM
from services.runtime.links import Link, make_link_token

LINK_LASTS = timedelta(days=60)


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
    content = _headers(draft, mail, head, (subject, now)) + body(
        mail, render("reminder.txt", view), render("reminder.html", view)
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
        link = Link(line.id, to.function_id, to.party, to.municipality)
        token = make_link_token(head.link_key.get_secret_value(), link, last_day)
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
        ("From", address_of(head.sender)),
        ("To", draft.mailbox),
        ("Subject", encoded(subject)),
        ("Date", date_of(now)),
        ("Message-ID", mail.message_id),
        ("In-Reply-To", threads.replace(" ", "\r\n ")),
        ("References", threads.replace(" ", "\r\n ")),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "sv"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{boundary_of(mail)}"'),
    )
    return b"".join(header(name, text) for name, text in lines) + b"\r\n"
