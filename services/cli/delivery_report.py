"""What does a mail server tell of a mail that did not arrive? A delivery status notification (RFC 3464), read.

Only codes and Message-IDs are taken from it: everything else may name a person.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from services.runtime.errors import Refused

LARGEST = 5_000_000
NO_REPORT = "Mejlet är ingen leveransrapport (RFC 3464), kanske ett vanligt svar eller ett autosvar. Inget är ändrat."
UNREADABLE = "Leveransrapporten går inte att läsa. Inget är ändrat."
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,298}>")
OURS = re.compile(r"<r\.[0-9a-f-]{36}\.[0-9a-f]{16}@[!-;=?-~]+>")
"""How the notifier names its mails; a thread's name, which its mails refer to, looks otherwise."""
STATUS = re.compile(r"\s*([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.])")
SMTP_CODE = re.compile(r"\s*smtp\s*;\s*([45][0-9]{2})(?![0-9])", re.IGNORECASE)
GIVEN_UP = "failed"
ACTIONS = {GIVEN_UP, "delayed", "delivered", "relayed", "expanded"}
MEANT = {"5": GIVEN_UP, "4": "delayed", "2": "delivered"}
"""What a status says where no action does."""
UNSAID = "5.0.0"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    message_id: str
    """Of the mail that the report is about, in angle brackets."""
    action: str
    """One of ACTIONS, for the recipient that it went worst for."""
    code: str
    """5.1.1 or 550. With `failed`, 4.x.x means that a server tried for days and has given up."""

    @property
    def given_up(self) -> bool:
        return self.action == GIVEN_UP


def read_report(raw: bytes) -> DeliveryReport:
    """Raises Refused with a sentence for whoever reads the mail server's log; it quotes nothing of the mail."""
    if len(raw) > LARGEST:
        raise Refused(f"Mejlet är större än {LARGEST // 1_000_000} MB; så stor är ingen leveransrapport.")
    try:
        mail = message_from_bytes(raw, policy=policy.compat32)  # the others stumble over headers that are not right
    except RecursionError as deep:
        raise Refused(UNREADABLE) from deep
    parts = _parts(mail) if mail.get_content_type() == "multipart/report" else []
    statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not statuses:
        raise Refused(NO_REPORT)
    told = [one for block in _parts(statuses[0]) if (one := _recipient(block))]
    message_id = _message_id([*_returned(parts), *_referred(mail)])
    if not told or not message_id:
        raise Refused(UNREADABLE)
    action, code = next((one for one in told if one[0] == GIVEN_UP), told[0])
    return DeliveryReport(message_id, action, code)


def _parts(mail: Message) -> Sequence[Message]:
    inner = mail.get_payload()
    return [part for part in inner if isinstance(part, Message)] if isinstance(inner, list) else []


def _recipient(block: Message) -> tuple[str, str] | None:
    """What was done for one recipient, and why; None for the block about the servers, or a garbled one."""
    status = STATUS.match(str(block.get("Status", "")))
    action = str(block.get("Action", "")).strip().lower()
    if action not in ACTIONS and status:
        action = MEANT[status[1][0]]
    if "Final-Recipient" not in block or action not in ACTIONS:
        return None
    if status and status[1][0] in "45":
        return action, status[1]
    smtp = SMTP_CODE.match(str(block.get("Diagnostic-Code", "")))
    return action, smtp[1] if smtp else UNSAID


def _returned(parts: Iterable[Message]) -> Iterator[str]:
    """The Message-ID of the mail that came back: of the whole mail, or of its headers alone."""
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            yield from (str(mail.get("Message-ID", "")) for mail in _parts(part))
        if part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            if isinstance(headers, bytes):
                yield str(message_from_bytes(headers, policy=policy.compat32).get("Message-ID", ""))


def _referred(report: Message) -> Iterator[str]:
    """What the report itself answers to."""
    yield from (str(text) for name in ("In-Reply-To", "References") for text in report.get_all(name, []))


def _message_id(texts: Iterable[str]) -> str:
    """The first that is named as ours are; else the first of all, which the notifier will know or not."""
    found = [one for text in texts for one in MESSAGE_ID.findall(text)]
    return next((one for one in found if OURS.fullmatch(one)), found[0] if found else "")
