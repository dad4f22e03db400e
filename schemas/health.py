"""How does a service feel, as it says itself? Counts, days and moments; nobody's text, and no mailbox.

Every service is asked by a question of its own (CheckHealth) and answers alike. Ages are whole real seconds, so
that they mean the same where an embedded system's clock runs fast.
"""

from datetime import datetime
from enum import StrEnum

from schemas.base import CountyCode, Day, Part, Reply


class Chore(StrEnum):
    """What a service does by the clock, and can be late with."""

    REMINDERS = "reminders"
    """To say which reminders are due."""
    MAIL = "mail"
    """To send what is to be mailed."""


class Late(Part):
    """`seconds`: how late the oldest is that is due and has not been done; 0: nothing waits."""

    what: Chore
    seconds: int


class Behind(Part):
    """What one who listens has not been given, or has not acknowledged; `seconds`: since the oldest came."""

    waiting: int
    given: int
    seconds: int


class Subscriber(Part):
    """One who follows a county's progress; `county` is absent for who follows them all."""

    county: CountyCode | None
    behind: Behind
    last_at: datetime | None
    """When something was last given to it."""


class Health(Reply):
    started_at: datetime | None = None
    unpublished: int = 0
    """Events that no stream has yet."""
    unpublished_seconds: int = 0
    held: int = 0
    """Events that wait behind one that could not be taken."""
    parked: int = 0
    """Aggregates that wait for an operator."""
    hears: bool = False
    heard: Behind | None = None
    """Absent: it hears nobody, or the streams do not answer."""
    late: tuple[Late, ...] = ()
    sealed_on: Day | None = None
    """The last day whose log is sealed."""
    subscribers: tuple[Subscriber, ...] | None = None
    """Told by the one who tells the counties; absent: it is another, or the stream does not answer."""
