"""How does an agreement end before its time, and how is it closed after it?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from schemas.agreements import (
    AgreementClosed,
    AgreementSuperseded,
    AgreementType,
    Checklist,
    CommitmentFate,
    Fate,
    FateWish,
    Notice,
    NoticeGiven,
    SupersedeAgreement,
    TerminateAgreement,
)
from services.agreements.model import text
from services.agreements.model.agreement import Agreement
from services.agreements.model.commitment import Commitment, Facts
from services.agreements.model.life import STATES, State, refuse_future
from services.agreements.model.renewal import continuing, months_after, promised
from services.runtime.errors import Refused

STEP_5 = {
    "assessed_by_municipality": "kommunens bedömning av åtagandena",
    "assessed_by_police": "polisens bedömning av åtagandena",
    "effect_considered": "en bedömning av effekten",
    "process_reviewed": "en genomgång av samarbetet",
    "steering_group_informed": "information till styrgruppen",
    "residents_informed": "information till invånarna",
}
"""What lacks where the day of a step is absent (Brå's step 5)."""


def terminate(agreement: Agreement, wish: TerminateAgreement, today: date) -> tuple[Agreement, Facts]:
    """At once where its last day has come; else notice is given, and the calendar does the rest."""
    agreement.must_be((State.ACTIVE,), "sägas upp")
    text.check_said(reason=wish.reason, forum=wish.forum)
    refuse_future(wish.given_on, today, "uppsagd")
    if agreement.life.notice:
        raise Refused(f"Överenskommelsen {agreement.slug} är redan uppsagd till {agreement.life.notice.ends_on}.")
    ends_on = wish.on or after_notice(agreement, wish.given_on)
    _refuse_end(agreement, wish, ends_on)
    notice = Notice(given_on=wish.given_on, ends_on=ends_on, reason=wish.reason, forum=wish.forum)
    given = replace(agreement, life=replace(agreement.life, notice=notice))
    told = NoticeGiven(agreement_id=agreement.id, **notice.model_dump())
    ended, moved = given.move_by_date(today)
    return ended, (told, *moved)


def after_notice(agreement: Agreement, given_on: date) -> date:
    """The first day it no longer applies when notice is given that day."""
    months = agreement.document.notice_months
    return months_after(given_on, months) + timedelta(days=1) if months else given_on


def supersede(
    agreement: Agreement, successor: Agreement, wish: SupersedeAgreement, today: date
) -> tuple[Agreement, Agreement, Facts]:
    """Both as they stand afterwards: the one that ends and the one that continues it."""
    agreement.must_be((State.ACTIVE,), "ersättas")
    refuse_future(wish.on, today, "ersatt")
    if wish.on < agreement.validity.since:
        raise Refused(f"Fältet on: {wish.on} ligger före överenskommelsens första dag {agreement.validity.since}.")
    _refuse_successor(agreement, successor, wish.on)
    fates = _fates(agreement, successor, wish.fates)
    told = AgreementSuperseded(
        agreement_id=agreement.id, successor_id=successor.id, on=wish.on, fates=tuple(fates.values())
    )
    commitments = tuple(replace(one, fate=fates.get(one.entry.id, one.fate)) for one in agreement.commitments)
    life = replace(agreement.life, successor_id=successor.id)
    superseded = replace(agreement, state=State.SUPERSEDED, commitments=commitments, life=life)
    goes_on = [
        (one, promised(successor, str(fates[one.entry.id].carried_to)))
        for one in agreement.open_commitments
        if fates[one.entry.id].fate is Fate.CARRIED_OVER
    ]
    successor, renewed = continuing(successor, agreement, goes_on, wish.on)
    return superseded, successor, (told, *renewed)


def close(agreement: Agreement, on: date, checklist: Checklist, today: date) -> tuple[Agreement, Facts]:
    """Refused with all that lacks of Brå's step 5; residents are to be told of promises made to them."""
    agreement.must_be((State.EXPIRED,), "avslutas")
    refuse_future(on, today, "avslutad")
    if agreement.validity.until and on <= agreement.validity.until:
        raise Refused(f"Fältet on: {on} ligger inte efter överenskommelsens sista dag {agreement.validity.until}.")
    steps = dict(checklist)
    if agreement.document.type is not AgreementType.CITIZEN_PROMISE:
        del steps["residents_informed"]
    lacking = [STEP_5[step] for step, day in steps.items() if day is None]
    if lacking:
        raise Refused(f"Överenskommelsen {agreement.slug} kan inte avslutas: det saknas {_enumerated(lacking)}.")
    for step, day in checklist:
        if day and not agreement.validity.since <= day <= on:
            raise Refused(f"Fältet {step}: {day} ligger utanför tiden {agreement.validity.since}–{on}.")
    closed = replace(agreement, state=State.CLOSED, life=replace(agreement.life, checklist=checklist))
    return closed, (AgreementClosed(agreement_id=agreement.id, on=on, checklist=checklist),)


def _refuse_end(agreement: Agreement, wish: TerminateAgreement, ends_on: date) -> None:
    since, until = agreement.validity.since, agreement.validity.until
    if wish.given_on < since:
        raise Refused(f"Fältet given_on: {wish.given_on} ligger före överenskommelsens första dag {since}.")
    earliest = after_notice(agreement, wish.given_on)
    if ends_on < earliest:
        months = agreement.document.notice_months
        notice = f"Uppsägningstiden är {months} månader: " if months else ""
        raise Refused(f"Fältet on: {notice}den kan tidigast upphöra {earliest}, inte {ends_on}.")
    if until and ends_on > until:
        raise Refused(f"Överenskommelsen {agreement.slug} går ut {until}, innan en uppsägning skulle gälla {ends_on}.")


def _refuse_successor(agreement: Agreement, successor: Agreement, on: date) -> None:
    if successor.id == agreement.id:
        raise Refused("En överenskommelse kan inte ersätta sig själv.")
    if successor.state is not State.ACTIVE:
        raise Refused(
            f"Fältet successor: {successor.slug} är {STATES[successor.state]} och kan inte ersätta en annan; "
            "bara en aktiv överenskommelse kan det."
        )
    if on < successor.validity.since:
        raise Refused(f"Fältet on: {successor.slug} gäller först från {successor.validity.since}, inte {on}.")


def _fates(agreement: Agreement, successor: Agreement, wishes: Iterable[FateWish]) -> dict[UUID, CommitmentFate]:
    """One for each open commitment, no more and no fewer."""
    fates: dict[UUID, CommitmentFate] = {}
    for wish in wishes:
        one = promised(agreement, wish.commitment)
        if one.entry.id in fates:
            raise Refused(f"Fältet fates: {one.entry.slug} nämns två gånger.")
        fates[one.entry.id] = _fate(one, successor, wish)
    forgotten = [one.entry.slug for one in agreement.open_commitments if one.entry.id not in fates]
    if forgotten:
        raise Refused(
            f"Fältet fates: säg vad som händer med {_enumerated(forgotten)}: överförs, är genomfört eller utgår."
        )
    return fates


def _fate(one: Commitment, successor: Agreement, wish: FateWish) -> CommitmentFate:
    text.check({"reason": wish.reason, "forum": wish.forum})
    if (wish.fate is Fate.CARRIED_OVER) != (wish.carried_to is not None):
        raise Refused(f"Åtagandet {one.entry.slug}: fältet carried_to anges när, och bara när, åtagandet överförs.")
    if wish.fate is Fate.CANCELLED and not (wish.reason.strip() and wish.forum.strip()):
        raise Refused(f"Åtagandet {one.entry.slug}: den som låter det utgå anger skäl och forum.")
    carried_to = promised(successor, wish.carried_to).entry.id if wish.carried_to else None
    return CommitmentFate(
        commitment_id=one.entry.id, fate=wish.fate, carried_to=carried_to, reason=wish.reason, forum=wish.forum
    )


def _enumerated(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} och {words[-1]}" if len(words) > 1 else words[0]
