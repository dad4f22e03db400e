"""What does a test need said in full, when only one thing in it matters? Whole values with sensible defaults."""

from datetime import date
from uuid import UUID, uuid5

from schemas.agreements import (
    AgreementType,
    CommitmentEntry,
    Count,
    Document,
    FocusArea,
    FunctionEntry,
    Once,
    Recurrence,
    RegisterAgreement,
    Responsible,
    Signatory,
    Validity,
    Window,
    function_id,
)
from schemas.base import NAMESPACE_LOFTESKOLL, Party

AGREEMENT = "arjeplog-2026-ml"
"""The slug of the agreement that `a_document` and `a_commitment` speak of."""


def agreement_id(slug: str = AGREEMENT) -> UUID:
    return uuid5(NAMESPACE_LOFTESKOLL, slug)


def commitment_id(slug: str = "arjeplog-1", agreement: str = AGREEMENT) -> UUID:
    return uuid5(agreement_id(agreement), slug)


def a_function(
    role: str = "samordnare",
    party: Party = Party.MUNICIPALITY,
    mailbox: str | None = None,
    municipality: str = "2506",
) -> FunctionEntry:
    mailbox = mailbox or f"{role}.arjeplog@example.se"
    identity = function_id(party, municipality, role, mailbox)
    return FunctionEntry(id=identity, party=party, municipality=municipality, role=role, mailbox=mailbox)


SAMORDNARE = a_function("samordnare")
KOMMUNPOLIS = a_function("kommunpolis", Party.POLICE)


def responsible(*functions: FunctionEntry) -> tuple[Responsible, ...]:
    return tuple(Responsible(function_id=one.id, party=one.party, role=one.role) for one in functions)


def a_commitment(
    slug: str = "arjeplog-1",
    recurrence: Recurrence | None = None,
    *,
    due: str | None = None,
    by: tuple[FunctionEntry, ...] = (KOMMUNPOLIS, SAMORDNARE),
    agreement: str = AGREEMENT,
    **changes: object,
) -> CommitmentEntry:
    """Once a year unless told; `due="2026-03-31"`: one time, by that day."""
    if due is not None:
        recurrence = Once(due=date.fromisoformat(due))
    fields: dict[str, object] = {
        "id": commitment_id(slug, agreement),
        "slug": slug,
        "focus_area": "trygghet",
        "text": "Trygghetsvandring dit allmänheten bjuds in",
        "recurrence": recurrence or Count(min=1, window=Window.YEAR),
        "responsible": responsible(*by),
        "public": True,
    }
    return CommitmentEntry.model_validate(fields | changes)


def a_document(
    slug: str = AGREEMENT,
    *,
    since: str = "2026-01-01",
    until: str | None = "2026-12-31",
    commitments: tuple[CommitmentEntry, ...] | None = None,
    functions: tuple[FunctionEntry, ...] = (KOMMUNPOLIS, SAMORDNARE),
    **changes: object,
) -> Document:
    """A citizen promise of Arjeplog with one commitment, valid one year; `until=None`: open-ended."""
    fields: dict[str, object] = {
        "id": agreement_id(slug),
        "slug": slug,
        "type": AgreementType.CITIZEN_PROMISE,
        "title": "Medborgarlöften Arjeplog",
        "municipalities": ("2506",),
        "police_areas": ("Piteå Älvdal",),
        "validity": Validity(since=date.fromisoformat(since), until=date.fromisoformat(until) if until else None),
        "registration_numbers": {Party.MUNICIPALITY: "TEST KS 2026/0001", Party.POLICE: "TEST A000.001/2026"},
        "signatories": (
            Signatory(party=Party.MUNICIPALITY, role="kommunalråd"),
            Signatory(party=Party.POLICE, role="lokalpolisområdeschef"),
        ),
        "focus_areas": (FocusArea(id="trygghet", name="Trygghet i offentlig miljö"),),
        "functions": functions,
        "commitments": (a_commitment(agreement=slug),) if commitments is None else commitments,
    }
    return Document.model_validate(fields | changes)


def register_agreement(*, signed_on: str = "2026-01-05", **changes: object) -> RegisterAgreement:
    """`a_document(**changes)`, taken in whole."""
    return RegisterAgreement(document=a_document(**changes), signed_on=date.fromisoformat(signed_on))  # type: ignore[arg-type]
