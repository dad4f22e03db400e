"""Which mails would leave between two days, and what if something were different? Asked of those who answer for it.

Followup tells which reminders would be said, agreements where mail to a function would go, the notifier which mails
that would make: each by the rules it follows in earnest.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.agreements import FindMailboxes, Mailbox, Mailboxes, SubstituteIf
from schemas.followup import (
    ComingDeadline,
    ComingReminder,
    ComingReminders,
    DeadlineLine,
    DueIf,
    LadderIf,
    OccurrenceLine,
    SimulateReminders,
)
from schemas.followup.parts import Rung
from schemas.notifier import SimulatedMails, SimulatedNotice, SimulateMails
from services.front.asks import Asks
from services.front.naming import name
from services.runtime.errors import Refused

A_WEEK, A_QUARTER = 7, 91
FEW = 1000
"""Reminders. An answer has a limit; after one with fewer than this, twice as many days are asked about at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    since: date
    until: date
    agreement: str | None = None
    if_due: tuple[DueIf, ...] = ()
    if_substitutes: tuple[SubstituteIf, ...] = ()
    if_holidays: tuple[date, ...] = ()
    if_ladders: tuple[LadderIf, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One reminder to one function. `to` is that function, or who stands in for it."""

    to: Mailbox
    line: OccurrenceLine | DeadlineLine
    rung: Rung


@dataclass(frozen=True, slots=True)
class Mail:
    """What one mailbox gets on a day, worst first; with a reason if nobody gets it."""

    on: date
    notices: tuple[Notice, ...]
    digest: bool = False
    why_not: str = ""


async def simulate(of: Asks, asked: Asked) -> AsyncIterator[Mail]:
    """Day by day. What waits on a day, and who has been mailed, is told again the day after."""
    before = SimulatedMails()
    async for since, until, coming in _coming(of, asked):
        for day in _days(since, until):
            said = SimulateMails(
                on=day,
                reminders=(*before.waiting, *(one for one in coming.reminders if one.on == day)),
                deadlines=(*before.waiting_deadlines, *(one for one in coming.deadlines if one.on == day)),
                mailboxes=(),
                mailed=before.mailed,
                if_holidays=asked.if_holidays,
            )
            if said.reminders or said.deadlines:
                mails, before = await _mails(of, asked, said)
                for mail in mails:
                    yield mail


async def _coming(of: Asks, asked: Asked) -> AsyncIterator[tuple[date, date, ComingReminders]]:
    """What would be said, some days at a time. What ends before it begins is for the answerer to refuse."""
    since, days = asked.since, A_WEEK
    while True:
        until = min(since + timedelta(days=days - 1), asked.until)
        question = SimulateReminders(
            since=since,
            until=until,
            agreement=asked.agreement,
            if_due=asked.if_due,
            if_holidays=asked.if_holidays,
            if_ladders=asked.if_ladders,
        )
        coming = await of.ask(question, ComingReminders)
        yield since, until, coming
        since, days = until + timedelta(days=1), min(2 * days, A_QUARTER) if len(coming.reminders) < FEW else A_WEEK
        if since > asked.until:
            return


async def _mails(of: Asks, asked: Asked, said: SimulateMails) -> tuple[list[Mail], SimulatedMails]:
    every: list[ComingReminder | ComingDeadline] = [*said.reminders, *said.deadlines]
    functions = tuple(dict.fromkeys(function for one in every for function in one.reminder.functions))
    where = FindMailboxes(functions=functions, on=said.on, if_substitutes=asked.if_substitutes)
    mailboxes = (await of.ask(where, Mailboxes)).mailboxes
    to = {one.function_id: one for one in mailboxes}
    for one in every:
        for missing in set(one.reminder.functions) - to.keys():
            raise Refused(f"{name(one.line)} ska påminna funktionen {missing}, men den finns inte bland funktionerna.")
    folded = await of.ask(said.model_copy(update={"mailboxes": mailboxes}), SimulatedMails)
    lines = {one.line.id: one.line for one in every}

    def notices(of: Sequence[SimulatedNotice]) -> tuple[Notice, ...]:
        return tuple(Notice(to[one.function_id], lines[one.subject_id], one.rung) for one in of)

    mails = [Mail(said.on, notices(one.notices), digest=one.digest) for one in folded.mails]
    unsent = [Mail(said.on, notices([one.notice]), why_not=one.reason) for one in folded.unsent]
    return sorted(mails + unsent, key=_order), folded


def _days(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=days) for days in range((until - since).days + 1))


def _order(mail: Mail) -> tuple[str, str]:
    first = mail.notices[0].to
    return first.role, str(first.function_id)
