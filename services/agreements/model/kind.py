"""What follows when a draft becomes of another kind, or gets other municipalities? What cannot follow is refused."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from schemas.agreements import AgreementLine, AgreementType, CommitmentAmended, CommitmentChanges
from services.agreements.model import document as paper
from services.agreements.model.agreement import Agreement
from services.agreements.model.commitment import Facts
from services.agreements.model.function import Function
from services.agreements.model.organisation import POLICE, in_words
from services.runtime.errors import Refused


def check(agreement: Agreement) -> None:
    """Of a draft as it is to be."""
    document = agreement.document
    if document.plan_year and document.type is AgreementType.CITIZEN_PROMISE:
        raise Refused("Fältet type: en åtgärdsplan kan inte bli ett medborgarlöfte. Skriv löftet för sig.")
    paper.check_municipalities(document.municipalities)
    refuse_no_party(agreement.drafted_by, document.municipalities)


def refuse_no_party(drafted_by: str | None, municipalities: Iterable[str]) -> None:
    """Nobody writes a draft that they would not see."""
    if drafted_by not in {None, POLICE, *municipalities}:
        raise Refused(f"Fältet drafted_by: {drafted_by} är ingen part i överenskommelsen.")


def told_to_residents(agreement: Agreement, reason: str, today: date) -> tuple[Agreement, Facts]:
    """What is promised in a citizen promise is; what is in a collaboration agreement is not until somebody says so."""
    public = agreement.document.type is AgreementType.CITIZEN_PROMISE
    changed = [one for one in agreement.open_commitments if one.entry.public is not public]
    ids = {one.entry.id for one in changed}
    kept = tuple(one.now(public=public) if one.entry.id in ids else one for one in agreement.commitments)
    facts = tuple(
        CommitmentAmended(
            agreement_id=agreement.id,
            commitment_id=one.entry.id,
            version=agreement.life.version,
            fields=("public",),
            changes=CommitmentChanges(public=public),
            reason=reason,
            on=today,
        )
        for one in changed
    )
    return replace(agreement, commitments=kept), facts


def refuse_left_behind(agreement: Agreement, was: Iterable[str], functions: Iterable[Function]) -> None:
    """`functions`: those that answer for something in it. None may be of a municipality that is no longer party."""
    gone = set(was) - set(agreement.document.municipalities)
    left = {one.id: one for one in functions if one.municipality in gone}
    for one in agreement.open_commitments:
        for each in one.entry.responsible:
            if function := left.get(each.function_id):
                raise Refused(
                    f"Fältet municipalities: {function.role} hos {in_words(function.party, function.municipality)} "
                    f"svarar för åtagandet ”{one.entry.text}”. Låt någon annan svara för det först."
                )


def refuse_estranged(agreement: Agreement, children: Iterable[AgreementLine]) -> None:
    """What stands under it still can."""
    document = agreement.document
    for one in children:
        if document.type is AgreementType.CITIZEN_PROMISE:
            raise Refused(f"Fältet type: {one.slug} står under den, så den kan inte bli ett medborgarlöfte.")
        if not set(one.municipalities) & set(document.municipalities):
            raise Refused(f"Fältet municipalities: {one.slug} står under den och gäller ingen av kommunerna.")
