"""What happens when another ladder is chosen: to what is planned, to what comes later, and to what is simulated?"""

import asyncio
from datetime import date

import pytest

from schemas.agreements import AgreementTerminated, CommitmentCancelled, Count, Schedule, Window
from schemas.base import Party
from schemas.followup import (
    ChangeLadder,
    ExplainOccurrence,
    LadderChanged,
    LadderIf,
    LadderKind,
    LadderLevel,
    MoveDueDay,
    OccurrenceOverdue,
    PauseOccurrence,
    ReminderDue,
    RestoreLadder,
    ResumeOccurrence,
    ShowLadder,
)
from services.followup.handlers.agreements import on_commitment_added
from services.followup.handlers.ladders import change_ladder
from services.runtime.errors import Refused
from tests.builders import AGREEMENT, SAMORDNARE, a_commitment, a_document, agreement_id, commitment_id
from tests.followup.following import Following, adding, drafted, signed, signing
from tests.followup.test_ladder_chosen import LONG, SHORT, a_ladder
from tests.followup.test_simulation import known, simulated, what_leaves
from tests.followup.values import day

ONCE = "arjeplog-1/once"


def choosing(*steps: str, of: str | None = None, ladder: LadderKind = LONG) -> ChangeLadder:
    return ChangeLadder(
        agreement=AGREEMENT,
        commitment=of,
        ladder=ladder,
        steps=a_ladder(*steps),
        by=Party.POLICE,
        reason="Annonsen ska ut i tid",
    )


def restoring(of: str | None = None, ladder: LadderKind = LONG) -> RestoreLadder:
    return RestoreLadder(agreement=AGREEMENT, commitment=of, ladder=ladder, by=Party.POLICE, reason="Det räcker nu")


@pytest.fixture
async def promised(followup: Following) -> Following:
    """Two commitments that are due on 30 June; it is 2 March."""
    commitments = a_commitment(due="2026-06-30"), a_commitment("arjeplog-2", due="2026-06-30")
    await followup.hear(*signed(a_document(commitments=commitments)))
    return followup


async def left_by(followup: Following, until: str) -> list[tuple[str, str, str]]:
    """What leaves from now on, of which commitment, and when."""
    slugs = {commitment_id(slug): slug for slug in ("arjeplog-1", "arjeplog-2", "arjeplog-3")}
    return sorted((str(on), slugs[one.commitment_id], one.rung) for on, one in await what_leaves(followup, until))


async def reminders_of(followup: Following, occurrence: str = ONCE) -> list[tuple[str, str]]:
    told = await followup.ask(ExplainOccurrence(occurrence=occurrence))
    return [(one.rung, one.state) for one in told.reminders]


async def test_all_open_occurrences_of_an_agreement_climb_the_ladder_that_is_chosen_for_it(promised: Following):
    await promised.tell(choosing("t-14", "pair+3"))
    assert await left_by(promised, "2026-12-31") == [
        ("2026-06-16", "arjeplog-1", "t-14"),
        ("2026-06-16", "arjeplog-2", "t-14"),
        ("2026-07-03", "arjeplog-1", "pair+3"),
        ("2026-07-03", "arjeplog-2", "pair+3"),
    ]


async def test_a_commitments_own_ladder_beats_its_agreements_until_it_is_restored(promised: Following):
    await promised.tell(choosing("t-5", of="arjeplog-1"))
    await promised.tell(choosing("t-14"))
    assert [rung for rung, state in await reminders_of(promised) if state == "planned"] == ["t-5"]
    await promised.tell(restoring(of="arjeplog-1"))
    assert await left_by(promised, "2026-06-30") == [
        ("2026-06-16", "arjeplog-1", "t-14"),
        ("2026-06-16", "arjeplog-2", "t-14"),
    ]


async def test_what_was_struck_out_leaves_once_when_its_ladder_is_restored(promised: Following):
    await promised.tell(choosing("t-14"))
    await promised.tell(restoring())
    rungs = [rung for _, slug, rung in await left_by(promised, "2026-12-31") if slug == "arjeplog-1"]
    assert rungs == ["t-28", "t-7", "t+1", "pair+14", "t+15", "t+29", "t+43"]


async def test_what_has_left_does_not_leave_again_for_the_same_due_day(promised: Following):
    before = await left_by(promised, "2026-06-25")
    await promised.tell(choosing("t-28", "t-7", "t-2", "t+43"))
    after = await left_by(promised, "2026-12-31")
    assert {rung for _, _, rung in before} == {"t-28", "t-7"}
    assert [rung for _, slug, rung in after if slug == "arjeplog-1"] == ["t-2", "t+43"]
    assert {one.due_version for one in promised.heard(ReminderDue)} <= {1}


async def test_what_is_chosen_late_is_told_of_once_and_not_in_a_burst(promised: Following):
    await promised.tell(choosing())
    promised.clock.set("2026-07-20T09:00")
    await promised.tell(choosing("t-28", "t-7", "t+1", "t+10", "t+40", of="arjeplog-1"))
    assert await left_by(promised, "2026-12-31") == [
        ("2026-07-20", "arjeplog-1", "t+10"),
        ("2026-08-10", "arjeplog-1", "t+40"),
    ]


async def test_with_no_steps_nobody_is_reminded_but_what_is_overdue_is_still_said(promised: Following):
    await promised.tell(choosing())
    promised.clock.set("2026-09-01T09:00")
    await promised.let_time_work()
    assert promised.heard(ReminderDue) == []
    assert len(promised.heard(OccurrenceOverdue)) == 2
    told = await promised.ask(ExplainOccurrence(occurrence=ONCE))
    assert (told.ladder.level, told.ladder.steps, told.ladder.reason) == (
        LadderLevel.AGREEMENT,
        (),
        "Annonsen ska ut i tid",
    )


async def test_what_is_moved_resumed_or_added_later_climbs_the_chosen_ladder(promised: Following):
    await promised.tell(choosing("t-14"))
    await promised.tell(MoveDueDay(occurrence=ONCE, due=day("2026-08-31"), by=Party.POLICE, reason="Regn"))
    paused = {"occurrence": "arjeplog-2/once", "by": Party.POLICE, "reason": "Vägarbete"}
    await promised.tell(PauseOccurrence(**paused))
    await promised.tell(choosing("t-10"))
    await promised.tell(ResumeOccurrence(**paused))
    third = a_commitment("arjeplog-3", due="2026-09-30")
    await promised.hear(adding(a_document(commitments=(third,)), third))
    assert await left_by(promised, "2026-12-31") == [
        ("2026-06-18", "arjeplog-2", "t-10"),
        ("2026-08-21", "arjeplog-1", "t-10"),
        ("2026-09-18", "arjeplog-3", "t-10"),
    ]


async def test_what_was_chosen_for_a_draft_applies_when_it_is_signed(followup: Following):
    document = a_document(commitments=(a_commitment(due="2026-06-30"),))
    await followup.hear(*drafted(document))
    await followup.tell(choosing("t-14"))
    await followup.hear(signing(document))
    assert await reminders_of(followup) == [("t-14", "planned")]


async def test_long_and_short_windows_have_ladders_of_their_own(followup: Following):
    commitments = a_commitment(recurrence=Count(min=1, window=Window.WEEK)), a_commitment("arjeplog-2")
    await followup.hear(*signed(a_document(commitments=commitments)))
    await followup.tell(choosing("t-1:lead", ladder=SHORT))
    assert await reminders_of(followup, "arjeplog-1/2026-W20") == [
        ("t-3", "cancelled"),
        ("t+1", "cancelled"),
        ("pair+14", "cancelled"),
        ("t-1", "planned"),
    ]
    assert {state for _, state in await reminders_of(followup, "arjeplog-2/2026")} == {"planned"}


async def test_it_is_said_with_who_when_and_why_and_not_to_the_counties(promised: Following):
    promised.said.clear()
    await promised.tell(choosing("t-14", of="arjeplog-1"))
    await promised.tell(restoring(of="arjeplog-1"))
    changed = {
        "agreement_id": agreement_id(),
        "commitment_id": commitment_id(),
        "ladder": LONG,
        "by": Party.POLICE,
        "on": day("2026-03-02"),
    }
    assert promised.said == [
        LadderChanged(**changed, steps=a_ladder("t-14"), reason="Annonsen ska ut i tid"),
        LadderChanged(**changed, steps=None, reason="Det räcker nu"),
    ]


async def test_each_ladder_is_shown_with_who_chose_it_and_which_applies(promised: Following):
    await promised.tell(choosing("t-14"))
    await promised.tell(choosing("t-5", of="arjeplog-1"))

    async def shown(commitment: str | None = None) -> list[tuple[LadderKind, LadderLevel, str | None, bool]]:
        answer = await promised.ask(ShowLadder(agreement=AGREEMENT, commitment=commitment))
        return [(one.ladder, one.level, one.commitment_slug, one.applies) for one in answer.ladders]

    default, whole, own = LadderLevel
    assert await shown() == [
        (LONG, default, None, False),
        (LONG, whole, None, True),
        (LONG, own, "arjeplog-1", True),
        (SHORT, default, None, True),
        *((kind, default, None, True) for kind in LadderKind if kind not in {LONG, SHORT}),
    ]
    assert await shown("arjeplog-1") == [
        (LONG, default, None, False),
        (LONG, whole, None, False),
        (LONG, own, "arjeplog-1", True),
        (SHORT, default, None, True),
    ]
    assert (await shown("arjeplog-2"))[:2] == [(LONG, default, None, False), (LONG, whole, None, True)]


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (choosing("t-14", of="ingen"), "Åtagandet ingen finns inte."),
        (choosing("t-14", of="vidare-1"), f"Åtagandet vidare-1 hör inte till {AGREEMENT}."),
        (choosing("t-400"), "mer än 365 dagar"),
        (choosing("t-5", of="arjeplog-1"), "Åtagandet arjeplog-1 har redan just den trappan."),
        (choosing("t-5", of="arjeplog-2"), "Åtagandet arjeplog-2 utgår; ingen påminns om det."),
        (restoring(), f"Överenskommelsen {AGREEMENT} har ingen egen trappa att återställa."),
        (
            choosing("t-14").model_copy(update={"agreement": "slut"}),
            "Överenskommelsen slut gäller inte längre; dess trappor står som de är.",
        ),
        (choosing("t-14").model_copy(update={"reason": " "}), "Skälet saknas"),
    ],
)
async def test_what_cannot_be_chosen_is_refused_with_a_sentence(promised: Following, wish: object, sentence: str):
    other = a_document("vidare", commitments=(a_commitment("vidare-1", agreement="vidare"),))
    over = a_document("slut", commitments=())
    await promised.hear(*signed(other), *signed(over))
    await promised.hear(AgreementTerminated(agreement_id=over.id, on=day("2026-03-01"), reason="Slut", forum="BRÅ"))
    cancelled = {"agreement_id": agreement_id(), "reason": "Klart", "forum": "Lokala BRÅ"}
    await promised.tell(choosing("t-5", of="arjeplog-1"))
    await promised.hear(CommitmentCancelled(commitment_id=commitment_id("arjeplog-2"), **cancelled))
    with pytest.raises(Refused, match=sentence):
        await promised.tell(wish)


async def test_a_commitment_added_while_a_ladder_is_chosen_climbs_it_whichever_comes_first(promised: Following):
    third = a_commitment("arjeplog-3", due="2026-09-30")
    async with promised.work() as first:
        await on_commitment_added(adding(a_document(commitments=(third,)), third), first)
        choice = asyncio.create_task(promised.tell(choosing("t-14")))
        await asyncio.sleep(0.5)
        assert not choice.done(), "it waits for what is being added"
    await choice
    assert [rung for rung, state in await reminders_of(promised, "arjeplog-3/once") if state == "planned"] == ["t-14"]


async def test_a_day_moved_while_a_ladder_is_chosen_climbs_it(promised: Following):
    async with promised.work() as first:
        await change_ladder(choosing("t-14"), first)
        wish = MoveDueDay(occurrence=ONCE, due=day("2026-08-31"), by=Party.POLICE, reason="Regn")
        moving = asyncio.create_task(promised.tell(wish))
        await asyncio.sleep(0.5)
        assert not moving.done(), "it waits for the ladder"
    await moving
    assert [rung for rung, state in await reminders_of(promised) if state == "planned"] == ["t-14"]


def many_kinds() -> tuple[object, ...]:
    return (
        a_commitment("arjeplog-1", Count(min=1, window=Window.QUARTER)),
        a_commitment("arjeplog-2", Schedule(rrule="FREQ=MONTHLY;BYMONTHDAY=1"), by=(SAMORDNARE,)),
        a_commitment("arjeplog-3", due="2026-05-29"),
    )


OTHERS = {LONG: ("t-365", "t-300", "t-60", "t-28", "t-2", "pair+20"), SHORT: ("t-90", "t-1:lead", "pair+1")}


@pytest.mark.parametrize("on", ["2026-01-05T07:00", "2026-06-03T10:00"])
async def test_what_is_simulated_if_other_ladders_were_chosen_is_what_leaves_when_they_are(
    followup: Following, on: str
):
    followup.clock.set("2026-01-05T07:00")
    await followup.hear(*signed(a_document(until="2028-12-31", commitments=many_kinds())))
    await followup.tell(choosing("t-3", of="arjeplog-3"))
    await what_leaves(followup, on[:10])
    followup.clock.set(on)
    supposed = tuple(LadderIf(ladder=ladder, steps=a_ladder(*steps)) for ladder, steps in OTHERS.items())
    foretold = await simulated(followup, "2028-06-30", agreement=AGREEMENT, if_ladders=supposed)
    of_all = await simulated(followup, "2028-06-30", if_ladders=supposed)
    as_it_is = await simulated(followup, "2028-06-30")
    for ladder, steps in OTHERS.items():
        await followup.tell(choosing(*steps, ladder=ladder))
    assert known(await simulated(followup, "2028-06-30")) == known(foretold) == known(of_all) != known(as_it_is)
    assert known(await what_leaves(followup, "2028-06-30")) == known(foretold)


async def test_if_nobody_were_reminded_nothing_would_leave_but_by_a_ladder_of_its_own(promised: Following):
    await promised.tell(choosing("t-5", of="arjeplog-1"))
    supposed = (LadderIf(ladder=LONG, steps=()),)
    foretold = await simulated(promised, "2026-12-31", if_ladders=supposed)
    assert [(on, one.commitment_id, one.rung) for on, one in foretold] == [
        (date(2026, 6, 25), commitment_id("arjeplog-1"), "t-5")
    ]
