"""What may a meeting decide, and what is put on its agenda by hand?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from schemas.followup import AddAgendaItem, AgendaItemAdded, DecisionKind, DecisionRecorded, RecordDecision
from services.followup.model.agreement import Commitment
from services.followup.model.comment import kept_reason, refuse_unkeepable
from services.followup.model.meeting import Meeting
from services.followup.model.series import Series
from services.runtime.errors import Refused

BY_ITSELF = ("differing:", "unreachable:", "overdue:", "ending")
"""How the key begins of what comes on an agenda by itself."""
CHANGES_A_COMMITMENT = (DecisionKind.CANCEL_COMMITMENT, DecisionKind.MOVE_DUE, DecisionKind.REASSIGN)
CHANGES = (*CHANGES_A_COMMITMENT, DecisionKind.EXTEND)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Put on a meeting's agenda by somebody; it stays on the next one's until it is decided."""

    id: UUID
    agreement_id: UUID
    meeting_id: UUID
    key: str
    commitment_id: UUID | None
    text: str
    added_on: date


@dataclass(frozen=True, slots=True)
class Decision:
    id: UUID
    agreement_id: UUID
    meeting_id: UUID
    kind: DecisionKind
    item: str | None
    commitment_id: UUID | None
    text: str
    on: date
    carried_out_by: UUID | None


def put_up(
    meeting: Meeting, series: Series, wish: AddAgendaItem, commitment: Commitment | None, today: date
) -> tuple[Series, AgendaItem, AgendaItemAdded]:
    meeting.must_be_planned("få nya punkter")
    item = AgendaItem(
        id=uuid5(meeting.agreement_id, f"item/{series.items + 1}"),
        agreement_id=meeting.agreement_id,
        meeting_id=meeting.id,
        key=f"item:{series.items + 1}",
        commitment_id=commitment.id if commitment else None,
        text=kept_reason(wish.text, "Punkten"),
        added_on=today,
    )
    added = AgendaItemAdded(
        meeting_id=meeting.id,
        agreement_id=meeting.agreement_id,
        key=item.key,
        commitment_id=item.commitment_id,
        text=item.text,
    )
    return replace(series, items=series.items + 1), item, added


def decide(
    meeting: Meeting, wish: RecordDecision, commitment: Commitment | None, items: Iterable[AgendaItem], today: date
) -> tuple[Decision, DecisionRecorded]:
    """What is a change has been carried out already, by the command that the wish names.

    So no decision says more than what was done, and what was refused was never decided.
    """
    meeting.must_be_planned("fatta fler beslut")
    _refuse_incomplete(wish)
    if wish.item and not wish.item.startswith(BY_ITSELF) and wish.item not in {one.key for one in items}:
        raise Refused(f"Punkten {wish.item} står inte på dagordningen.")
    refuse_unkeepable(wish.item or "", "Punkten")
    refuse_unkeepable(wish.text, "Beslutet")
    decision = Decision(
        id=uuid5(meeting.id, str(wish.command_id)),
        agreement_id=meeting.agreement_id,
        meeting_id=meeting.id,
        kind=wish.decision,
        item=wish.item,
        commitment_id=commitment.id if commitment else None,
        text=wish.text.strip(),
        on=today,
        carried_out_by=wish.carried_out_by,
    )
    return decision, DecisionRecorded(
        meeting_id=meeting.id,
        agreement_id=meeting.agreement_id,
        decision_id=decision.id,
        decision=decision.kind,
        item=decision.item,
        commitment_id=decision.commitment_id,
        text=decision.text,
        carried_out_by=decision.carried_out_by,
    )


def _refuse_incomplete(wish: RecordDecision) -> None:
    if wish.decision in CHANGES_A_COMMITMENT and not wish.commitment:
        raise Refused("Ange vilket åtagande som beslutet gäller.")
    if wish.decision in CHANGES and not wish.carried_out_by:
        raise Refused("Beslutet är en ändring. Genomför den först och ange vilket kommando som gjorde det.")
    if wish.decision not in CHANGES and wish.carried_out_by:
        raise Refused("Beslutet ändrar ingenting och kan inte ha genomförts av ett kommando.")
    if wish.decision is DecisionKind.OTHER and not wish.text.strip():
        raise Refused("Skriv vad mötet beslutade.")
