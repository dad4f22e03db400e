"""What is kept and answered of functions, holders and substitutes, on a real PostgreSQL?"""

import asyncio
from datetime import date
from uuid import uuid4

import pytest

from schemas.agreements import (
    AppointHolder,
    AppointSubstitute,
    CancelCommitment,
    DraftAgreement,
    EndHolder,
    EndSubstitute,
    FindMailboxes,
    FunctionAdded,
    FunctionLine,
    FunctionLines,
    FunctionMailboxChanged,
    HolderAppointed,
    HolderTerm,
    ListFunctions,
    Mailbox,
    Mailboxes,
    SetMailbox,
    SubstituteAppointed,
    SubstituteTerm,
)
from schemas.base import Event
from services.agreements.handlers import agreements, commitments, functions
from services.runtime.errors import Refused
from tests.agreements.working import Working, ask, do, register, show, words
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document, a_function, responsible
from tests.fakes import StoppedClock

TODAY = date(2026, 3, 2)
FIRST_DAY = date(2026, 1, 1)
SCHOOL, LEISURE = a_function("skola"), a_function("fritid")
[THE_SCHOOL], [THE_POLICE] = responsible(SCHOOL), responsible(KOMMUNPOLIS)


async def register_four(working: Working) -> None:
    await register(working, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL, LEISURE))


async def find(working: Working, *ids: object) -> dict[str, Mailbox]:
    found = await ask(working, functions.find_mailboxes, FindMailboxes(functions=ids or (SAMORDNARE.id,)))
    assert isinstance(found, Mailboxes)
    return {one.role: one for one in found.mailboxes}


async def listed(working: Working, **place: str) -> dict[str, FunctionLine]:
    found = await ask(working, functions.list_functions, ListFunctions(**place))
    assert isinstance(found, FunctionLines)
    return {one.role: one for one in found.functions}


async def stand_in(working: Working, function, substitute, since: str, until: str) -> list[Event]:
    wish = AppointSubstitute(
        function_id=function.id,
        substitute_id=substitute.id,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until),
    )
    return await do(working, functions.appoint_substitute, wish)


async def test_mail_goes_to_another_mailbox_from_today_on_also_after_importing_again(working: Working):
    await register(working)
    wish = SetMailbox(function_id=SAMORDNARE.id, mailbox="ny@example.se")
    facts = await do(working, functions.set_mailbox, wish)
    await register(working)

    assert facts == [
        HolderAppointed(function_id=SAMORDNARE.id, since=TODAY, until=None),
        FunctionMailboxChanged(function_id=SAMORDNARE.id),
    ]
    found = await find(working, SAMORDNARE.id, KOMMUNPOLIS.id, uuid4())
    assert {one.mailbox for one in found.values()} == {"ny@example.se", KOMMUNPOLIS.mailbox}


async def test_a_mailbox_in_a_document_holds_from_the_agreements_first_day(working: Working):
    facts = await register(working)

    assert [fact.since for fact in facts if isinstance(fact, FunctionAdded)] == [FIRST_DAY, FIRST_DAY]
    line = (await listed(working))["samordnare"]
    assert line.holder == HolderTerm(mailbox=SAMORDNARE.mailbox, label=None, since=FIRST_DAY, until=None)


async def test_a_mailbox_in_a_document_that_begins_later_holds_from_today(working: Working):
    await register(working, since="2026-06-01")

    assert (await find(working))["samordnare"].mailbox == SAMORDNARE.mailbox
    holder = (await listed(working))["samordnare"].holder
    assert holder
    assert holder.since == TODAY


async def test_the_old_holder_gets_no_mail_from_the_day_the_new_one_begins(working: Working, clock: StoppedClock):
    await register(working)
    wish = AppointHolder(function_id=SAMORDNARE.id, mailbox="ny@example.se", since=date(2026, 4, 1))
    facts = await do(working, functions.appoint_holder, wish)

    assert words(facts) == ["HolderAppointed"]
    for moment, mailbox in (
        ("2026-03-31T23:59", SAMORDNARE.mailbox),
        ("2026-04-01T00:00", "ny@example.se"),
        ("2027-04-01T08:00", "ny@example.se"),
    ):
        clock.set(moment)
        assert (await find(working))["samordnare"].mailbox == mailbox


async def test_after_a_holders_last_day_nobody_is_reached(working: Working, clock: StoppedClock):
    await register(working)
    await do(working, functions.end_holder, EndHolder(function_id=SAMORDNARE.id, on=TODAY))
    clock.forward(days=1)

    assert (await find(working))["samordnare"].mailbox == ""
    line = (await listed(working))["samordnare"]
    assert (line.holder, line.reached, line.open_commitments) == (None, None, 1)
    assert SAMORDNARE in (await show(working)).document.functions


async def test_a_substitute_of_a_substitute_gets_the_mail_while_both_are_away(working: Working, clock: StoppedClock):
    await register_four(working)
    await stand_in(working, SAMORDNARE, SCHOOL, "2026-07-01", "2026-07-31")
    await stand_in(working, SCHOOL, KOMMUNPOLIS, "2026-07-13", "2026-07-19")

    for moment, reached in (
        ("2026-06-30T12:00", None),
        ("2026-07-12T12:00", THE_SCHOOL),
        ("2026-07-13T00:00", THE_POLICE),
        ("2026-07-19T23:59", THE_POLICE),
        ("2026-07-20T00:00", THE_SCHOOL),
        ("2026-08-01T00:00", None),
    ):
        clock.set(moment)
        assert (await find(working))["samordnare"].reached == reached


async def test_a_circle_of_substitutes_reaches_the_first_that_has_a_holder(working: Working, clock: StoppedClock):
    await register_four(working)
    for one, other in ((SAMORDNARE, SCHOOL), (SCHOOL, LEISURE), (LEISURE, SAMORDNARE)):
        await stand_in(working, one, other, "2026-03-02", "2026-03-31")

    assert (await find(working))["samordnare"].mailbox == SAMORDNARE.mailbox
    await do(working, functions.end_holder, EndHolder(function_id=SAMORDNARE.id, on=date(2026, 3, 1)))
    assert (await find(working))["samordnare"].mailbox == SCHOOL.mailbox


async def test_a_substitute_called_off_stands_in_no_longer(working: Working):
    await register_four(working)
    facts = await stand_in(working, SAMORDNARE, SCHOOL, "2026-03-02", "2026-03-31")
    wish = EndSubstitute(function_id=SAMORDNARE.id, substitute_id=SCHOOL.id, on=date(2026, 3, 1))
    ended = await do(working, functions.end_substitute, wish)

    until = date(2026, 3, 31)
    assert facts == [
        SubstituteAppointed(function_id=SAMORDNARE.id, substitute_id=SCHOOL.id, since=TODAY, until=until),
        FunctionMailboxChanged(function_id=SAMORDNARE.id),
    ]
    assert words(ended) == ["SubstituteEnded", "FunctionMailboxChanged"]
    assert (await find(working))["samordnare"].mailbox == SAMORDNARE.mailbox


async def test_the_list_tells_who_holds_who_comes_and_who_stands_in(working: Working):
    await register_four(working)
    later = AppointHolder(
        function_id=SAMORDNARE.id,
        mailbox="vik@example.se",
        label="Vikarie",
        since=date(2026, 9, 1),
        until=date(2026, 12, 31),
    )
    await do(working, functions.appoint_holder, later)
    await stand_in(working, SAMORDNARE, SCHOOL, "2026-07-01", "2026-07-31")
    line = (await listed(working))["samordnare"]

    today = HolderTerm(mailbox=SAMORDNARE.mailbox, label=None, since=FIRST_DAY, until=date(2026, 8, 31))
    assert line.holder == today
    assert line.next_holders == (
        HolderTerm(mailbox="vik@example.se", label="Vikarie", since=date(2026, 9, 1), until=date(2026, 12, 31)),
    )
    assert line.substitutes == (SubstituteTerm(function=THE_SCHOOL, since=date(2026, 7, 1), until=date(2026, 7, 31)),)
    assert (line.reached, line.reached_since) == (responsible(SAMORDNARE)[0], FIRST_DAY)


async def test_the_list_tells_whom_mail_reaches_today_and_since_when(working: Working, clock: StoppedClock):
    await register_four(working)
    await stand_in(working, SAMORDNARE, SCHOOL, "2026-03-02", "2026-03-31")
    await stand_in(working, SCHOOL, KOMMUNPOLIS, "2026-03-09", "2026-03-13")

    for moment, reached, since in (
        ("2026-03-02T12:00", THE_SCHOOL, TODAY),
        ("2026-03-09T12:00", THE_POLICE, date(2026, 3, 9)),
        ("2026-04-01T12:00", responsible(SAMORDNARE)[0], FIRST_DAY),
    ):
        clock.set(moment)
        line = (await listed(working))["samordnare"]
        assert (line.reached, line.reached_since) == (reached, since)


async def test_the_list_counts_what_each_answers_for_and_leaves_out_what_is_over(working: Working, clock: StoppedClock):
    promised = (a_commitment(), a_commitment("arjeplog-2", by=(SAMORDNARE,)), a_commitment("arjeplog-3"))
    await register(working, commitments=promised, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL))
    cancel = CancelCommitment(commitment="arjeplog-3", reason="Ersatt", forum="styrgruppen")
    await do(working, commitments.cancel_commitment, cancel)

    counted = {role: line.open_commitments for role, line in (await listed(working)).items()}
    assert counted == {"samordnare": 2, "kommunpolis": 1, "skola": 0}


async def test_the_list_can_be_of_a_county_or_a_municipality(working: Working):
    await register(working)
    school = a_function("skola", municipality="0136")
    await register(working, slug="haninge", municipalities=("0136",), functions=(school, SAMORDNARE), commitments=())

    assert set(await listed(working)) == {"kommunpolis", "samordnare", "skola"}
    assert set(await listed(working, county="25")) == {"kommunpolis", "samordnare"}
    assert set(await listed(working, municipality="0136")) == {"samordnare", "skola"}
    assert (await listed(working, municipality="0136"))["samordnare"].open_commitments == 1
    assert await listed(working, county="24") == {}


async def test_two_may_be_made_each_others_substitute_at_one_moment(working: Working):
    await register_four(working)
    each = [
        AppointSubstitute(function_id=away.id, substitute_id=other.id, since=TODAY, until=TODAY)
        for away, other in ((SCHOOL, LEISURE), (LEISURE, SCHOOL))
    ]
    async with asyncio.timeout(10), working() as one, working() as another:
        for wish, work in zip(each, (one, another), strict=True):
            await functions.appoint_substitute(wish, work)

    found = await listed(working)
    assert [found[role].substitutes[0].function.role for role in ("skola", "fritid")] == ["fritid", "skola"]


@pytest.mark.parametrize(
    ("handler", "wish"),
    [
        (functions.set_mailbox, SetMailbox(function_id=uuid4(), mailbox="ny@example.se")),
        (functions.appoint_holder, AppointHolder(function_id=uuid4(), mailbox="ny@example.se")),
        (functions.end_holder, EndHolder(function_id=uuid4(), on=TODAY)),
        (functions.end_substitute, EndSubstitute(function_id=uuid4(), substitute_id=uuid4(), on=TODAY)),
        (
            functions.appoint_substitute,
            AppointSubstitute(function_id=SAMORDNARE.id, substitute_id=uuid4(), since=TODAY, until=TODAY),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_function_that_does_not_exist_is_said_plainly(working: Working, handler, wish):
    await register(working)
    with pytest.raises(Refused, match=r"Fältet (function|substitute)_id: det finns ingen funktion"):
        await do(working, handler, wish)


async def test_a_mailbox_that_cannot_be_kept_is_refused(working: Working):
    await register(working)
    with pytest.raises(Refused, match="Fältet mailbox innehåller ett styrtecken"):
        await do(working, functions.set_mailbox, SetMailbox(function_id=SAMORDNARE.id, mailbox="ny\x00@example.se"))


async def test_what_another_organisations_draft_names_is_not_listed(working: Working):
    await register(working)
    one_more = a_commitment("utkast-1", by=(SAMORDNARE,), agreement="utkast")
    draft = a_document("utkast", functions=(SCHOOL, SAMORDNARE), commitments=(one_more,))
    await do(working, agreements.draft_agreement, DraftAgreement(document=draft, drafted_by="2506"))

    for asker, roles, open_ones in (("2506", {"kommunpolis", "samordnare", "skola"}, 2), ("police", None, 1)):
        seen = await listed(working, asker=asker)
        assert set(seen) == (roles or {"kommunpolis", "samordnare"})
        assert seen["samordnare"].open_commitments == open_ones
