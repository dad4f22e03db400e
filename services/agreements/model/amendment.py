"""How does what is agreed get another wording? Each change is a new version that says what changed, and why."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from schemas.agreements import (
    AgreementAmended,
    AgreementChanges,
    AmendCommitment,
    ChangeDueRule,
    CommitmentAmended,
    CommitmentChanges,
    PartySucceeded,
    SucceedParty,
    Validity,
)
from schemas.base import Party
from services.agreements.model import document as paper
from services.agreements.model import kind, text
from services.agreements.model.agreement import Agreement
from services.agreements.model.commitment import Facts
from services.agreements.model.life import STANDING, State, refuse_future
from services.runtime.errors import Refused

UNTIL_SIGNED = {
    "type": "Slaget ändras inte efter undertecknandet. Skriv en ny överenskommelse.",
    "municipalities": "Kommunerna ändras inte efter undertecknandet. Låt en part ersättas av sin efterträdare.",
    "validity": "Giltighetstiden ändras inte efter undertecknandet. Förläng, säg upp eller ersätt överenskommelsen.",
    "plan_year": "Året ändras inte efter undertecknandet. Skriv en ny åtgärdsplan.",
    "signatories": "Undertecknarna ändras inte efter undertecknandet.",
}


def amend(agreement: Agreement, changes: AgreementChanges, reason: str, today: date) -> tuple[Agreement, Facts]:
    """What is said as before is no change; a wish that changes nothing makes no version."""
    agreement.must_be_changeable("ändras")
    text.check({"reason": reason, "changes": changes.model_dump()})
    now = agreement.as_it_stands()
    if changes.registration_numbers is not None:  # one party's number is no word about the other's
        both = {**now.registration_numbers, **changes.registration_numbers}
        changes = changes.model_copy(update={"registration_numbers": both})
    new = {name: value for name, value in changes if value is not None and value != getattr(now, name)}
    for name in new if agreement.state not in {State.DRAFT, State.SHARED} else ():
        if name in UNTIL_SIGNED:
            raise Refused(f"Fältet {name}: {UNTIL_SIGNED[name]}")
    if not new:
        return agreement, ()
    amended = _rewritten(agreement, new)
    _check(amended)
    if {"type", "municipalities", "plan_year"} & new.keys():
        kind.check(amended)
    fact = AgreementAmended(
        agreement_id=agreement.id,
        version=amended.life.version,
        fields=tuple(new),
        changes=AgreementChanges.model_validate(new),
        reason=reason,
        on=today,
    )
    told: Facts = ()
    if "type" in new:
        amended, told = kind.told_to_residents(amended, reason, today)
    return amended, (fact, *told)


def amend_whole(agreement: Agreement, commitment: UUID, wish: AmendCommitment, today: date) -> tuple[Agreement, Facts]:
    """Its words, who answers for it, and its rhythm: what is to change of these, or nothing."""
    agreement, worded = amend_commitment(agreement, commitment, wish.changes, wish.reason, today)
    reassigned: Facts = ()
    if wish.functions:
        agreement, reassigned = agreement.reassign(commitment, wish.functions)
    if wish.recurrence is None:
        return agreement, (*worded, *reassigned)
    if wish.by is None:
        raise Refused("Fältet by är tomt. Säg vilken part som vill ändra rytmen.")
    rhythm = ChangeDueRule(commitment=wish.commitment, recurrence=wish.recurrence, by=wish.by, reason=wish.reason)
    agreement, moved = agreement.change_due_rule(commitment, rhythm, today)
    return agreement, (*worded, *reassigned, *moved)


def amend_commitment(
    agreement: Agreement, commitment: UUID, changes: CommitmentChanges, reason: str, today: date
) -> tuple[Agreement, Facts]:
    promised = agreement.living(commitment)
    promised.must_apply()
    text.check({"reason": reason, "changes": changes.model_dump()})
    new = {name: value for name, value in changes if value is not None and value != getattr(promised.entry, name)}
    if not new:
        return agreement, ()
    life = replace(agreement.life, version=agreement.life.version + 1)
    amended, _ = replace(agreement, life=life).with_changed((promised.now(**new), ()))
    _check(amended)
    entries = amended.as_it_stands().commitments
    fact = CommitmentAmended(
        agreement_id=agreement.id,
        commitment_id=commitment,
        version=life.version,
        fields=tuple(new),
        changes=CommitmentChanges.model_validate(new),
        depends_on_id=paper.depends_on_id(changes.depends_on, entries),
        reason=reason,
        on=today,
    )
    return amended, (fact,)


def succeed_party(agreement: Agreement, wish: SucceedParty, today: date) -> tuple[Agreement, Facts]:
    """Names of the police that the agreement does not list, such as an authority's, are told of all the same.

    A draft of the municipality that is followed is its successor's.
    """
    agreement.must_be(STANDING, "få en annan part")
    text.check({"was": wish.was, "now": wish.now, "reason": wish.reason})
    refuse_future(wish.on, today, "ersatt av sin efterträdare")
    if wish.was == wish.now:
        raise Refused("Fältet now: efterträdaren heter som företrädaren.")
    document = agreement.document
    codes, areas = document.municipalities, document.police_areas
    if wish.party is Party.MUNICIPALITY:
        if wish.was not in codes:
            raise Refused(f"Fältet was: {wish.was} är ingen av överenskommelsens kommuner.")
        codes = _with_successor(codes, wish)
        paper.check_municipalities(codes)
        if agreement.drafted_by == wish.was:
            agreement = replace(agreement, drafted_by=wish.now)
    else:
        areas = _with_successor(areas, wish)
    told = PartySucceeded(
        agreement_id=agreement.id, municipalities=codes, police_areas=areas, **wish.model_dump(include=_SAID)
    )
    return _rewritten(agreement, {"municipalities": codes, "police_areas": areas}), (told,)


_SAID = {"party", "was", "now", "reason", "on"}


def _with_successor(names: tuple[str, ...], wish: SucceedParty) -> tuple[str, ...]:
    """Two that become one are named once."""
    return tuple(dict.fromkeys(wish.now if name == wish.was else name for name in names))


def _rewritten(agreement: Agreement, new: dict[str, object]) -> Agreement:
    """The next version; the first wording is kept."""
    life = replace(agreement.life, first=agreement.first_written, version=agreement.life.version + 1)
    validity = new.get("validity")
    return replace(
        agreement,
        document=agreement.document.model_copy(update=new),
        validity=validity if isinstance(validity, Validity) else agreement.validity,
        life=life,
    )


def _check(agreement: Agreement) -> None:
    stands = agreement.as_it_stands()
    paper.check_validity(stands.validity)
    paper.refuse_twice("focus_areas", (area.id for area in stands.focus_areas))
    paper.check_dependencies(stands.commitments)
    for one in agreement.open_commitments:
        paper.check_commitment(one.entry, stands, agreement.responsibles)
