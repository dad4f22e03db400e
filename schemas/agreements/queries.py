"""What may the agreements service be asked about, and how does it answer?"""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.endings import Checklist, CommitmentFate, Notice
from schemas.agreements.parts import (
    AgreementState,
    AgreementType,
    Document,
    Organisation,
    Recurrence,
    Responsible,
)
from schemas.agreements.references import Arena, Method, SteeringDocument
from schemas.agreements.signatures import Signature
from schemas.base import CountyCode, Day, MunicipalityCode, Name, Part, Place, Query, Ref, Reply, Slug, Text


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
    plan_year: int | None = None
    """The year that it is the action plan of."""


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
    carried_over: bool = False
    fate: CommitmentFate | None = None
    """What became of it when its agreement was superseded."""
    depends_on: Text | None = None
    depends_on_id: UUID | None = None
    methods: tuple[Method, ...] = ()
    arenas: tuple[Arena, ...] = ()
    steering_documents: tuple[SteeringDocument, ...] = ()


class AgreementCard(Reply):
    """An agreement with all it promises. `document` is absent only when the question was refused."""

    document: Document | None = None
    state: AgreementState | None = None
    signed_on: Day | None = None
    commitments: tuple[CommitmentCard, ...] = ()
    version: int = 1
    drafted_by: Organisation | None = None
    shared_on: Day | None = None
    signatures: tuple[Signature, ...] = ()
    revised_on: Day | None = None
    revision_due: Day | None = None
    notice: Notice | None = None
    renews: tuple[UUID, ...] = ()
    successor_id: UUID | None = None
    checklist: Checklist | None = None
    parent: AgreementLine | None = None
    children: tuple[AgreementLine, ...] = ()
    """What stands under it: promises, and its action plans by year."""


class ListAgreements(Query):
    """Which agreements are there (in a county, in a municipality)?"""

    reply: ClassVar[type[Reply]] = AgreementLines

    county: CountyCode | None = None
    municipality: MunicipalityCode | None = None
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""


class ShowAgreement(Query):
    """What does this agreement say?"""

    reply: ClassVar[type[Reply]] = AgreementCard

    agreement: Ref
    commitments: bool = True
    """Without: these are left out."""
    asker: Organisation | None = None
    """Who asks, as in `ListAgreements`."""
    places: Annotated[tuple[Place, ...], Field(max_length=400)] = ()
    """As in `ListFunctions`."""


class AgreementTried(Reply):
    known: bool = False
    """It is there already, as it is written."""


class TryAgreement(Query):
    """Would this agreement be taken in: registered as signed on a day, or without one drafted? Nothing is kept of it.

    Refused with the sentence that the wish would be refused with.
    """

    reply: ClassVar[type[Reply]] = AgreementTried

    document: Document
    signed_on: Day | None = None
    asker: Organisation | None = None
    """Whose draft it would be."""
