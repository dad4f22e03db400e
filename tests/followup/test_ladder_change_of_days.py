"""What happens to meetings, ends, revisions and residents' answers when another ladder is chosen for an agreement?"""

import asyncio

import pytest

from schemas.agreements import AgreementExtended, CoordinatorsChanged, Window
from schemas.base import Party
from schemas.followup import (
    ChangeLadder,
    DeadlineReminderDue,
    LadderIf,
    LadderKind,
    ListDeadlines,
    MoveMeeting,
    PlanMeeting,
    PlanMeetings,
    RestoreLadder,
    ShowLadder,
    SimulateReminders,
)
from services.followup.handlers.deadlines import set_deadlines
from services.followup.handlers.ladders import change_ladder
from services.followup.handlers.meetings import plan_coming_meetings, plan_meeting
from services.runtime.errors import Refused
from tests.builders import AGREEMENT, KOMMUNPOLIS, SAMORDNARE, agreement_id, responsible
from tests.followup.deadlines import (
    END,
    FEEDBACK,
    FIRST,
    MEETING,
    PAIR,
    a_long_promise,
    became,
    days_pass,
    listed,
    mornings,
    tell_step,
)
from tests.followup.following import Following, drafted, signed, signing
from tests.followup.test_ladder_days import said_to_the_pair
from tests.followup.values import day
from tests.looking import rows

OF_MEETINGS = LadderKind.MEETING
WHY = {"by": Party.POLICE, "reason": "Styrgruppen vill ha mer tid"}
OTHERS = {
    LadderKind.MEETING: ("t-200", "t-30", "t-10", "t-0"),
    LadderKind.AGREEMENT_END: ("t-300", "t-20"),
    LadderKind.PUBLIC_FEEDBACK: ("t+10", "t+60"),
}


def choosing(*rungs: str, ladder: LadderKind = OF_MEETINGS, of: str | None = None) -> ChangeLadder:
    return ChangeLadder(agreement=AGREEMENT, commitment=of, ladder=ladder, steps=said_to_the_pair(*rungs), **WHY)


def restoring(ladder: LadderKind = OF_MEETINGS) -> RestoreLadder:
    return RestoreLadder(agreement=AGREEMENT, ladder=ladder, **WHY)


def planning(on: str) -> PlanMeeting:
    return PlanMeeting(agreement=AGREEMENT, on=day(on))


async def test_what_waits_is_struck_and_planned_by_the_chosen_ladder_and_what_has_left_is_not_said_again(
    agreed: Following,
):
    await agreed.tell(planning("2026-06-10"))
    await days_pass(agreed, "2026-05-25")
    await agreed.tell(choosing("t-30", "t-21", "t-10", "t-1"))
    another = "En annan trappa valdes."
    assert became(await listed(agreed, MEETING)) == [
        ("t-21", "2026-05-20", "fired", ""),
        ("t-7", "2026-06-03", "cancelled", another),
        ("t-10", "2026-05-29", "planned", ""),
        ("t-1", "2026-06-09", "planned", ""),
    ]
    assert await days_pass(agreed, "2026-06-20") == {
        "meeting t-10": ("2026-05-29", PAIR),
        "meeting t-1": ("2026-06-09", PAIR),
    }
    assert {fact.due_version for fact in agreed.heard(DeadlineReminderDue)} == {1}


async def test_what_is_chosen_late_is_told_of_once_and_not_in_a_burst(agreed: Following):
    await agreed.tell(choosing())
    await agreed.tell(planning("2026-06-10"))
    agreed.clock.set("2026-06-05T12:00")
    await agreed.tell(choosing("t-30", "t-20", "t-10", "t-1"))
    assert list(await days_pass(agreed, "2026-06-20")) == ["meeting t-10", "meeting t-1"]


async def test_new_and_moved_meetings_and_an_extended_end_climb_the_chosen_ladders(agreed: Following):
    await agreed.tell(planning("2026-06-10"))
    await agreed.tell(choosing("t-10"))
    await agreed.tell(choosing("t-100", ladder=LadderKind.AGREEMENT_END))
    await agreed.tell(MoveMeeting(meeting=FIRST, to=day("2026-09-16"), reason="Semestrar"))
    await agreed.tell(planning("2026-10-14"))
    until = day("2028-06-30")
    await agreed.hear(
        AgreementExtended(agreement_id=agreement_id(), until=until, was_until=day("2027-12-31"), reason="Mer tid")
    )
    lines = (await agreed.ask(ListDeadlines(agreement=AGREEMENT))).deadlines
    waits = [(one.deadline, rung.rung) for one in lines for rung in one.rungs if rung.state == "planned"]
    assert waits == [(MEETING, "t-10"), (MEETING, "t-10"), *sorted([(END, "t-100"), (FEEDBACK, "t+30")])]


async def test_when_it_is_restored_our_default_is_climbed_again(agreed: Following):
    await agreed.tell(planning("2026-06-10"))
    await agreed.tell(choosing())
    assert {one.state for one in (await listed(agreed, MEETING)).rungs} == {"cancelled"}
    await agreed.tell(restoring())
    assert list(await days_pass(agreed, "2026-06-20")) == ["meeting t-21", "meeting t-7", "meeting t-1"]


async def test_what_happens_to_the_agreement_later_changes_nothing_of_what_is_planned(agreed: Following):
    await agreed.tell(planning("2026-06-10"))
    for kind in (OF_MEETINGS, LadderKind.AGREEMENT_END, LadderKind.PUBLIC_FEEDBACK):
        await agreed.tell(choosing(ladder=kind))
    await agreed.tell(choosing("t-10"))
    before = await rows(agreed.url, "SELECT * FROM deadline ORDER BY id, version")
    pair = responsible(KOMMUNPOLIS, SAMORDNARE)
    await agreed.hear(CoordinatorsChanged(agreement_id=agreement_id(), coordinators=pair, on=day("2026-03-02")))
    agreed.clock.forward(days=95)
    await agreed.do(set_deadlines, agreement_id())
    assert await rows(agreed.url, "SELECT * FROM deadline ORDER BY id, version") == before


async def test_what_was_chosen_for_a_draft_applies_when_it_is_signed(followup: Following):
    document = a_long_promise()
    await followup.hear(*drafted(document))
    await followup.tell(choosing("t-100", ladder=LadderKind.AGREEMENT_END))
    await followup.hear(signing(document))
    assert [one.rung for one in (await listed(followup, END)).rungs] == ["t-100"]


async def test_a_revision_by_the_chosen_ladder_is_samordnare_s_and_the_law_s_clocks_keep_theirs(followup: Following):
    await followup.hear(*signed(a_long_promise(since="2025-09-02", until=None, revision_interval_months=12)))
    await tell_step(followup, "2024-11-12")
    await followup.tell(choosing("t-100", "t+5", ladder=LadderKind.REVISION))
    assert await days_pass(followup, "2026-09-20") == {
        "action_plan t-180": ("2026-05-15", (SAMORDNARE.id,)),
        "revision t-100": ("2026-05-25", (SAMORDNARE.id,)),
        "action_plan t-90": ("2026-08-14", (SAMORDNARE.id,)),
        "revision t+5": ("2026-09-07", (SAMORDNARE.id,)),
    }


async def test_each_agreement_has_ladders_of_its_own(agreed: Following):
    other = a_long_promise(slug="two", commitments=())
    await agreed.hear(*signed(other))
    await agreed.tell(planning("2026-06-10"))
    await agreed.tell(PlanMeeting(agreement="two", on=day("2026-06-10")))
    await agreed.tell(choosing("t-10"))
    said = [fact for _, fact in await mornings(agreed, "2026-06-20")]
    mine = [fact.rung for fact in said if fact.agreement_id == agreement_id()]
    assert (mine, len(said)) == (["t-10"], 1 + 3)


async def test_all_that_is_chosen_is_shown_and_a_commitment_s_ladder_for_it_is_refused(agreed: Following):
    await agreed.tell(choosing("t-10"))
    shown = (await agreed.ask(ShowLadder(agreement=AGREEMENT))).ladders
    (applies,) = [one for one in shown if one.ladder is OF_MEETINGS and one.applies]
    assert (applies.steps, applies.reason, applies.by) == (said_to_the_pair("t-10"), WHY["reason"], Party.POLICE)
    with pytest.raises(Refused, match="lika för hela överenskommelsen"):
        await agreed.tell(choosing("t-20", of="arjeplog-1"))


@pytest.mark.parametrize("on", ["2026-03-02T07:00", "2026-06-03T10:00"])
async def test_what_is_simulated_if_other_ladders_were_chosen_is_what_leaves_when_they_are(
    followup: Following, on: str
):
    await followup.hear(*signed(a_long_promise(until="2028-06-29")))
    await followup.tell(PlanMeetings(agreement=AGREEMENT, cadence=Window.TERTIAL))
    await followup.tell(choosing(ladder=LadderKind.AGREEMENT_END))
    await tell_step(followup, "2024-11-12")
    await days_pass(followup, on[:10])
    followup.clock.set(on)
    period = {"since": day(on[:10]), "until": day("2028-12-28")}
    others = tuple(LadderIf(ladder=kind, steps=said_to_the_pair(*rungs)) for kind, rungs in OTHERS.items())
    as_it_is = await followup.ask(SimulateReminders(**period))
    of_all = (await followup.ask(SimulateReminders(**period, if_ladders=others))).deadlines
    of_one = (await followup.ask(SimulateReminders(**period, if_ladders=others, agreement=AGREEMENT))).deadlines
    soon = {"since": day(on[:10]), "until": day("2027-01-15"), "if_ladders": others, "agreement": AGREEMENT}
    of_a_year = (await followup.ask(SimulateReminders(**soon))).deadlines
    assert of_a_year == tuple(one for one in of_one if one.on <= soon["until"])
    for kind, rungs in OTHERS.items():
        await followup.tell(choosing(*rungs, ladder=kind))
    came = []
    for until in (f"{year}-{month:02}-28" for year in range(2026, 2029) for month in range(1, 13)):
        if until < on:
            continue
        while await followup.do(plan_coming_meetings):
            pass
        came += await mornings(followup, until)
    assert {fact.rung for _, fact in came} > {"t-200", "t-20", "t+60"}
    theirs = sorted(str(one) for one in came if one[1].agreement_id)
    assert sorted(str((one.on, one.reminder)) for one in of_one) == theirs
    assert as_it_is.deadlines != of_all
    by_our_default = [one for one in of_all if one.reminder.agreement_id]
    assert by_our_default == [one for one in of_one if one.reminder.deadline is not END]  # of ends it has chosen itself


async def test_a_meeting_planned_while_a_ladder_is_chosen_climbs_it_whichever_comes_first(agreed: Following):
    for first, second in [(plan_meeting, change_ladder), (change_ladder, plan_meeting)]:
        wishes = {plan_meeting: planning("2026-06-10"), change_ladder: choosing("t-10")}
        async with agreed.work() as work:
            await first(wishes[first], work)
            other = asyncio.create_task(agreed.tell(wishes[second]))
            await asyncio.sleep(0.5)
            assert not other.done(), "it waits for the other"
        await other
        planned = [one.rung for one in (await listed(agreed, MEETING)).rungs if one.state == "planned"]
        assert planned == ["t-10"]
        await agreed.tell(restoring())
