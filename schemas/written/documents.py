"""Which document does a written agreement become? Its ids follow from its names."""

import json
from uuid import UUID, uuid5

from pydantic import ValidationError

from schemas.agreements import CommitmentEntry, Document, FunctionEntry, Responsible, Signatory, Validity
from schemas.base import NAMESPACE_LOFTESKOLL
from schemas.written.parts import PLAN, WrittenAgreement, WrittenCommitment, WrittenFunction
from schemas.written.wrong import misspelt, what_is_wrong


def read_agreement(raw: object) -> tuple[WrittenAgreement, Document]:
    """`raw`: plain values. Raises ValueError with one Swedish sentence about what is wrong."""
    if not isinstance(raw, dict):
        raise ValueError("överenskommelsen ska vara ett stycke med fält som id, type och title.")  # noqa: TRY004  told
    if wrong := misspelt(raw):
        raise ValueError(wrong)
    try:
        written = WrittenAgreement.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        raise ValueError(what_is_wrong(error, raw)) from error
    return written, _document(written, is_plan=raw.get("type") == PLAN)


def _document(written: WrittenAgreement, *, is_plan: bool) -> Document:
    identity = uuid5(NAMESPACE_LOFTESKOLL, written.id)
    answering = [one for commitment in written.commitments for one in commitment.responsible]
    functions = {_function_id(one): one for one in answering}
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
        functions=tuple(
            FunctionEntry(id=known_as, party=one.party, role=one.role, mailbox=one.contact)
            for known_as, one in functions.items()
        ),
        commitments=tuple(_entry(one, identity) for one in written.commitments),
        plan_year=written.plan_year if is_plan else None,
        notice_months=written.notice_months,
    )


def _entry(written: WrittenCommitment, agreement: UUID) -> CommitmentEntry:
    return CommitmentEntry(
        id=uuid5(agreement, written.id),
        slug=written.id,
        focus_area=written.focus_area,
        text=written.text,
        recurrence=written.recurrence,
        responsible=tuple(
            Responsible(function_id=_function_id(one), party=one.party, role=one.role) for one in written.responsible
        ),
        public=written.public,
        carried_over=written.carried_over,
        depends_on=written.depends_on,
        note=written.note,
        methods=written.methods,
        arenas=written.arenas,
        steering_documents=written.steering_documents,
    )


def _function_id(written: WrittenFunction) -> UUID:
    return uuid5(NAMESPACE_LOFTESKOLL, f"function/{written.party}/{written.role}/{written.contact}")
