"""Which ladder do reminders climb, and how is another chosen for an agreement or for one commitment?"""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.parts import Organisation
from schemas.base import Command, Day, Event, Name, Part, Party, Query, Ref, Reply, Text
from schemas.followup.parts import Rung


class LadderKind(StrEnum):
    """What climbs it: occurrences with a window of 31 days or more, those with a shorter one, or an agreement's days.

    Of an agreement's days all is said to the coordinators, and none of its commitments has a ladder of its own.
    """

    LONG_WINDOW = "long_window"
    SHORT_WINDOW = "short_window"
    MEETING = "meeting"
    AGREEMENT_END = "agreement_end"
    REVISION = "revision"
    PUBLIC_FEEDBACK = "public_feedback"


class Audience(StrEnum):
    """To whom a rung is said."""

    RESPONSIBLE = "responsible"
    """The lead and all co-responsible functions."""
    LEAD = "lead"
    COORDINATORS = "coordinators"
    """The pair: kommunpolis and samordnare. Of a revision samordnare alone."""


class LadderStep(Part):
    """A rung and to whom it is said."""

    rung: Rung
    to: Audience


Steps = Annotated[tuple[LadderStep, ...], Field(max_length=100)]
"""A ladder, in any order. None: nobody is reminded, and nothing is said to the pair either."""


class ChangeLadder(Command):
    """Choose a ladder in place of our default: for a whole agreement, or for one of its commitments.

    A commitment's own ladder beats its agreement's. No steps at all: nobody is reminded.
    """

    agreement: Ref
    commitment: Ref | None = None
    ladder: LadderKind
    steps: Steps
    by: Party
    reason: Name


class RestoreLadder(Command):
    """Take back what was chosen: a commitment climbs its agreement's ladder again, an agreement our default."""

    agreement: Ref
    commitment: Ref | None = None
    ladder: LadderKind
    by: Party
    reason: Name


class LadderChanged(Event):
    """Another ladder applies from now on; what has not left yet leaves by it."""

    agreement_id: UUID
    commitment_id: UUID | None = None
    """Absent: it applies to the whole agreement, save for commitments with a ladder of their own."""
    ladder: LadderKind
    steps: Steps | None
    """Absent: what was chosen was taken back. None at all: nobody is reminded."""
    by: Party
    reason: Text
    on: Day

    @property
    def about(self) -> str:
        return f"agreement/{self.agreement_id}"


class LadderLevel(StrEnum):
    """Whose a ladder is; what stands later beats what stands earlier."""

    DEFAULT = "default"
    AGREEMENT = "agreement"
    COMMITMENT = "commitment"


class LadderLine(Part):
    """A ladder in a list, and who chose it and why if it is not our default."""

    ladder: LadderKind
    level: LadderLevel
    commitment_slug: str | None = None
    """Of a commitment's own."""
    applies: bool = True
    """Whether it is climbed, or beaten by another."""
    steps: Steps = ()
    by: Party | None = None
    reason: Text = ""
    on: Day | None = None


class LadderLines(Reply):
    ladders: tuple[LadderLine, ...] = ()


class ShowLadder(Query):
    """Which ladders are there for an agreement and its commitments, or for one of these, and which applies?"""

    reply: ClassVar[type[Reply]] = LadderLines

    agreement: Ref
    commitment: Ref | None = None
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""


class LadderIf(Part):
    """What if this ladder were chosen today?"""

    ladder: LadderKind
    steps: Steps
