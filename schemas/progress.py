"""What is said of progress to the counties? Ids, codes, types, focus-area names, counts and dates; never free text."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from schemas.agreements.parts import AgreementType
from schemas.base import Day, Event, MunicipalityCode, Name
from schemas.followup.clocks import ClockKind
from schemas.followup.parts import Times
from schemas.geography import county_of


class AmendedField(StrEnum):
    """What got another wording: the fields of `AgreementChanges`, or what is promised."""

    TITLE = "title"
    TYPE = "type"
    MUNICIPALITIES = "municipalities"
    PARENT_ID = "parent_id"
    POLICE_AREAS = "police_areas"
    VALIDITY = "validity"
    PLAN_YEAR = "plan_year"
    REVISION_INTERVAL_MONTHS = "revision_interval_months"
    NOTICE_MONTHS = "notice_months"
    REGISTRATION_NUMBERS = "registration_numbers"
    SIGNATORIES = "signatories"
    REVIEW = "review"
    PURPOSES = "purposes"
    FOCUS_AREAS = "focus_areas"
    COMMITMENTS = "commitments"


class Progress(Event):
    """Published as progress.<county>.<municipality>.<fact>.v<n>, one copy per municipality, all with one event id."""

    kind: ClassVar[str] = "progress"
    abstract: ClassVar[bool] = True

    municipalities: tuple[MunicipalityCode, ...]
    """The municipalities concerned: all of the agreement's, or the one that an occurrence or a clock is for."""

    def subjects(self) -> list[str]:
        fact = self.subject.removeprefix("progress.*.*.")
        return [f"progress.{county_of(code)}.{code}.{fact}" for code in self.municipalities]


class AgreementProgress(Progress):
    """What is said of an agreement."""

    abstract: ClassVar[bool] = True

    agreement_id: UUID
    type: AgreementType

    @property
    def about(self) -> str:
        return f"progress/{self.agreement_id}"


class AgreementSigned(AgreementProgress):
    """Police and municipality have signed."""

    on: Day
    since: Day
    until: Day | None


class AgreementActivated(AgreementProgress):
    """The agreement's first day has come."""

    on: Day


class AgreementExtended(AgreementProgress):
    """The agreement runs longer."""

    until: Day
    was_until: Day | None


class AgreementExpired(AgreementProgress):
    """The agreement's last day has passed."""

    on: Day


class AgreementAmended(AgreementProgress):
    """What is agreed got another wording; `fields` names what changed, not how."""

    version: int
    fields: tuple[AmendedField, ...]


class AgreementSuperseded(AgreementProgress):
    """Another agreement applies instead."""

    on: Day
    successor_id: UUID


class AgreementTerminated(AgreementProgress):
    """The agreement ended before its time."""

    on: Day


class AgreementClosed(AgreementProgress):
    """The agreement has been assessed and closed (Brå's step 5)."""

    on: Day


class OccurrenceProgress(AgreementProgress):
    """What is said of an occurrence."""

    abstract: ClassVar[bool] = True

    commitment_id: UUID
    occurrence_id: UUID
    focus_area: Name
    due: Day | None


class OccurrenceCompleted(OccurrenceProgress):
    """Something promised was done as often as promised."""

    on: Day
    done: Times
    target: Times | None
    late: bool


class OccurrenceOverdue(OccurrenceProgress):
    """The due day passed and it was not done as often as promised."""

    done: Times
    target: Times


class OccurrenceCancelled(OccurrenceProgress):
    """It no longer applies."""


class FollowUpApproved(AgreementProgress):
    """A follow-up meeting was held, and its summary is frozen."""

    meeting_id: UUID
    on: Day


class ResidentsInformed(AgreementProgress):
    """Residents were told what has become of what was promised to them."""

    on: Day


class ClockProgress(Progress):
    """What is said of one of a municipality's two statutory clocks (lag 2023:196 6 §)."""

    abstract: ClassVar[bool] = True

    clock_id: UUID
    clock: ClockKind
    due: Day

    @property
    def about(self) -> str:
        return f"progress/{self.clock_id}"


class StatutoryClockDue(ClockProgress):
    """The situation picture or the action plan must be looked at again within 180 days."""


class StatutoryClockOverdue(ClockProgress):
    """It is more than 24 months since the situation picture was updated, or the action plan followed up."""
