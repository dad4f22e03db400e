"""What is told to the counties? Ids, codes, types, names of focus areas, counts and dates; never from a draft."""

from functools import singledispatch
from typing import Any

from schemas import agreements as agreed
from schemas import followup as followed
from schemas import progress
from schemas.base import Event
from services.followup.model.agreement import Agreement, Promise
from services.followup.model.occurrence import Occurrence


def of_agreement(agreement: Agreement, fact: Event) -> list[Event]:
    """What a fact about an agreement is to the counties: mostly nothing."""
    return _told_of_agreement(fact, agreement) if agreement.is_promised else []


def of_occurrence(promise: Promise, occurrence: Occurrence, fact: Event) -> list[Event]:
    """What a fact about an occurrence is to the counties."""
    if not promise.agreement.is_promised:
        return []
    about = _about(promise.agreement) | {
        "commitment_id": promise.commitment.id,
        "occurrence_id": occurrence.id,
        "focus_area": promise.focus_area,
        "due": occurrence.due,
    }
    if occurrence.municipality:
        about["municipalities"] = (occurrence.municipality,)
    return _told_of_occurrence(fact, about)


def of_clock(fact: followed.ClockDue | followed.ClockOverdue) -> list[Event]:
    """What a fact about a clock is to the counties: only what the law asks of municipalities."""
    if fact.agreement_id:
        return []
    told = progress.StatutoryClockDue if isinstance(fact, followed.ClockDue) else progress.StatutoryClockOverdue
    return [told(clock_id=fact.clock_id, clock=fact.clock, municipalities=fact.municipalities, due=fact.due)]


def is_told_of(fact: Event) -> bool:
    """Whether a fact about an occurrence is anything to the counties, whatever was promised: a report alone is not."""
    return _told_of_occurrence.dispatch(type(fact)) is not _told_of_occurrence.dispatch(object)


def _about(agreement: Agreement) -> dict[str, Any]:
    return {"agreement_id": agreement.id, "type": agreement.type, "municipalities": agreement.municipalities}


@singledispatch
def _told_of_agreement(_: Event, __: Agreement) -> list[Event]:
    return []


@_told_of_agreement.register
def _(fact: agreed.AgreementSigned, agreement: Agreement) -> list[Event]:
    validity = agreement.validity
    told = progress.AgreementSigned(**_about(agreement), on=fact.on, since=validity.since, until=validity.until)
    return [told]


@_told_of_agreement.register
def _(fact: agreed.AgreementActivated, agreement: Agreement) -> list[Event]:
    return [progress.AgreementActivated(**_about(agreement), on=fact.on)]


@_told_of_agreement.register
def _(fact: agreed.AgreementExtended, agreement: Agreement) -> list[Event]:
    return [progress.AgreementExtended(**_about(agreement), until=fact.until, was_until=fact.was_until)]


@_told_of_agreement.register
def _(fact: agreed.AgreementExpired, agreement: Agreement) -> list[Event]:
    return [progress.AgreementExpired(**_about(agreement), on=fact.on)]


@_told_of_agreement.register
def _(fact: followed.ResidentsInformed, agreement: Agreement) -> list[Event]:
    return [progress.ResidentsInformed(**_about(agreement), on=fact.on)]


@_told_of_agreement.register
def _(fact: followed.MeetingClosed, agreement: Agreement) -> list[Event]:
    return [progress.FollowUpApproved(**_about(agreement), meeting_id=fact.meeting_id, on=fact.on)]


@_told_of_agreement.register(agreed.AgreementAmended)
@_told_of_agreement.register(agreed.CommitmentAmended)
def _(fact: agreed.AgreementAmended | agreed.CommitmentAmended, agreement: Agreement) -> list[Event]:
    fields = map(progress.AmendedField, fact.fields if isinstance(fact, agreed.AgreementAmended) else ("commitments",))
    return [progress.AgreementAmended(**_about(agreement), version=fact.version, fields=tuple(fields))]


@_told_of_agreement.register
def _(fact: agreed.AgreementSuperseded, agreement: Agreement) -> list[Event]:
    return [progress.AgreementSuperseded(**_about(agreement), on=fact.on, successor_id=fact.successor_id)]


@_told_of_agreement.register
def _(fact: agreed.AgreementTerminated, agreement: Agreement) -> list[Event]:
    return [progress.AgreementTerminated(**_about(agreement), on=fact.on)]


@_told_of_agreement.register
def _(fact: agreed.AgreementClosed, agreement: Agreement) -> list[Event]:
    return [progress.AgreementClosed(**_about(agreement), on=fact.on)]


@singledispatch
def _told_of_occurrence(_: Event, __: dict[str, Any]) -> list[Event]:
    return []


@_told_of_occurrence.register
def _(fact: followed.OccurrenceCompleted, about: dict[str, Any]) -> list[Event]:
    told = progress.OccurrenceCompleted(**about, on=fact.on, done=fact.done, target=fact.target, late=fact.late)
    return [told]


@_told_of_occurrence.register
def _(fact: followed.OccurrenceOverdue, about: dict[str, Any]) -> list[Event]:
    return [progress.OccurrenceOverdue(**about, done=fact.done, target=fact.target)]


@_told_of_occurrence.register
def _(_fact: followed.OccurrenceCancelled, about: dict[str, Any]) -> list[Event]:
    return [progress.OccurrenceCancelled(**about)]
