"""What becomes of what falls due when its agreement is amended, renewed, ended, or a party succeeded?"""

from datetime import date

import pytest

from schemas import progress
from schemas.agreements import (
    AgreementAmended,
    AgreementChanges,
    AgreementClosed,
    AgreementExpired,
    AgreementRenewed,
    AgreementState,
    AgreementSuperseded,
    AgreementTerminated,
    Carried,
    Checklist,
    CommitmentAmended,
    CommitmentChanges,
    CommitmentFate,
    Count,
    Fate,
    PartySucceeded,
    Window,
)
from schemas.agreements.about import AgreementFact
from schemas.base import Event, Party
from schemas.followup import (
    ExplainOccurrence,
    ListDue,
    ListMeetings,
    ListOccurrences,
    MeetingCancelled,
    MoveDueDay,
    OccurrenceCancelled,
    OccurrencesPlanned,
    OccurrenceState,
    PauseOccurrence,
    PlanMeeting,
    PlanMeetings,
    ReminderDue,
    ResumeOccurrence,
    SummariseAgreement,
)
from services.followup.handlers.meetings import plan_coming_meetings
from services.runtime.errors import Refused
from tests.builders import AGREEMENT, a_commitment, a_document, agreement_id, commitment_id
from tests.followup.following import Following, a_report, drafted, signed
from tests.looking import rows

QUARTERLY = Count(min=1, window=Window.QUARTER)
EACH = Count(min=1, window=Window.HALF_YEAR, per_municipality=True)
JUNE = date(2026, 6, 1)
OURS = a_document(commitments=(a_commitment(recurrence=QUARTERLY), a_commitment("arjeplog-2", QUARTERLY)))
S = OccurrenceState


async def states(followup: Following, commitment: str = "arjeplog-1") -> dict[str, OccurrenceState]:
    lines = (await followup.ask(ListOccurrences(commitment=commitment))).occurrences
    return {line.slug.partition("/")[2]: line.state for line in lines}


def terminated(on: date = JUNE) -> AgreementTerminated:
    return AgreementTerminated(agreement_id=agreement_id(), on=on, reason="Löftet bär inte längre", forum="BRÅ")


def superseded(*fates: CommitmentFate) -> AgreementSuperseded:
    return AgreementSuperseded(agreement_id=agreement_id(), successor_id=agreement_id("ny"), on=JUNE, fates=fates)


def fate(kind: Fate, slug: str = "arjeplog-1", **more: object) -> CommitmentFate:
    return CommitmentFate(commitment_id=commitment_id(slug), fate=kind, **more)


async def test_what_falls_due_after_a_termination_is_cancelled_and_what_was_due_before_stays(followup: Following):
    await followup.hear(*signed(OURS))
    followup.clock.set("2026-06-01T09:00")
    await followup.tell(a_report("arjeplog-2/2026-Q2", on="2026-05-04"))
    await followup.hear(terminated())

    assert await states(followup) == {
        "2026-Q1": S.PLANNED,  # not done, and not forgotten
        "2026-Q2": S.CANCELLED,
        "2026-Q3": S.CANCELLED,
        "2026-Q4": S.CANCELLED,
    }
    assert (await states(followup, "arjeplog-2"))["2026-Q2"] is S.COMPLETED
    cancelled = followup.heard(OccurrenceCancelled)
    assert {(one.reason, one.forum) for one in cancelled} == {("Löftet bär inte längre", "BRÅ")}


async def test_nobody_is_reminded_of_an_agreement_that_has_ended(followup: Following):
    await followup.hear(*signed(OURS))
    await followup.hear(terminated(date(2026, 3, 2)))
    followup.clock.set("2026-12-31T09:00")
    await followup.let_time_work()

    assert followup.heard(ReminderDue) == []


async def test_what_is_moved_or_goes_on_after_its_agreement_ended_reminds_nobody(followup: Following):
    await followup.hear(*signed(OURS))
    followup.clock.set("2026-06-01T09:00")
    await followup.tell(PauseOccurrence(occurrence="arjeplog-1/2026-Q1", by=Party.POLICE, reason="Vägarbete"))
    await followup.hear(terminated())
    await followup.tell(ResumeOccurrence(occurrence="arjeplog-1/2026-Q1", by=Party.POLICE, reason="Klart"))
    moved = MoveDueDay(occurrence="arjeplog-2/2026-Q1", due=date(2026, 7, 1), by=Party.POLICE, reason="Hinns med")
    await followup.tell(moved)
    followup.clock.set("2026-12-31T09:00")
    await followup.let_time_work()

    assert followup.heard(ReminderDue) == []
    explained = await followup.ask(ExplainOccurrence(occurrence="arjeplog-2/2026-Q1"))
    assert {one.reason for one in explained.reminders} == {"Överenskommelsen gäller inte längre."}


@pytest.mark.parametrize(
    ("fact", "held"),
    [
        (terminated(), ["2026-04-01", "2026-07-01"]),  # the next one hears of the end
        (superseded(fate(Fate.COMPLETED), fate(Fate.COMPLETED, "arjeplog-2")), ["2026-04-01", "2026-07-01"]),
        (AgreementClosed(agreement_id=agreement_id(), on=JUNE, checklist=Checklist()), ["2026-04-01"]),
    ],
    ids=["terminated", "superseded", "closed"],
)
async def test_nobody_meets_on_and_on_about_an_agreement_that_is_over(followup: Following, fact, held):
    await followup.hear(*signed(a_document(until="2029-12-31", commitments=OURS.commitments)))
    await followup.tell(PlanMeetings(agreement=AGREEMENT, cadence=Window.QUARTER))
    followup.clock.set("2026-06-01T09:00")
    await followup.hear(fact)
    followup.clock.forward(days=500)
    while await followup.do(plan_coming_meetings):
        pass

    coming = (await followup.ask(ListMeetings(agreement=AGREEMENT, coming=True))).meetings
    assert [str(one.on) for one in coming] == held, "what was held and is not closed yet can still be closed"
    assert {one.reason for one in followup.heard(MeetingCancelled)} == {"Överenskommelsen gäller inte längre."}
    with pytest.raises(Refused, match="Planera ett enda möte i stället"):
        await followup.tell(PlanMeetings(agreement=AGREEMENT))
    await followup.tell(PlanMeeting(agreement=AGREEMENT, on=date(2027, 10, 20)))


async def test_no_more_is_planned_for_an_agreement_that_has_ended(followup: Following):
    forever = a_document(until=None, commitments=(a_commitment(recurrence=QUARTERLY),))
    await followup.hear(*signed(forever))
    await followup.hear(terminated())
    planned = len(followup.heard(OccurrencesPlanned))
    followup.clock.set("2028-01-01T09:00")
    await followup.let_time_work()

    assert len(followup.heard(OccurrencesPlanned)) == planned


async def test_a_superseded_agreement_lets_go_of_each_commitment_by_its_fate(followup: Following):
    three = (*OURS.commitments, a_commitment("arjeplog-3", QUARTERLY))
    await followup.hear(*signed(a_document(commitments=three)))
    followup.clock.set("2026-06-01T09:00")
    gone = fate(Fate.CANCELLED, "arjeplog-3", reason="Torget byggs om", forum="styrgruppen")
    await followup.hear(superseded(fate(Fate.CARRIED_OVER), fate(Fate.COMPLETED, "arjeplog-2"), gone))

    reasons = {one.commitment_id: one.reason for one in followup.heard(OccurrenceCancelled)}
    assert reasons == {
        commitment_id(): "Åtagandet fortsätter i en ny överenskommelse.",
        commitment_id("arjeplog-2"): "Åtagandet är genomfört.",
        commitment_id("arjeplog-3"): "Torget byggs om",
    }
    assert (await states(followup))["2026-Q1"] is S.PLANNED
    assert set((await states(followup, "arjeplog-3")).values()) == {S.CANCELLED}


async def test_what_is_carried_over_is_known_as_such_in_the_new_agreement(followup: Following):
    new = a_document("ny", commitments=(a_commitment("ny-1", agreement="ny"),))
    await followup.hear(*signed(new))
    carried = (Carried(was=commitment_id(), now=commitment_id("ny-1", "ny")),)
    await followup.hear(
        AgreementRenewed(agreement_id=new.id, renews=agreement_id(), carried=carried, on=date(2026, 1, 1))
    )

    [kept] = await rows(followup.url, "SELECT carried_over FROM commitment")
    assert kept["carried_over"]


CHECKLIST = Checklist(assessed_by_police=JUNE)
ENDINGS: list[tuple[AgreementFact, AgreementState, Event]] = [
    (terminated(), AgreementState.TERMINATED, progress.AgreementTerminated),
    (superseded(), AgreementState.SUPERSEDED, progress.AgreementSuperseded),
    (
        AgreementClosed(agreement_id=agreement_id(), on=JUNE, checklist=CHECKLIST),
        AgreementState.CLOSED,
        progress.AgreementClosed,
    ),
]


@pytest.mark.parametrize(("fact", "state", "told"), ENDINGS, ids=[state for _, state, _ in ENDINGS])
async def test_the_counties_hear_how_an_agreement_ended_and_the_summary_shows_it(followup, fact, state, told):
    await followup.hear(*signed(a_document(commitments=())))
    await followup.hear(fact)

    [said] = followup.heard(told)
    assert (said.agreement_id, said.on, said.municipalities) == (agreement_id(), JUNE, ("2506",))
    assert "reason" not in said.model_dump()
    assert (await followup.ask(SummariseAgreement(agreement=AGREEMENT))).head.state is state


async def test_an_amended_agreement_is_shown_in_its_new_words_and_the_counties_hear_which_fields(followup: Following):
    await followup.hear(*signed(OURS))
    changes = AgreementChanges(title="Nya löften", police_areas=("Norrbotten kust",))
    amended = AgreementAmended(
        agreement_id=agreement_id(),
        version=2,
        fields=("title", "police_areas"),
        changes=changes,
        reason="Mallen",
        on=JUNE,
    )
    await followup.hear(amended)

    head = (await followup.ask(SummariseAgreement(agreement=AGREEMENT))).head
    assert (head.title, head.police_areas) == ("Nya löften", ("Norrbotten kust",))
    [said] = followup.heard(progress.AgreementAmended)
    assert (said.version, said.fields) == (2, ("title", "police_areas"))
    assert "Nya löften" not in said.model_dump_json()


async def test_an_amended_commitment_is_shown_in_its_new_words_and_they_never_leave(followup: Following):
    await followup.hear(*signed(OURS))
    amended = CommitmentAmended(
        agreement_id=agreement_id(),
        commitment_id=commitment_id(),
        version=2,
        fields=("text",),
        changes=CommitmentChanges(text="Nattvandring"),
        reason="Tydligare",
        on=JUNE,
    )
    await followup.hear(amended)

    [line, *_] = (await followup.ask(ListOccurrences(commitment="arjeplog-1"))).occurrences
    assert line.commitment == "Nattvandring"
    [said] = followup.heard(progress.AgreementAmended)
    assert said.fields == ("commitments",)
    assert "Nattvandring" not in said.model_dump_json()


async def test_of_an_amended_draft_the_counties_hear_nothing(followup: Following):
    await followup.hear(*drafted(OURS))
    changes = AgreementChanges(title="Nya löften")
    await followup.hear(
        AgreementAmended(
            agreement_id=agreement_id(), version=2, fields=("title",), changes=changes, reason="Mallen", on=JUNE
        )
    )

    assert followup.said == []


def followed_by(now: str, *others: str) -> PartySucceeded:
    return PartySucceeded(
        agreement_id=agreement_id(),
        party=Party.MUNICIPALITY,
        was="2506",
        now=now,
        municipalities=(now, *others),
        police_areas=(),
        reason="Sammanslagning",
        on=date(2026, 7, 1),
    )


async def test_a_municipality_leaves_what_it_did_and_its_successor_takes_what_is_to_come(followup: Following):
    await followup.hear(
        *signed(a_document(municipalities=("2506", "2505"), commitments=(a_commitment(recurrence=EACH),)))
    )
    followup.clock.set("2026-07-10T09:00")
    await followup.tell(a_report("arjeplog-1/2026-H1/2506", on="2026-05-01"))
    await followup.hear(followed_by("2417", "2505"))

    assert await states(followup) == {
        "2026-H1/2505": S.PLANNED,
        "2026-H1/2506": S.COMPLETED,
        "2026-H2/2505": S.PLANNED,
        "2026-H2/2506": S.CANCELLED,
        "2026-H2/2417": S.PLANNED,
    }


async def test_a_draft_is_seen_by_the_municipality_that_follows_the_one_that_wrote_it(followup: Following):
    begun, *rest = drafted(OURS)
    await followup.hear(begun.model_copy(update={"drafted_by": "2506"}), *rest, followed_by("2417"))

    assert await followup.ask(SummariseAgreement(agreement=AGREEMENT, asker="2417"))
    with pytest.raises(Refused):
        await followup.ask(SummariseAgreement(agreement=AGREEMENT, asker="2506"))


async def test_a_draft_is_in_nobody_elses_summary_or_list(followup: Following):
    begun, *rest = drafted(OURS)
    await followup.hear(begun.model_copy(update={"drafted_by": "2506"}), *rest)

    await followup.ask(SummariseAgreement(agreement=AGREEMENT, asker="2506"))
    await followup.ask(SummariseAgreement(agreement=AGREEMENT))
    with pytest.raises(Refused, match=f"Överenskommelsen {AGREEMENT} finns inte"):
        await followup.ask(SummariseAgreement(agreement=AGREEMENT, asker="police"))
    for question in (
        ListDue(agreement=AGREEMENT, asker="police"),
        ListMeetings(agreement=AGREEMENT, asker="police"),
        ListOccurrences(commitment="arjeplog-1", asker="police"),
    ):
        assert await followup.ask(question.model_copy(update={"asker": "2506"}))
        with pytest.raises(Refused, match="finns inte"):
            await followup.ask(question)


async def test_what_all_have_signed_is_seen_by_all_also_when_it_has_expired(followup: Following):
    document = a_document(since="2025-01-01", until="2025-12-31")
    await followup.hear(*signed(document))
    await followup.hear(AgreementExpired(agreement_id=agreement_id(), on=date(2026, 1, 1)))

    assert (await followup.ask(SummariseAgreement(agreement=AGREEMENT, asker="police"))).head


def test_every_field_that_can_be_amended_has_a_word_for_the_counties():
    assert {*AgreementChanges.model_fields, "commitments"} == set(progress.AmendedField)
