"""What is answered when somebody asks what has been agreed?"""

from schemas.agreements import AgreementCard, AgreementLines, ListAgreements, ShowAgreement
from services.agreements.handlers.taking import no_agreement
from services.agreements.store import Agreements, Functions
from services.runtime.errors import Refused
from services.runtime.work import Work


async def list_agreements(question: ListAgreements, work: Work) -> AgreementLines:
    lines = await Agreements(work.connection).lines(question.county, question.municipality)
    return AgreementLines(agreements=tuple(lines))


async def show_agreement(question: ShowAgreement, work: Work) -> AgreementCard:
    agreement = await Agreements(work.connection).find(question.agreement)
    if agreement is None:
        raise Refused(no_agreement(question.agreement))
    functions = await Functions(work.connection).find(one.function_id for one in agreement.responsibles)
    return agreement.card(tuple(one.entry(work.today) for one in functions))
