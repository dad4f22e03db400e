"""Which mails would leave on a day, and what would wait? Questions about what has not happened."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.functions import Mailbox
from schemas.agreements.parts import MailAddress
from schemas.base import Day, Part, Query, Reply, Text
from schemas.followup.deadlines import ComingDeadline
from schemas.followup.parts import Rung
from schemas.followup.simulation import ComingReminder


class SimulatedNotice(Part):
    """`subject_id`: the occurrence or the deadline that it is about."""

    subject_id: UUID
    rung: Rung
    function_id: UUID


class SimulatedMail(Part):
    """One mail to one mailbox: its notices in the order it would tell of them. `digest`: of several things."""

    notices: tuple[SimulatedNotice, ...]
    digest: bool


class UnsentNotice(Part):
    """Nobody would be mailed, and why."""

    notice: SimulatedNotice
    reason: Text


class MailedDay(Part):
    """A mailbox would have been mailed on that day."""

    mailbox: MailAddress
    on: Day


class SimulatedMails(Reply):
    """What waits, to fewer functions perhaps, and who has been mailed go into the question about the next day."""

    mails: tuple[SimulatedMail, ...] = ()
    unsent: tuple[UnsentNotice, ...] = ()
    waiting: tuple[ComingReminder, ...] = ()
    waiting_deadlines: tuple[ComingDeadline, ...] = ()
    mailed: tuple[MailedDay, ...] = ()
    """In the week of that day, as far as was told or follows."""


class SimulateMails(Query):
    """Which mails would these reminders become on a day, if mail to their functions went to these mailboxes?

    Asked day by day, each time with what waited and who was mailed by the answer before. Nothing is written and nobody
    is mailed. Reminders to a function without a mailbox here are unsent. `if_holidays`: what if these were red too?
    """

    reply: ClassVar[type[Reply]] = SimulatedMails

    on: Day
    reminders: tuple[ComingReminder, ...] = ()
    deadlines: tuple[ComingDeadline, ...] = ()
    mailboxes: tuple[Mailbox, ...]
    mailed: tuple[MailedDay, ...] = ()
    if_holidays: Annotated[tuple[Day, ...], Field(max_length=100)] = ()
