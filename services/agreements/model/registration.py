"""How does a document become an agreement? Drafted, or taken in whole when it already exists on paper."""

from datetime import date

from schemas.agreements import AgreementDrafted, AgreementState, Document
from services.agreements.model import document as paper
from services.agreements.model.agreement import Agreement
from services.agreements.model.commitment import Commitment, Facts, added
from services.agreements.model.kind import refuse_no_party
from services.agreements.model.signing import sign
from services.runtime.errors import Refused


def draft(document: Document, drafted_by: str | None = None) -> tuple[Agreement, Facts]:
    """`drafted_by`: the organisation that alone sees it until it is shared; None: nobody but the operator."""
    paper.check(document)
    refuse_no_party(drafted_by, document.municipalities)
    commitments = tuple(Commitment(document.id, entry) for entry in document.commitments)
    drafted = AgreementDrafted(
        agreement_id=document.id,
        slug=document.slug,
        type=document.type,
        title=document.title,
        parent_id=document.parent_id,
        municipalities=document.municipalities,
        police_areas=document.police_areas,
        validity=document.validity,
        revision_interval_months=document.revision_interval_months,
        registration_numbers=document.registration_numbers,
        review=document.review,
        focus_areas=document.focus_areas,
        coordinators=paper.coordinators(document),
        drafted_by=drafted_by,
        plan_year=document.plan_year,
    )
    facts = (drafted, *(added(document, entry) for entry in document.commitments))
    return Agreement(document, AgreementState.DRAFT, document.validity, commitments, drafted_by=drafted_by), facts


def register(document: Document, signed_on: date, today: date) -> tuple[Agreement, Facts]:
    """An agreement that exists on paper: drafted, shared and signed on one day, then moved on by the calendar."""
    agreement, drafted = draft(document)
    agreement, shared = agreement.share(signed_on, today)
    agreement, signed = sign(agreement, signed_on, today)
    return agreement, (*drafted, *shared, *signed)


def refuse_other_content(known: Agreement, document: Document, signed_on: date) -> None:
    """Registering what is already registered changes nothing; something else under the same name is refused."""
    difference = paper.first_difference(known.first_written, document)
    if difference is None and known.signed_on != signed_on:
        difference = f"signed (undertecknad {known.signed_on or 'inte alls'}, inte {signed_on})"
    if difference:
        raise Refused(
            f"Överenskommelsen {document.slug} finns redan, med annat innehåll i fältet {difference}. "
            "Ändra den med ett eget kommando i stället för att läsa in den på nytt."
        )
