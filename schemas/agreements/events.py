"""What does the agreements service say?"""

from uuid import UUID

from schemas.agreements.about import AgreementFact
from schemas.agreements.parts import (
    AgreementType,
    FocusArea,
    Organisation,
    Recurrence,
    Responsible,
    Review,
    Signatory,
    Validity,
)
from schemas.agreements.references import Arena, Method, SteeringDocument
from schemas.agreements.signatures import Signature
from schemas.base import Day, MunicipalityCode, Name, Party, Slug, Text


class AgreementDrafted(AgreementFact):
    """An agreement has been written down. It is a draft: nobody outside the organisation that wrote it sees it."""

    slug: Slug
    type: AgreementType
    title: Name
    parent_id: UUID | None = None
    municipalities: tuple[MunicipalityCode, ...]
    police_areas: tuple[Name, ...] = ()
    validity: Validity
    revision_interval_months: int | None = None
    registration_numbers: dict[Party, Name] = {}
    review: Review = Review()
    focus_areas: tuple[FocusArea, ...] = ()
    coordinators: tuple[Responsible, ...] = ()
    """The pair that overdue promises are brought to: kommunpolis and samordnare."""
    drafted_by: Organisation | None = None
    """Who alone sees it until it is shared; absent: nobody but the operator."""
    plan_year: int | None = None
    """The year that it is the action plan of, under its parent."""


class CommitmentAdded(AgreementFact):
    """Something is promised under an agreement; it counts from the day the agreement is signed."""

    commitment_id: UUID
    slug: Slug
    focus_area: Slug
    text: Text
    recurrence: Recurrence
    responsible: tuple[Responsible, ...]
    public: bool
    carried_over: bool = False
    on: Day | None = None
    """The day it was added to what is agreed already; absent for what was there from the start."""
    depends_on: Text | None = None
    depends_on_id: UUID | None = None
    """The commitment that `depends_on` names, where it names one."""
    methods: tuple[Method, ...] = ()
    arenas: tuple[Arena, ...] = ()
    steering_documents: tuple[SteeringDocument, ...] = ()


class AgreementShared(AgreementFact):
    """The draft was sent from one authority to the other and is now a public record (TF 2 kap)."""

    on: Day


class AgreementSigned(AgreementFact):
    """Every party has signed; `on` is the day of the last signature. Its commitments are promises from now on."""

    on: Day
    signatories: tuple[Signatory, ...]
    signatures: tuple[Signature, ...] = ()
    """Who signed when; empty in what was said before this was told."""


class AgreementActivated(AgreementFact):
    """The agreement's first day has come."""

    on: Day


class AgreementExpired(AgreementFact):
    """The agreement's last day has passed; `on` is the day after it."""

    on: Day


class AgreementExtended(AgreementFact):
    """The parties moved the agreement's last day forward."""

    until: Day
    was_until: Day | None
    reason: Text
    on: Day | None = None
    """The day it was agreed; absent in what was said before this was told."""


class AgreementWithdrawn(AgreementFact):
    """A draft came to nothing."""

    reason: Text


class CommitmentDueRuleChanged(AgreementFact):
    """The parties agreed on another rhythm or date."""

    commitment_id: UUID
    recurrence: Recurrence
    by: Party
    reason: Text
    on: Day | None = None
    """The day it was agreed; absent in what was said before this was told."""


class CommitmentReassigned(AgreementFact):
    """Other functions answer for it from now on."""

    commitment_id: UUID
    responsible: tuple[Responsible, ...]


class CommitmentCancelled(AgreementFact):
    """It no longer applies, by decision of a forum."""

    commitment_id: UUID
    reason: Text
    forum: Name
    on: Day | None = None
    """The day it was agreed; absent in what was said before this was told."""
