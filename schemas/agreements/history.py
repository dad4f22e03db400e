"""What has happened to an agreement since it was begun?"""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.amendments import AgreementChanges, CommitmentChanges
from schemas.agreements.parts import Organisation, Recurrence, Responsible
from schemas.agreements.queries import AgreementLine
from schemas.agreements.signatures import Signature
from schemas.base import Day, Name, Part, Party, Query, Ref, Reply, Slug, Text


class Happening(StrEnum):
    """What happened. Registered: it was there on paper, and was drafted, shared and signed here at once."""

    DRAFTED = "drafted"
    REGISTERED = "registered"
    SHARED = "shared"
    SIGNATURE_ADDED = "signature_added"
    SIGNED = "signed"
    ACTIVATED = "activated"
    AMENDED = "amended"
    EXTENDED = "extended"
    COMMITMENT_ADDED = "commitment_added"
    COMMITMENT_AMENDED = "commitment_amended"
    RULE_CHANGED = "rule_changed"
    REASSIGNED = "reassigned"
    COORDINATORS_CHANGED = "coordinators_changed"
    COMMITMENT_CANCELLED = "commitment_cancelled"
    PARTY_SUCCEEDED = "party_succeeded"
    REVISED = "revised"
    RENEWED = "renewed"
    NOTICE_GIVEN = "notice_given"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_of_a_draft(self) -> bool:
        """Told also of the time before it was shared, when it was its writer's alone to see."""
        return self in {Happening.DRAFTED, Happening.RENEWED, Happening.WITHDRAWN}


class Wording(Part):
    """How something is said, of what is said otherwise; the rest is absent."""

    agreement: AgreementChanges | None = None
    commitment: CommitmentChanges | None = None
    recurrence: Recurrence | None = None
    responsible: tuple[Responsible, ...] = ()


class HistoryLine(Part):
    """One thing that happened."""

    what: Happening
    on: Day
    """When it happened, as it was told."""
    told_on: Day
    """When it was told: at that day's end it is seen here for the first time."""
    party: Party | None = None
    """Whose it is: who signed, who wished it, or whose successor came."""
    role: Name | None = None
    """Of who signed."""
    signatures: tuple[Signature, ...] = ()
    drafted_by: Organisation | None = None
    version: int | None = None
    commitment: Slug | None = None
    text: Text = ""
    """What the commitment says, after it."""
    fields: tuple[Name, ...] = ()
    """What is said otherwise; how it was said before, and since."""
    before: Wording | None = None
    after: Wording | None = None
    followed: Name | None = None
    """A municipality by its code, or police by name, and who came after it."""
    follower: Name | None = None
    other_id: UUID | None = None
    """The agreement that continues this one, or that this one continues."""
    until: Day | None = None
    """Its last day from now on, the first on which it no longer applies, or when it is to be gone through again."""
    was_until: Day | None = None
    reason: Text = ""
    forum: Text = ""


class History(Reply):
    lines: tuple[HistoryLine, ...] = ()
    others: tuple[AgreementLine, ...] = ()
    """The agreements that lines name, of those that the asker may see."""
    more: bool = False
    """There are older ones, on the next page."""


class ShowHistory(Query):
    """What has happened to this agreement, the newest first, a hundred to a page?

    What was changed while it was a draft is left out: a draft is its writer's own, and as it stood it was shared.
    """

    reply: ClassVar[type[Reply]] = History

    agreement: Ref
    page: Annotated[int, Field(ge=1, le=500)] = 1
    asker: Organisation | None = None
    """Who asks, as in `ListAgreements`."""
