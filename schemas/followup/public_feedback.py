"""What have residents been told of the promises made to them, and where are they still owed an answer?"""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.parts import AgreementType, Organisation
from schemas.base import Command, CountyCode, Day, Event, MunicipalityCode, Name, Part, Query, Ref, Reply

WebAddress = Annotated[str, Field(pattern=r"^https?://[!-~]{3,480}$")]


class FeedbackState(StrEnum):
    """Due: a promise expired 30 days ago or more, and residents have been told nothing."""

    TOLD = "told"
    NOT_TOLD = "not_told"
    DUE = "due"


class RecordPublicFeedback(Command):
    """Tell that residents have been informed: when, by which channel, and where it can be read."""

    agreement: Ref
    on: Day
    channel: Name
    url: WebAddress | None = None


class ResidentsInformed(Event):
    """Residents were told what has become of what was promised to them."""

    agreement_id: UUID
    on: Day
    channel: Name
    url: WebAddress | None = None

    @property
    def about(self) -> str:
        return f"agreement/{self.agreement_id}"


class FeedbackPart(Part):
    """One time when residents were informed."""

    on: Day
    channel: Name
    url: WebAddress | None = None


class FeedbackLine(Part):
    """What residents have been told of one agreement, oldest first."""

    agreement_id: UUID
    agreement: Name
    agreement_slug: str
    type: AgreementType
    municipalities: tuple[MunicipalityCode, ...]
    until: Day | None
    state: FeedbackState
    due: Day | None = None
    """When residents must have been told: 30 days after a promise's last day. Absent once they have been."""
    told: tuple[FeedbackPart, ...] = ()


class FeedbackLines(Reply):
    today: Day | None = None
    agreements: tuple[FeedbackLine, ...] = ()


class ListPublicFeedback(Query):
    """What have residents been told of what has been signed? `due_only`: where they are owed an answer by now."""

    reply: ClassVar[type[Reply]] = FeedbackLines

    agreement: Ref | None = None
    municipality: MunicipalityCode | None = None
    county: CountyCode | None = None
    due_only: bool = False
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""
