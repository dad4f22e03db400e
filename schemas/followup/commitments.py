"""How does what an agreement promises stand, a page at a time?"""

from typing import Annotated, ClassVar

from pydantic import Field

from schemas.agreements.parts import Organisation
from schemas.base import Day, Name, Part, Query, Ref, Reply, Slug
from schemas.followup.parts import Light
from schemas.followup.queries import OccurrenceLine
from schemas.followup.summary import FocusAreaSection


class AreaCount(Part):
    """A focus area, and how many commitments stand in it."""

    id: str
    name: Name
    commitments: int


class CommitmentLines(Reply):
    """`areas` counts all there are, `found` those that were asked for, of which a page is told."""

    today: Day | None = None
    areas: tuple[AreaCount, ...] = ()
    found: int = 0
    focus_areas: tuple[FocusAreaSection, ...] = ()
    """Those with something on this page; where nothing is left out on purpose, the empty ones too, on the first."""
    next_meeting: Day | None = None
    due_before_next_meeting: tuple[OccurrenceLine, ...] = ()
    """Overdue first; at any time, where no meeting is to come."""
    more_due: bool = False
    """There are others, which come after these and are not told."""


class ListCommitments(Query):
    """How do an agreement's commitments stand? In the order of its focus areas, a page at a time.

    `light`: of those that are not cancelled, the ones that show it. `cancelled`: those alone.
    """

    reply: ClassVar[type[Reply]] = CommitmentLines

    agreement: Ref
    focus_area: Slug | None = None
    light: Light | None = None
    cancelled: bool = False
    skip: Annotated[int, Field(ge=0, le=100_000)] = 0
    """How many come before the page."""
    most: Annotated[int, Field(ge=1, le=1000)] = 100
    most_due: Annotated[int, Field(ge=0, le=1000)] = 0
    """Also told: so many of what is due before the next meeting."""
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""
