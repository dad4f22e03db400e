"""How does what is agreed change? By a new version that says what and why; a party may have a successor."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas.agreements.about import AgreementFact
from schemas.agreements.parts import (
    AgreementType,
    FocusArea,
    FunctionEntry,
    Purposes,
    Recurrence,
    Review,
    Signatory,
    Validity,
)
from schemas.agreements.references import Arena, Method, SteeringDocument
from schemas.base import Command, Day, MunicipalityCode, Name, Part, Party, Ref, Slug, Text


class AgreementChanges(Part):
    """What is said otherwise from now on; what is absent stays as it is."""

    title: Name | None = None
    type: AgreementType | None = None
    """Only before the agreement is signed. What it promises is public from then on in a citizen promise, else not."""
    municipalities: Annotated[tuple[MunicipalityCode, ...], Field(min_length=1, max_length=290)] | None = None
    """Only before the agreement is signed; afterwards a party has a successor."""
    parent_id: UUID | None = None
    police_areas: tuple[Name, ...] | None = None
    validity: Validity | None = None
    """Only before the agreement is signed; afterwards it is extended."""
    plan_year: Annotated[int, Field(ge=1990, le=2199)] | None = None
    """Only before it is signed: of which year it is the action plan."""
    revision_interval_months: Annotated[int, Field(ge=1, le=240)] | None = None
    notice_months: Annotated[int, Field(ge=1, le=60)] | None = None
    registration_numbers: dict[Party, Name] | None = None
    """A party that is not named keeps its own."""
    signatories: tuple[Signatory, ...] | None = None
    """Only before the agreement is signed."""
    review: Review | None = None
    purposes: Purposes | None = None
    focus_areas: tuple[FocusArea, ...] | None = None


class CommitmentChanges(Part):
    """What is said otherwise from now on; what is absent stays as it is."""

    focus_area: Slug | None = None
    text: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    public: bool | None = None
    depends_on: Text | None = None
    note: Text | None = None
    methods: tuple[Method, ...] | None = None
    arenas: tuple[Arena, ...] | None = None
    steering_documents: tuple[SteeringDocument, ...] | None = None


class AmendAgreement(Command):
    """Agree on another wording of the agreement itself."""

    agreement: Ref
    changes: AgreementChanges
    reason: Name


class AmendCommitment(Command):
    """Agree on another wording of what is promised, and on its rhythm and functions with it where these change too.

    Done whole or not at all. What changes alone has a command of its own.
    """

    commitment: Ref
    changes: CommitmentChanges
    reason: Name
    recurrence: Recurrence | None = None
    """Absent: it stays as it is."""
    functions: Annotated[tuple[FunctionEntry, ...], Field(max_length=40)] = ()
    """Who answer for it from now on, the lead first. None: those who do."""
    by: Party | None = None
    """Who wants the other rhythm; told where there is one."""


class SucceedParty(Command):
    """Let a police authority, a local police area or a municipality be followed by its successor.

    `was` and `now` are municipality codes, or names of the police.
    """

    agreement: Ref
    party: Party
    was: Name
    now: Name
    on: Day
    reason: Name


class AgreementAmended(AgreementFact):
    """The agreement got a new version. `fields` names what changed, `changes` holds how it stands now."""

    version: int
    fields: tuple[str, ...]
    changes: AgreementChanges
    reason: Text
    on: Day


class CommitmentAmended(AgreementFact):
    """The agreement got a new version in which something is promised in other words."""

    commitment_id: UUID
    version: int
    fields: tuple[str, ...]
    changes: CommitmentChanges
    depends_on_id: UUID | None = None
    """The commitment that `depends_on` names, where it names one."""
    reason: Text
    on: Day


class PartySucceeded(AgreementFact):
    """An organisation is followed by its successor; what was promised and done stays as it was."""

    party: Party
    was: Name
    now: Name
    municipalities: tuple[MunicipalityCode, ...]
    """The agreement's, from now on."""
    police_areas: tuple[Name, ...]
    reason: Text
    on: Day
