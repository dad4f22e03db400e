"""Which document does a written agreement become? Its ids follow from its names."""

import json
from collections.abc import Iterator
from uuid import UUID, uuid5

from pydantic import ValidationError

from schemas.agreements import (
    CommitmentEntry,
    Document,
    FunctionEntry,
    Responsible,
    Signatory,
    Validity,
    function_id,
)
from schemas.base import NAMESPACE_LOFTESKOLL, Party
from schemas.geography import municipalities
from schemas.written.parts import PLAN, WrittenAgreement, WrittenCommitment, WrittenFunction
from schemas.written.wrong import Fault, Unreadable, faults_of, misspelt


def read_agreement(raw: object) -> tuple[WrittenAgreement, Document]:
    """`raw`: plain values. Raises Unreadable with a Swedish sentence about each thing that is wrong."""
    if not isinstance(raw, dict):
        raise Unreadable((Fault((), "överenskommelsen ska vara ett stycke med fält som id, type och title."),))
    faults = tuple(misspelt(raw))
    try:
        written = WrittenAgreement.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        raise Unreadable(faults + faults_of(error, raw)) from error
    if faults := (*faults, *_untold(written)):
        raise Unreadable(faults)
    return written, _document(written, is_plan=raw.get("type") == PLAN)


def _document(written: WrittenAgreement, *, is_plan: bool) -> Document:
    identity = uuid5(NAMESPACE_LOFTESKOLL, written.id)
    functions = {entry.id: entry for one in written.commitments for entry in _functions(one, written)}
    return Document(
        id=identity,
        slug=written.id,
        type=written.type,
        title=written.title,
        parent_id=uuid5(NAMESPACE_LOFTESKOLL, written.parent) if isinstance(written.parent, str) else None,
        municipalities=tuple(one.code for one in written.municipalities),
        police_areas=written.police.areas,
        validity=Validity(since=written.validity.since, until=written.validity.until),
        revision_interval_months=written.revision_interval_months,
        registration_numbers=written.registration,
        signatories=tuple(Signatory(party=one.party, role=one.role, count=one.count) for one in written.signatories),
        review=written.review,
        purposes=written.purposes,
        focus_areas=written.focus_areas,
        functions=tuple(functions.values()),
        commitments=tuple(_entry(one, written, identity) for one in written.commitments),
        plan_year=written.plan_year if is_plan else None,
        notice_months=written.notice_months,
    )


def _entry(written: WrittenCommitment, agreement: WrittenAgreement, identity: UUID) -> CommitmentEntry:
    return CommitmentEntry(
        id=uuid5(identity, written.id),
        slug=written.id,
        focus_area=written.focus_area,
        text=written.text,
        recurrence=written.recurrence,
        responsible=tuple(
            Responsible(function_id=one.id, party=one.party, role=one.role) for one in _functions(written, agreement)
        ),
        public=written.public,
        carried_over=written.carried_over,
        depends_on=written.depends_on,
        note=written.note,
        methods=written.methods,
        arenas=written.arenas,
        steering_documents=written.steering_documents,
    )


def _functions(written: WrittenCommitment, agreement: WrittenAgreement) -> list[FunctionEntry]:
    """Whose each is goes without saying in an agreement of one municipality, and is told in one of several."""
    first = agreement.municipalities[0].code
    return [_function(one, one.municipality or first) for one in written.responsible]


def _function(written: WrittenFunction, municipality: str) -> FunctionEntry:
    identity = function_id(written.party, municipality, written.role, written.contact)
    return FunctionEntry(
        id=identity, party=written.party, municipality=municipality, role=written.role, mailbox=written.contact
    )


def _untold(written: WrittenAgreement) -> Iterator[Fault]:
    """Of each function that nobody has said whose it is: where, and what to write there."""
    if len(written.municipalities) == 1:
        return
    for number, commitment in enumerate(written.commitments):
        for place, one in enumerate(commitment.responsible):
            if one.municipality is None:
                path = ("commitments", number, "responsible", place)
                yield Fault(path, f"åtagandet {commitment.id}: {_whose_is(one, written)}")


def _whose_is(function: WrittenFunction, agreement: WrittenAgreement) -> str:
    *others, last = [f'"{one.code}" ({municipalities()[one.code].name})' for one in agreement.municipalities]
    where = "arbetar i" if function.party is Party.POLICE else "hör till"
    return (
        f"det står inte vilken kommun {function.role} {where}, och överenskommelsen har flera. Lägg till fältet "
        f"municipality bredvid role, med kommunens kod: {', '.join(others)} eller {last}."
    )
