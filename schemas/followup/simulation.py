"""Which reminders would leave between two days? A question about what has not happened; asking changes nothing."""

from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Day, Part, Place, Query, Ref, Reply
from schemas.followup.deadlines import ComingDeadline
from schemas.followup.events import ReminderDue
from schemas.followup.ladders import LadderIf, LadderKind
from schemas.followup.queries import OccurrenceLine


class DueIf(Part):
    """What if this occurrence were due on another day, decided today?"""

    occurrence: Ref
    due: Day


class ComingReminder(Part):
    """What would be said on a day, and how the occurrence would stand that day if nothing more is told of it."""

    on: Day
    reminder: ReminderDue
    line: OccurrenceLine


class ComingReminders(Reply):
    reminders: tuple[ComingReminder, ...] = ()
    deadlines: tuple[ComingDeadline, ...] = ()


class SimulateReminders(Query):
    """Which reminders leave from `since`, today at the earliest, to `until`, if nobody reports or changes anything?

    `if_due` and `if_holidays`: what if days were moved, and if these days were red too? `if_ladders`: what if these
    ladders were chosen today for the agreement that is asked about, or, of none, were our defaults?
    """

    reply: ClassVar[type[Reply]] = ComingReminders

    since: Day
    until: Day
    agreement: Ref | None = None
    places: Annotated[tuple[Place, ...], Field(max_length=400)] = ()
    """Of occurrences: only of agreements that concern one of these. None: all."""
    if_due: Annotated[tuple[DueIf, ...], Field(max_length=100)] = ()
    if_holidays: Annotated[tuple[Day, ...], Field(max_length=100)] = ()
    if_ladders: Annotated[tuple[LadderIf, ...], Field(max_length=len(LadderKind))] = ()
