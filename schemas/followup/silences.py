"""What has a party not told of that it answers for, and has the other told of it?"""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.parts import Organisation, Responsible
from schemas.base import Day, Name, Part, Party, Place, Query, Ref, Reply, Text


class SilenceLine(Part):
    """A commitment that one party or both have told nothing of."""

    agreement_id: UUID
    agreement: Name
    agreement_slug: str
    commitment_id: UUID
    commitment: str
    text: Text
    parties: dict[Party, tuple[Name, ...]]
    """The silent, each with its roles that answer for it."""
    told_on: Day | None
    """The latest day that the other party told of; absent where neither has told anything."""
    next_meeting: Day | None
    """When the parties meet next."""
    responsible: tuple[Responsible, ...]


class SilenceLines(Reply):
    today: Day | None = None
    silences: tuple[SilenceLine, ...] = ()
    more: bool = False
    """There are others, which come after these and are not told."""
    more_told: bool = False
    """Of those others one party has told something of some."""


class ListSilences(Query):
    """What do the parties wait for from each other? The first `most`: what one of them has told of first.

    Of agreements that are followed up. What cannot be counted is to be commented anew after each meeting.
    """

    reply: ClassVar[type[Reply]] = SilenceLines

    agreement: Ref | None = None
    most: Annotated[int, Field(ge=1, le=500)] = 500
    places: Annotated[tuple[Place, ...], Field(max_length=400)] = ()
    """Only of agreements that concern one of these. None: all."""
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""
