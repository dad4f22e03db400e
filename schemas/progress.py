"""What is said of progress to the counties? Ids, codes, types, focus-area names, counts and dates; never free text."""

from typing import ClassVar
from uuid import UUID

from schemas.agreements.parts import AgreementType
from schemas.base import Day, Event, MunicipalityCode, Name
from schemas.followup.parts import Times
from schemas.geography import county_of


class Progress(Event):
    """Published as progress.<county>.<municipality>.<fact>.v<n>, one copy per municipality, all with one event id."""

    kind: ClassVar[str] = "progress"
    abstract: ClassVar[bool] = True

    agreement_id: UUID
    type: AgreementType
    municipalities: tuple[MunicipalityCode, ...]
    """The municipalities concerned: all of the agreement's, or the one that an occurrence is for."""

    @property
    def about(self) -> str:
        return f"progress/{self.agreement_id}"

    def subjects(self) -> list[str]:
        fact = self.subject.removeprefix("progress.*.*.")
        return [f"progress.{county_of(code)}.{code}.{fact}" for code in self.municipalities]


class AgreementSigned(Progress):
    """Police and municipality have signed."""

    on: Day
    since: Day
    until: Day | None


class AgreementActivated(Progress):
    """The agreement's first day has come."""

    on: Day


class AgreementExtended(Progress):
    """The agreement runs longer."""

    until: Day
    was_until: Day | None


class AgreementExpired(Progress):
    """The agreement's last day has passed."""

    on: Day


class OccurrenceProgress(Progress):
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
