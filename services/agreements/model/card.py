"""How is an agreement shown, with all that has happened to it?"""

from schemas.agreements import AgreementCard, AgreementLine, FunctionEntry
from services.agreements.model import document as paper
from services.agreements.model.agreement import Agreement
from services.agreements.model.renewal import revision_due


def card(
    agreement: Agreement,
    functions: tuple[FunctionEntry, ...],
    parent: AgreementLine | None = None,
    children: tuple[AgreementLine, ...] = (),
) -> AgreementCard:
    """`functions`: the agreement's, with their mailboxes as they are now."""
    life, stands = agreement.life, agreement.as_it_stands()
    return AgreementCard(
        document=stands.model_copy(update={"functions": functions}),
        state=agreement.state,
        signed_on=agreement.signed_on,
        commitments=tuple(
            one.card(paper.depends_on_id(one.entry.depends_on, stands.commitments)) for one in agreement.commitments
        ),
        version=life.version,
        drafted_by=agreement.drafted_by,
        shared_on=agreement.shared_on,
        signatures=life.signatures,
        revised_on=life.revised_on,
        revision_due=revision_due(agreement),
        notice=life.notice,
        renews=life.renews,
        successor_id=life.successor_id,
        checklist=life.checklist,
        parent=parent,
        children=children,
    )
