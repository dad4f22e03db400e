"""Who gets which mail? One per mailbox: everything due to it, worst first."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import groupby
from uuid import UUID, uuid5

from schemas.agreements import Mailbox
from schemas.base import NAMESPACE_LOFTESKOLL
from schemas.followup import DeadlineLine, OccurrenceLine, Rung
from services.notifier.model.ceiling import presses
from services.notifier.model.notice import Claim, Line, Mail, why_not
from services.notifier.model.outcome import Became, Outcome, skipped

_SENDABLE = re.compile(r"[!-~]+@[A-Za-z0-9.-]+")
"""Plain ASCII: what every mail server takes, and nothing that could end a header."""


@dataclass(frozen=True, slots=True)
class Item:
    """One occurrence or deadline in a mail, with every notice that it answers."""

    line: Line
    recipient: Mailbox
    claims: tuple[Claim, ...]

    @property
    def to_the_pair(self) -> bool:
        """Said only to those who coordinate; whoever also answers for it gets the words of the responsible."""
        return all(claim.rung.to_the_pair for claim in self.claims)

    @property
    def rung(self) -> Rung:
        """The last that has been reached."""
        return max((claim.rung for claim in self.claims), key=lambda rung: rung.days)

    @property
    def overdue_days(self) -> int:
        """0 when it is not overdue."""
        return max(0, -self.line.days_left) if isinstance(self.line, DeadlineLine) else self.line.overdue_days


@dataclass(frozen=True, slots=True)
class Draft:
    mailbox: str
    today: date
    items: tuple[Item, ...]
    """Never empty."""

    @property
    def quiet(self) -> bool:
        """One item that may tell nothing silences the mail: else its neighbours would tell of it."""
        return any(item.recipient.quiet for item in self.items)

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for item in self.items for claim in item.claims)

    def presses(self, red_too: Container[date] = ()) -> bool:
        """Whether a due day in it would pass before what waits for the next week leaves."""
        return presses((item.line.due for item in self.items), self.today, red_too)

    def mail(self, domain: str, red_too: Container[date] = ()) -> Mail:
        """The same mail for the same notices and mailbox, so that a repeat can be recognised as one."""
        notices = " ".join(sorted(str(claim.notice_id) for claim in self.claims))
        to = mailbox_hash(self.mailbox)
        identity = uuid5(NAMESPACE_LOFTESKOLL, f"mail/{to}/{notices}")
        doubted = next((claim.doubted for claim in self.claims if claim.doubted), None)
        message_id = f"<r.{identity}.{to[:16]}@{domain}>"
        return Mail(identity, message_id, to, len(self.items) > 1, doubted, self.presses(red_too))


def mailbox_hash(mailbox: str) -> str:
    return sha256(mailbox.strip().lower().encode()).hexdigest()[:32]


def sort_out(
    claims: Sequence[Claim], lines: Mapping[UUID, Line], mailboxes: Mapping[UUID, Mailbox], today: date
) -> tuple[list[Draft], list[Outcome]]:
    """What to write, and what is decided without writing."""
    outcomes: list[Outcome] = []
    sendable: list[Item] = []
    for claim in claims:
        line, to = lines.get(claim.subject_id), mailboxes.get(claim.function_id)
        known = replace(claim, role=to.role) if to else claim
        reason = why_not(known, line) or _unreachable(to)
        if reason or line is None or to is None:
            outcomes.append(skipped(known, reason))
        else:
            sendable.append(Item(line, to, (known,)))
    drafts, held = _one_mail_each(sendable, today)
    return drafts, outcomes + held


def worst_first(item: Item) -> tuple[int, date, str]:
    """Most overdue, then nearest due day."""
    name = item.line.slug if isinstance(item.line, OccurrenceLine) else str(item.line.id)
    return -item.overdue_days, item.line.due or date.max, name


def _unreachable(to: Mailbox | None) -> str:
    if to is None:
        return "Funktionen har ingen brevlåda."
    if not to.mailbox:
        return "Funktionen har ingen innehavare, och ingen ersättare når någon."
    if not _SENDABLE.fullmatch(to.mailbox):
        return "Funktionens e-postadress kan inte användas."
    return ""


def _one_mail_each(items: Iterable[Item], today: date) -> tuple[list[Draft], list[Outcome]]:
    """A mail that may have been delivered is repeated alone, as it was; the rest of that mailbox waits."""
    drafts: list[Draft] = []
    held: list[Outcome] = []
    for _, same_mailbox in groupby(sorted(items, key=_address), _address):
        mine = list(same_mailbox)
        doubted = next((item.claims[0].doubted for item in mine if item.claims[0].doubted), None)
        together = [item for item in mine if item.claims[0].doubted == doubted]
        waiting = tuple(item.claims[0] for item in mine if item.claims[0].doubted != doubted)
        drafts.append(Draft(together[0].recipient.mailbox, today, _one_item_each(together)))
        if waiting:
            held.append(Outcome(Became.HELD, waiting))
    return drafts, held


def _address(item: Item) -> str:
    return mailbox_hash(item.recipient.mailbox)


def _quiet_first(item: Item) -> tuple[bool, bool, UUID]:
    """The first speaks for the others: a role that may tell nothing, then one that answers for it itself."""
    claim = item.claims[0]
    return not item.recipient.quiet, claim.rung.to_the_pair, claim.notice_id


def _one_item_each(items: list[Item]) -> tuple[Item, ...]:
    """Several rungs about one thing, or two roles behind one mailbox, are one thing to read."""
    by_subject: dict[UUID, list[Item]] = {}
    for item in sorted(items, key=_quiet_first):
        by_subject.setdefault(item.line.id, []).append(item)
    merged = [
        replace(same[0], claims=tuple(claim for item in same for claim in item.claims)) for same in by_subject.values()
    ]
    return tuple(sorted(merged, key=worst_first))
