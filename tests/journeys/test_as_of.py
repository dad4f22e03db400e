"""What was answered on an evening is answered for ever when it is asked of that day, byte for byte, by all services."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from functools import partial
from typing import cast
from uuid import uuid5

from schemas.agreements import (
    AgreementChanges,
    AmendAgreement,
    AmendCommitment,
    AppointHolder,
    AppointSubstitute,
    CancelCommitment,
    ChangeDueRule,
    CommitmentChanges,
    Count,
    DraftAgreement,
    FindMailboxes,
    HandOverWork,
    ListAgreements,
    ListFunctions,
    Once,
    ShareAgreement,
    ShowAgreement,
    ShowHistory,
    SucceedParty,
    SwitchQuiet,
    TerminateAgreement,
    Window,
)
from schemas.base import REGISTRY, Command, Party, Query
from schemas.followup import (
    AddAgendaItem,
    AssessCommitment,
    Audience,
    CancelOccurrence,
    ChangeLadder,
    ClockKind,
    CloseMeeting,
    CorrectReport,
    CountByMonth,
    CountOverdue,
    DecisionKind,
    ExplainOccurrence,
    Fulfilment,
    LadderKind,
    LadderStep,
    Light,
    ListCommitments,
    ListDue,
    ListOccurrences,
    ListPublicPromises,
    MoveDueDay,
    MoveMeeting,
    OccurrenceCard,
    OverrideLight,
    OwnIndicator,
    PauseCommitment,
    PlanMeetings,
    RecordDecision,
    RecordMeasure,
    RecordPublicFeedback,
    RecordStatutoryStep,
    ReportActivity,
    ReportToAssembly,
    RestoreLadder,
    ResumeCommitment,
    Rung,
    ShowCommitment,
    ShowFrozenSummary,
    ShowLadder,
    ShowMeeting,
    ShowOccurrence,
    SimulateReminders,
    SummariseAgreement,
)
from schemas.notifier import (
    Addressee,
    AllowMail,
    FindUnreached,
    LedgerLines,
    RecordBounce,
    ShowLedger,
    SimulateMails,
    StopMail,
)
from schemas.portal import EndAccount, FindAccountMailbox
from services.runtime.clock import day_in_stockholm
from tests.builders import (
    AGREEMENT,
    KOMMUNPOLIS,
    SAMORDNARE,
    a_commitment,
    a_document,
    a_function,
    agreement_id,
    register_agreement,
)
from tests.portal.visitors import an_account
from tests.system import System

POLICE, MUNICIPALITY = Party.POLICE, Party.MUNICIPALITY
SCHOOL, STATION = a_function("skola"), a_function("utredare", POLICE)
OTHER = "boden-2026-ml"
WALK, CHECKS, MEETING = "arjeplog-1/once", "arjeplog-2", f"{AGREEMENT}/meeting-1"
INDICATOR = OwnIndicator(name="Deltagare", unit="personer")
OF_NOW = {"CheckHealth", "PreviewRule", "TryAgreement"}
"""How a service is just now, and what would become of something that is not said yet."""
ASKED = [
    kind
    for kind in REGISTRY.values()
    if issubclass(kind, Query) and kind.__module__.startswith("schemas.") and kind.__name__ not in OF_NOW
]
ACCOUNT = an_account()
Answers = dict[str, bytes]


def questions(today: date) -> list[Query]:
    """Every question there is of what is kept; those that must name nothing are asked as they are."""
    named: list[Query] = [
        ShowAgreement(agreement=AGREEMENT),
        ShowAgreement(agreement=OTHER, asker="2506"),
        ShowHistory(agreement=AGREEMENT),
        ListAgreements(asker="police"),
        FindMailboxes(functions=(SAMORDNARE.id, KOMMUNPOLIS.id, SCHOOL.id)),
        ListFunctions(municipality="2506"),
        ListDue(agreement=AGREEMENT),
        CountByMonth(county="25"),
        CountOverdue(county="25"),
        ListPublicPromises(municipality="2506"),
        ShowOccurrence(occurrence=WALK),
        ShowCommitment(commitment="arjeplog-1"),
        ListOccurrences(commitment="arjeplog-1"),
        ListOccurrences(commitment=CHECKS),
        ListOccurrences(agreement=AGREEMENT),
        ListCommitments(agreement=AGREEMENT),
        ExplainOccurrence(occurrence=WALK),
        ExplainOccurrence(occurrence=f"{CHECKS}/2026-Q2"),
        SimulateReminders(since=today, until=date(2027, 1, 31)),
        SummariseAgreement(agreement=AGREEMENT),
        SummariseAgreement(agreement=AGREEMENT, since=date(2026, 2, 1)),
        SummariseAgreement(agreement=OTHER),
        ShowLadder(agreement=AGREEMENT),
        ShowMeeting(meeting=MEETING),
        ShowFrozenSummary(meeting=MEETING),
        ReportToAssembly(municipality="2506", year=2026),
        ShowLedger(),
        ShowLedger(agreement=str(agreement_id())),
        FindUnreached(
            functions=tuple(
                Addressee(function_id=one.id, party=one.party, since=date(2026, 1, 1))
                for one in (SAMORDNARE, KOMMUNPOLIS, SCHOOL)
            )
        ),
        SimulateMails(on=today, reminders=(), mailboxes=()),
        FindAccountMailbox(account_id=uuid5(ACCOUNT.command_id, "account")),
    ]
    bare = [kind() for kind in ASKED if not any(field.is_required() for field in kind.model_fields.values())]
    assert {type(one) for one in (*named, *bare)} == set(ASKED)
    return [*named, *bare]


async def answers(system: System, as_of: date | None = None) -> Answers:
    """As they come over the wire."""
    today = as_of or day_in_stockholm(system.clock.now())
    asked = {one.subject + one.model_dump_json(): one for one in questions(today)}
    return {name: await answer(system, one.model_copy(update={"as_of": as_of})) for name, one in asked.items()}


async def answer(system: System, question: Query) -> bytes:
    nc = system.services["portal"].broker.config.broker_config.connection_state.connection
    return cast("bytes", (await nc.request(question.subject, question.model_dump_json().encode(), timeout=10)).data)


async def tell(system: System, *wishes: Command) -> None:
    for wish in wishes:
        await system.tell(wish)
        await system.settle()


async def promised(system: System) -> None:
    commitments = (
        a_commitment("arjeplog-1", due="2026-03-31"),
        a_commitment(CHECKS, Count(min=2, window=Window.QUARTER), by=(KOMMUNPOLIS,)),
        a_commitment("arjeplog-3", due="2026-10-01", by=(SAMORDNARE,)),
    )
    await tell(
        system,
        register_agreement(commitments=commitments, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL, STATION)),
        DraftAgreement(document=a_document(OTHER, title="Ett utkast", commitments=()), drafted_by="2506"),
        PlanMeetings(agreement=AGREEMENT, cadence=Window.QUARTER, first=date(2026, 4, 15)),
        RecordMeasure(municipality="2506", measured=INDICATOR, on=date(2026, 1, 2), value="10", source="egen räkning"),
        RecordStatutoryStep(
            municipality="2506", clock=ClockKind.SITUATION_PICTURE, on=date(2025, 5, 5), registration_number="KS 1"
        ),
        SwitchQuiet(party=MUNICIPALITY, municipality="2506", quiet=True, reason="Brevlådan läses av flera."),
    )


async def reminded(system: System) -> None:
    await tell(
        system,
        AppointSubstitute(
            function_id=SAMORDNARE.id, substitute_id=SCHOOL.id, since=date(2026, 3, 4), until=date(2026, 4, 30)
        ),
        StopMail(mailbox=SCHOOL.mailbox, reason="vill inte"),
        ACCOUNT,
        ChangeLadder(
            agreement=AGREEMENT,
            ladder=LadderKind.LONG_WINDOW,
            steps=(LadderStep(rung=Rung("t-10"), to=Audience.LEAD), LadderStep(rung=Rung("t+3"), to=Audience.LEAD)),
            by=POLICE,
            reason="lagom",
        ),
    )


async def reported_twice_in_a_day(system: System) -> None:
    report = partial(ReportActivity, occurrence=WALK, on=date(2026, 3, 9), count=1)
    await tell(system, report(party=POLICE, comment="Genomförd."), report(party=MUNICIPALITY, comment="Vi var elva."))
    system.clock.forward(hours=2)
    await tell(
        system,
        report(party=POLICE, comment="En gång till."),
        PauseCommitment(commitment=CHECKS, by=POLICE, reason="sjukdom"),
        OverrideLight(commitment="arjeplog-3", light=Light.RED, by=MUNICIPALITY, reason="hinns inte"),
    )


async def corrected_moved_and_gone_on(system: System) -> None:
    card = await system.ask(ShowOccurrence(occurrence=WALK), OccurrenceCard)
    wrong = [one for one in card.reports if one.party is POLICE]
    await tell(
        system,
        *(
            CorrectReport(occurrence=WALK, report=one.id, party=POLICE, count=0, reason="fel dag")
            for one in wrong
            if one.id
        ),
        MoveDueDay(occurrence="arjeplog-3/once", due=date(2026, 11, 2), by=MUNICIPALITY, reason="budgeten"),
        ResumeCommitment(commitment=CHECKS, by=POLICE, reason="frisk"),
        RecordMeasure(municipality="2506", measured=INDICATOR, on=date(2026, 1, 2), value="12", source="räknat om"),
        SwitchQuiet(party=MUNICIPALITY, municipality="2506", quiet=False),
        RestoreLadder(agreement=AGREEMENT, ladder=LadderKind.LONG_WINDOW, by=POLICE, reason="för glest"),
        AllowMail(mailbox=SCHOOL.mailbox),
        EndAccount(mailbox=ACCOUNT.mailbox),
    )


async def met(system: System) -> None:
    mails = (await system.ask(ShowLedger(), LedgerLines)).lines
    [*_, first] = [one.message_id for one in mails if one.function_id == SAMORDNARE.id]
    await tell(
        system,
        AddAgendaItem(meeting=MEETING, text="Belysningen", commitment="arjeplog-1"),
        RecordDecision(meeting=MEETING, decision=DecisionKind.OTHER, item="item:1", text="Vi frågar tekniska."),
        AssessCommitment(
            commitment="arjeplog-3", party=MUNICIPALITY, fulfilment=Fulfilment.PARTLY_FULFILLED, on=today(system)
        ),
        CloseMeeting(meeting=MEETING, on=today(system)),
        MoveMeeting(meeting=f"{AGREEMENT}/meeting-2", to=date(2026, 8, 20), reason="semester"),
        RecordPublicFeedback(agreement=AGREEMENT, on=today(system), channel="webben"),
        RecordBounce(message_id=first or "", code="5.1.1", on=today(system)),
    )


async def changed(system: System) -> None:
    await tell(
        system,
        CancelOccurrence(occurrence=f"{CHECKS}/2026-Q3", reason="sommar", forum="styrgruppen"),
        AmendAgreement(agreement=AGREEMENT, changes=AgreementChanges(title="Ett nytt namn"), reason="klarare"),
        AmendCommitment(commitment="arjeplog-3", changes=CommitmentChanges(text="Något annat"), reason="klarare"),
        ChangeDueRule(commitment="arjeplog-3", recurrence=Once(due=date(2026, 12, 1)), by=POLICE, reason="senare"),
        AppointHolder(function_id=SAMORDNARE.id, mailbox="ny.arjeplog@example.se"),
        HandOverWork(function_id=KOMMUNPOLIS.id, to_id=STATION.id),
        ShareAgreement(agreement=OTHER, on=today(system)),
    )


async def ended(system: System) -> None:
    await tell(
        system,
        ReportActivity(occurrence=WALK, party=POLICE, on=today(system), count=1, comment="En till, sent."),
        SucceedParty(
            agreement=AGREEMENT, party=MUNICIPALITY, was="2506", now="2505", on=today(system), reason="gick samman"
        ),
        CancelCommitment(commitment=CHECKS, reason="inga pengar", forum="styrgruppen"),
        TerminateAgreement(
            agreement=AGREEMENT, given_on=today(system), on=date(2026, 9, 15), reason="slut", forum="KS"
        ),
    )


async def nothing(_: System) -> None:
    """Only time passes."""


def today(system: System) -> date:
    return day_in_stockholm(system.clock.now())


DAYS: Mapping[str, Callable[[System], Awaitable[None]]] = {
    "2026-01-07": promised,
    "2026-03-03": reminded,
    "2026-03-10": reported_twice_in_a_day,
    "2026-03-24": corrected_moved_and_gone_on,
    "2026-04-15": met,
    "2026-07-02": changed,
    "2026-07-15": nothing,
    "2026-09-01": ended,
    "2026-09-16": nothing,
}


async def live(system: System) -> dict[date, Answers]:
    """A life, and what was answered on each of its evenings."""
    told = {}
    for day, happens in DAYS.items():
        system.clock.set(f"{day}T09:00")
        await system.settle()
        await happens(system)
        system.clock.set(f"{day}T20:00")
        told[date.fromisoformat(day)] = await answers(system)
    return told


def by_question(told: dict[date, Answers]) -> dict[str, set[bytes]]:
    """All different answers to each question, whatever the day that stands in it."""
    found: dict[str, set[bytes]] = {}
    for day, answers in told.items():
        for name, answer in answers.items():
            found.setdefault(name.replace(str(day), "today"), set()).add(answer)
    return {name: said for name, said in found.items() if SimulateMails.subject not in name}


async def test_what_was_answered_on_an_evening_is_answered_for_ever_when_it_is_asked_of_that_day(system: System):
    told = await live(system)

    assert all(len(said) > 1 for said in by_question(told).values()), "a question that never changes its answer"
    for later in ("2026-12-01T09:00", "2027-12-01T09:00"):
        system.clock.set(later)
        await system.settle()
        for day, then in told.items():
            for name, asked_again in (await answers(system, as_of=day)).items():
                assert asked_again == then[name], f"{day}: {name}"
