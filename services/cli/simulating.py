"""Which mails would leave between two days, and what if something were different? Asked of those who answer for it.

Followup tells which reminders would be said, agreements where mail to a function would go, the notifier which mails
that would make: each by the rules it follows in earnest.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from schemas.agreements import FindMailboxes, Mailbox, Mailboxes, SubstituteIf
from schemas.followup import ComingReminder, ComingReminders, DueIf, LadderIf, OccurrenceLine, SimulateReminders
from schemas.followup.parts import Rung
from schemas.notifier import SimulatedMails, SimulatedNotice, SimulateMails
from services.runtime.bus import Bus
from services.runtime.errors import Refused

A_WEEK = 7
"""Days that are asked about at once: an answer has a limit."""


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
    line: OccurrenceLine
    rung: Rung


@dataclass(frozen=True, slots=True)
class Mail:
    """What one mailbox gets on a day, worst first; with a reason if nobody gets it."""

    on: date
    notices: tuple[Notice, ...]
    digest: bool = False
    why_not: str = ""


async def simulate(bus: Bus, asked: Asked) -> AsyncIterator[Mail]:
    """Day by day."""
    for since, until in _weeks(asked):
        question = SimulateReminders(
            since=since,
            until=until,
            agreement=asked.agreement,
            if_due=asked.if_due,
            if_holidays=asked.if_holidays,
            if_ladders=asked.if_ladders,
        )
        coming = (await bus.ask(question, ComingReminders)).reminders
        for day, said in groupby(coming, attrgetter("on")):
            for mail in await _mails(bus, asked, day, tuple(said)):
                yield mail


async def _mails(bus: Bus, asked: Asked, day: date, said: Sequence[ComingReminder]) -> list[Mail]:
    functions = tuple(dict.fromkeys(function for one in said for function in one.reminder.functions))
    where = FindMailboxes(functions=functions, on=day, if_substitutes=asked.if_substitutes)
    mailboxes = (await bus.ask(where, Mailboxes)).mailboxes
    folded = await bus.ask(SimulateMails(on=day, reminders=tuple(said), mailboxes=mailboxes), SimulatedMails)
    lines = {one.line.id: one.line for one in said}
    to = {one.function_id: one for one in mailboxes}
    for one in said:
        for missing in set(one.reminder.functions) - to.keys():
            raise Refused(f"{one.line.slug} ska påminna funktionen {missing}, men den finns inte bland funktionerna.")

    def notices(of: Sequence[SimulatedNotice]) -> tuple[Notice, ...]:
        return tuple(Notice(to[one.function_id], lines[one.occurrence_id], one.rung) for one in of)

    mails = [Mail(day, notices(one.notices), digest=one.digest) for one in folded.mails]
    unsent = [Mail(day, notices([one.notice]), why_not=one.reason) for one in folded.unsent]
    return sorted(mails + unsent, key=_order)


def _weeks(asked: Asked) -> Iterator[tuple[date, date]]:
    """At least one: what ends before it begins is for the answerer to refuse."""
    for days in range(0, max((asked.until - asked.since).days, 0) + 1, A_WEEK):
        since = asked.since + timedelta(days=days)
        yield since, min(since + timedelta(days=A_WEEK - 1), asked.until)


def _order(mail: Mail) -> tuple[str, str]:
    first = mail.notices[0].to
    return first.role, str(first.function_id)
