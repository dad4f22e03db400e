"""What has been agreed, as far as following it up needs to know?"""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from schemas.agreements import (
    AgreementChanges,
    AgreementDrafted,
    AgreementState,
    AgreementType,
    CommitmentAdded,
    CommitmentChanges,
    FocusArea,
    PartySucceeded,
    Recurrence,
    Responsible,
    Review,
    Signatory,
    Validity,
)
from schemas.agreements.references import Arena, Method, SteeringDocument
from schemas.base import Party
from schemas.followup import CommitmentHandedOver

NOT_YET_PROMISED = frozenset({AgreementState.DRAFT, AgreementState.SHARED, AgreementState.WITHDRAWN})
OVER = frozenset({AgreementState.TERMINATED, AgreementState.SUPERSEDED, AgreementState.CLOSED})
"""Nothing more is to be done under it. What has expired is not over: it is followed up, and may be extended."""


@dataclass(frozen=True, slots=True)
class Agreement:
    id: UUID
    slug: str
    type: AgreementType
    title: str
    state: AgreementState
    municipalities: tuple[str, ...]
    police_areas: tuple[str, ...]
    registration_numbers: dict[Party, str]
    validity: Validity
    review: Review
    focus_areas: tuple[FocusArea, ...]
    coordinators: tuple[Responsible, ...]
    revision_interval_months: int | None = None
    """How often it is revised, while it applies without an end."""

    drafted_by: str | None = None
    """The organisation that alone sees it until it is shared."""
    shared: bool = False
    signatories: tuple[Signatory, ...] = ()
    """The roles that signed it for each party."""

    @property
    def is_promised(self) -> bool:
        """Signed at some time: before that it is a draft, nothing falls due and nothing is told to anybody."""
        return self.state not in NOT_YET_PROMISED

    def focus_area(self, slug: str) -> FocusArea:
        """The focus area, or one with the slug as its name if the agreement does not list it."""
        return next((area for area in self.focus_areas if area.id == slug), None) or FocusArea(id=slug, name=slug)

    def extended(self, until: date, today: date) -> "Agreement":
        came_back = self.state is AgreementState.EXPIRED and until >= today
        return replace(
            self,
            validity=Validity(since=self.validity.since, until=until),
            state=AgreementState.ACTIVE if came_back else self.state,
        )

    def is_visible_to(self, asker: str | None) -> bool:
        """None is the operator, who sees all."""
        return asker is None or self.shared or self.is_promised or self.drafted_by == asker

    def entered(self, state: AgreementState) -> "Agreement":
        return replace(self, state=state, shared=self.shared or state is AgreementState.SHARED)

    def amended(self, changes: AgreementChanges) -> "Agreement":
        """What is absent in the changes stays as it is."""
        return replace(self, **_said(changes, {field.name for field in fields(self)}))

    def succeeded(self, fact: PartySucceeded) -> "Agreement":
        """A draft of the organisation that is followed is its successor's."""
        mine = fact.now if self.drafted_by == fact.was else self.drafted_by
        return replace(self, municipalities=fact.municipalities, police_areas=fact.police_areas, drafted_by=mine)


@dataclass(frozen=True, slots=True)
class Commitment:
    id: UUID
    agreement_id: UUID
    slug: str
    focus_area: str
    text: str
    recurrence: Recurrence
    responsible: tuple[Responsible, ...]
    public: bool
    cancelled: bool = False
    carried_over: bool = False
    """From an agreement before this."""
    depends_on: str | None = None
    methods: tuple[Method, ...] = ()
    arenas: tuple[Arena, ...] = ()
    steering_documents: tuple[SteeringDocument, ...] = ()

    @property
    def lead(self) -> Responsible:
        return self.responsible[0]

    def amended(self, changes: CommitmentChanges) -> "Commitment":
        """What is absent in the changes stays as it is."""
        return replace(self, **_said(changes, {field.name for field in fields(self)}))

    def handed_over(self, to: tuple[Responsible, ...], today: date) -> CommitmentHandedOver:
        return CommitmentHandedOver(
            commitment_id=self.id, agreement_id=self.agreement_id, was=self.responsible, responsible=to, on=today
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment together with the agreement that it stands in."""

    agreement: Agreement
    commitment: Commitment

    @property
    def focus_area(self) -> str:
        """The focus area's name."""
        return self.agreement.focus_area(self.commitment.focus_area).name


def _said(changes: AgreementChanges | CommitmentChanges, known: set[str]) -> dict[str, Any]:
    """What the changes say of what following up keeps."""
    return {name: value for name, value in changes if value is not None and name in known}


def drafted(fact: AgreementDrafted) -> Agreement:
    return Agreement(
        id=fact.agreement_id,
        slug=fact.slug,
        type=fact.type,
        title=fact.title,
        state=AgreementState.DRAFT,
        municipalities=fact.municipalities,
        police_areas=fact.police_areas,
        registration_numbers=fact.registration_numbers,
        validity=fact.validity,
        review=fact.review,
        focus_areas=fact.focus_areas,
        coordinators=fact.coordinators,
        revision_interval_months=fact.revision_interval_months,
        drafted_by=fact.drafted_by,
    )


def added(fact: CommitmentAdded) -> Commitment:
    return Commitment(
        id=fact.commitment_id,
        agreement_id=fact.agreement_id,
        slug=fact.slug,
        focus_area=fact.focus_area,
        text=fact.text,
        recurrence=fact.recurrence,
        responsible=fact.responsible,
        public=fact.public,
        carried_over=fact.carried_over,
        depends_on=fact.depends_on,
        methods=fact.methods,
        arenas=fact.arenas,
        steering_documents=fact.steering_documents,
    )
