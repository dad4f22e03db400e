"""An agreement in each of its states, and every wish that may be said of one: what the tests of its life share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from schemas.agreements import (
    AgreementChanges,
    AgreementState,
    CarryOver,
    ChangeDueRule,
    Checklist,
    CommitmentChanges,
    Count,
    Fate,
    FateWish,
    Signature,
    SucceedParty,
    SupersedeAgreement,
    TerminateAgreement,
    Window,
)
from schemas.base import Party
from services.agreements import model
from services.agreements.model import Agreement
from tests.agreements.promised import FIRST_DAY, TODAY
from tests.builders import SAMORDNARE, a_commitment, a_document, commitment_id

LAST_DAY = date(2026, 12, 31)
AFTER = date(2027, 2, 1)
"""A day when what ran its time has expired."""
SUCCESSOR = "arjeplog-2026-ny"
S = AgreementState


def terminating(given_on: date = TODAY, on: date | None = None, **changes: object) -> TerminateAgreement:
    fields = {"agreement": "x", "given_on": given_on, "on": on, "reason": "Löftet bär inte längre", "forum": "BRÅ"}
    return TerminateAgreement.model_validate(fields | changes)


def superseding(*fates: FateWish, on: date = TODAY) -> SupersedeAgreement:
    fates = fates or (FateWish(commitment="arjeplog-1", fate=Fate.CARRIED_OVER, carried_to="ny-1"),)
    return SupersedeAgreement(agreement="x", successor="y", on=on, fates=fates)


def a_checklist(on: date = AFTER, **changes: object) -> Checklist:
    return Checklist.model_validate(dict.fromkeys(Checklist.model_fields, on) | changes)


def a_successor(state: AgreementState = S.ACTIVE, **changes: object) -> Agreement:
    document = a_document(
        SUCCESSOR, commitments=(a_commitment("ny-1", agreement=SUCCESSOR), a_commitment("ny-2", agreement=SUCCESSOR))
    )
    return in_state(state, document.model_copy(update=changes))


def in_state(state: AgreementState, document: object = None) -> Agreement:
    """An agreement that came to a state by the shortest way."""
    written = document or a_document()
    agreement, _ = model.draft(written)
    if state is S.WITHDRAWN:
        return agreement.withdraw("Parterna gick skilda vägar")[0]
    if state is not S.DRAFT:
        agreement, _ = agreement.share(FIRST_DAY, TODAY)
    if state in {S.DRAFT, S.SHARED}:
        return agreement
    before = date(2025, 12, 1)
    agreement, _ = model.sign(in_state_shared_early(written), before, before)
    if state is S.SIGNED:
        return agreement
    agreement, _ = agreement.move_by_date(TODAY)
    return _beyond(agreement, state)


def in_state_shared_early(document: object) -> Agreement:
    early = date(2025, 12, 1)
    return model.draft(document)[0].share(early, early)[0]


def _beyond(agreement: Agreement, state: AgreementState) -> Agreement:
    match state:
        case S.TERMINATED:
            return model.terminate(agreement, terminating(), TODAY)[0]
        case S.SUPERSEDED:
            return model.supersede(agreement, a_successor(), superseding(), TODAY)[0]
        case S.EXPIRED:
            return agreement.move_by_date(AFTER)[0]
        case S.CLOSED:
            return model.close(agreement.move_by_date(AFTER)[0], AFTER, a_checklist(), AFTER)[0]
    return agreement


@dataclass(frozen=True)
class Wished:
    """A wish that nothing but the state can refuse, and the states in which it is granted."""

    carry_out: Callable[[Agreement], object]
    granted: frozenset[AgreementState]


DRAFTS = frozenset({S.DRAFT, S.SHARED})
LIVING = DRAFTS | {S.SIGNED, S.ACTIVE}
OURS = commitment_id()
RULE = ChangeDueRule(
    commitment="arjeplog-1", recurrence=Count(min=2, window=Window.YEAR), by=Party.POLICE, reason="För sällan"
)
AREAS = SucceedParty(
    agreement="x", party=Party.POLICE, was="Piteå Älvdal", now="Norrbotten", on=TODAY, reason="Nytt polisområde"
)
CHAIR = Signature(party=Party.MUNICIPALITY, role="kommunalråd", on=FIRST_DAY)

WISHES: dict[str, Wished] = {
    "share": Wished(lambda one: one.share(TODAY, TODAY), frozenset({S.DRAFT})),
    "sign by all": Wished(lambda one: model.sign(one, TODAY, TODAY), frozenset({S.SHARED})),
    "sign by one": Wished(lambda one: model.add_signature(one, CHAIR, TODAY), frozenset({S.SHARED})),
    "withdraw": Wished(lambda one: one.withdraw("Ångrat"), DRAFTS),
    "extend": Wished(
        lambda one: one.extend(date(2027, 6, 30), "Mer tid", AFTER), frozenset({S.SIGNED, S.ACTIVE, S.EXPIRED})
    ),
    "extend by months": Wished(
        lambda one: model.extend_by_months(one, 6, "Mer tid", AFTER), frozenset({S.SIGNED, S.ACTIVE, S.EXPIRED})
    ),
    "revise": Wished(lambda one: model.revise(one, TODAY, "BRÅ", TODAY), frozenset({S.ACTIVE})),
    "amend": Wished(lambda one: model.amend(one, AgreementChanges(title="Ny rubrik"), "Mallen", TODAY), LIVING),
    "amend a commitment": Wished(
        lambda one: model.amend_commitment(one, OURS, CommitmentChanges(text="Nytt"), "Tydligare", TODAY), LIVING
    ),
    "add a commitment": Wished(lambda one: one.add_commitment(a_commitment("arjeplog-9"), (), TODAY), LIVING),
    "change a due rule": Wished(lambda one: one.change_due_rule(OURS, RULE, TODAY), LIVING),
    "reassign": Wished(lambda one: one.reassign(OURS, (SAMORDNARE,)), LIVING),
    "cancel a commitment": Wished(lambda one: one.cancel_commitment(OURS, "Ersatt", "BRÅ", TODAY), LIVING),
    "let a party be succeeded": Wished(lambda one: model.succeed_party(one, AREAS, TODAY), LIVING | {S.EXPIRED}),
    "terminate": Wished(lambda one: model.terminate(one, terminating(), TODAY), frozenset({S.ACTIVE})),
    "supersede": Wished(lambda one: model.supersede(one, a_successor(), superseding(), TODAY), frozenset({S.ACTIVE})),
    "be the successor": Wished(
        lambda one: model.supersede(a_successor(), one, superseding(*(_goes_on("ny-1"), _goes_on("ny-2"))), TODAY),
        frozenset({S.ACTIVE}),
    ),
    "close": Wished(lambda one: model.close(one, AFTER, a_checklist(), AFTER), frozenset({S.EXPIRED})),
    "renew another": Wished(
        lambda one: model.renew(one, a_successor(S.EXPIRED), (CarryOver(was="ny-1", now="arjeplog-1"),), TODAY), LIVING
    ),
    "be renewed": Wished(
        lambda one: model.renew(a_successor(), one, (CarryOver(was="arjeplog-1", now="ny-1"),), TODAY),
        frozenset({S.SIGNED, S.ACTIVE, S.EXPIRED, S.CLOSED}),
    ),
}


def _goes_on(slug: str) -> FateWish:
    return FateWish(commitment=slug, fate=Fate.CARRIED_OVER, carried_to="arjeplog-1")
