"""What may the agreements service be asked about, and how does it answer?"""

from typing import ClassVar
from uuid import UUID

from schemas.agreements.parts import (
    AgreementState,
    AgreementType,
    Document,
    Recurrence,
    Responsible,
)
from schemas.base import CountyCode, Day, MunicipalityCode, Name, Part, Query, Ref, Reply, Slug, Text


class AgreementLine(Part):
    """An agreement in a list."""

    id: UUID
    slug: Slug
    type: AgreementType
    title: Name
    state: AgreementState
    municipalities: tuple[MunicipalityCode, ...]
    counties: tuple[CountyCode, ...]
    since: Day
    until: Day | None
    commitments: int


class AgreementLines(Reply):
    agreements: tuple[AgreementLine, ...] = ()


class CommitmentCard(Part):
    id: UUID
    slug: Slug
    focus_area: Slug
    text: Text
    recurrence: Recurrence
    responsible: tuple[Responsible, ...]
    public: bool
    cancelled: bool


class AgreementCard(Reply):
    """An agreement with all it promises. `document` is absent only when the question was refused."""

    document: Document | None = None
    state: AgreementState | None = None
    signed_on: Day | None = None
    commitments: tuple[CommitmentCard, ...] = ()


class ListAgreements(Query):
    """Which agreements are there (in a county, in a municipality)?"""

    reply: ClassVar[type[Reply]] = AgreementLines

    county: CountyCode | None = None
    municipality: MunicipalityCode | None = None


class ShowAgreement(Query):
    """What does this agreement say?"""

    reply: ClassVar[type[Reply]] = AgreementCard

    agreement: Ref
