"""What is answered when somebody asks what has been agreed?"""

from schemas.agreements import (
    AgreementCard,
    AgreementLines,
    AgreementTried,
    DraftAgreement,
    ListAgreements,
    RegisterAgreement,
    ShowAgreement,
    TryAgreement,
)
from services.agreements import model
from services.agreements.handlers.agreements import draft_agreement, register_agreement
from services.agreements.handlers.taking import no_agreement
from services.agreements.model import Agreement, Function
from services.agreements.store import Agreements, Functions, Lines
from services.runtime.errors import Refused
from services.runtime.work import Work


async def list_agreements(question: ListAgreements, work: Work) -> AgreementLines:
    lines = await Lines(work.connection).among(question.county, question.municipality, question.asker)
    return AgreementLines(agreements=tuple(lines))


async def show_agreement(question: ShowAgreement, work: Work) -> AgreementCard:
    agreements = Agreements(work.connection)
    agreement = await agreements.find(question.agreement, promises=question.commitments)
    if agreement is None or not agreement.is_visible_to(question.asker):
        raise Refused(no_agreement(question.agreement))
    known = {one.function_id for one in agreement.responsibles} | await agreements.answering(agreement.id)
    functions = await Functions(work.connection).find(known)
    told = [_told(one, agreement, question) for one in functions]
    lines = Lines(work.connection)
    return model.card(
        agreement,
        tuple(one.entry(work.today) for one in told),
        await lines.of(agreement.document.parent_id, question.asker),
        tuple(await lines.children_of(agreement.id, question.asker)),
    )


def _told(function: Function, agreement: Agreement, question: ShowAgreement) -> Function:
    whole = question.asker is None or agreement.tells_of(function) or function.is_of(question.asker, question.places)
    return function if whole else function.as_described


async def try_agreement(question: TryAgreement, work: Work) -> AgreementTried:
    """As it would be done in earnest: a question's transaction is always undone."""
    known = await Agreements(work.connection).find(str(question.document.id))
    if question.signed_on:
        await register_agreement(RegisterAgreement(document=question.document, signed_on=question.signed_on), work)
    else:
        await draft_agreement(DraftAgreement(document=question.document, drafted_by=question.asker), work)
    return AgreementTried(known=known is not None)
