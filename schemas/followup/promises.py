"""What does anybody get to know of what was promised to residents? Nothing that somebody wrote about how it went."""

from typing import ClassVar
from uuid import UUID

from schemas.agreements.parts import Responsible
from schemas.base import Day, MunicipalityCode, Name, Part, Query, Reply, Text
from schemas.followup.parts import Light, Times
from schemas.followup.public_feedback import FeedbackPart


class PublicPromise(Part):
    """How one promise stands: as in a summary, without what the parties say of it."""

    commitment_id: UUID
    text: Text
    rule: Text
    due: Day | None
    responsible: tuple[Responsible, ...]
    done: Times
    target: Times | None
    target_asked: bool
    light: Light
    not_fulfilled: bool
    """A party has judged it so."""
    cancelled: bool


class PublicAgreement(Part):
    agreement_id: UUID
    title: Name
    municipalities: tuple[MunicipalityCode, ...]
    since: Day
    until: Day | None
    promises: tuple[PublicPromise, ...]
    told: tuple[FeedbackPart, ...] = ()
    """When residents were informed, oldest first."""


class PublicPromises(Reply):
    today: Day | None = None
    agreements: tuple[PublicAgreement, ...] = ()


class ListPublicPromises(Query):
    """What has been promised to the residents of a municipality, and how does it stand?"""

    reply: ClassVar[type[Reply]] = PublicPromises

    municipality: MunicipalityCode
