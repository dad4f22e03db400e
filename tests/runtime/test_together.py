"""Many events in few statements: the order within each aggregate holds, and one that fails spoils nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from deploy.provision import make_streams
from schemas.agreements import FunctionAdded
from services.runtime.hearing import spans
from services.runtime.letters import UNREADABLE, Heard
from services.runtime.service import Service
from services.runtime.together import grouped, together
from services.runtime.work import Work
from tests.looking import rows, until
from tests.runtime.conftest import Road, operator, say

ADD = text("INSERT INTO heard (id, role) SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:roles AS text[]))")


def heard(about: str, sequence: int, subject: str = "event.agreements.a.v1", producer: str = "agreements") -> Heard:
    return Heard(producer, about, sequence, uuid4(), subject, "{}", datetime(2026, 3, 2, tzinfo=UTC), "")


def listener(road: Road, pages: list[int]) -> Service:
    @together
    async def on_function_added(told: Sequence[tuple[FunctionAdded, Work]]) -> None:
        if any(road.fails.get(fact.function_id) for fact, _ in told):
            raise ValueError("planted")
        pages.append(len(told))
        named = {"ids": [fact.function_id for fact, _ in told], "roles": [fact.role for fact, _ in told]}
        await told[0][1].connection.execute(ADD, named)

    service = road.build("followup")
    service.hears({FunctionAdded: on_function_added})
    return service


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(["a", "b", "c"])), max_size=40))
def test_groups_hold_one_kind_and_keep_the_order_of_each_aggregate(told: list[tuple[str, str]]):
    events = [heard(about, nr, kind) for nr, (about, kind) in enumerate(told, 1)]
    groups = grouped(events)

    assert all(len({event.subject for event in group}) == 1 for group in groups)
    for about in "xyz":
        mine = [event.sequence for group in groups for event in group if event.about == about]
        assert mine == [event.sequence for event in events if event.about == about]
    assert sum(map(len, groups)) == len(events)


def test_drafts_that_came_side_by_side_are_taken_in_two_groups():
    events = [heard(about, nr, "first" if nr == 1 else "more") for about in "xyz" for nr in (1, 2, 3)]

    assert [[event.about for event in group] for group in grouped(events)] == [list("xyz"), list("xxyyzz")]


def test_only_what_follows_on_without_gap_or_repeat_may_be_moved_at_once():
    events = [
        *(heard("whole", nr) for nr in (4, 5, 6)),
        *(heard("gap", nr) for nr in (1, 3)),
        *(heard("repeat", nr) for nr in (2, 2, 3)),
        heard("damaged", 1, producer=UNREADABLE),
    ]

    assert spans(events) == {("agreements", "whole"): (4, 6)}


async def test_a_page_is_handled_together_and_again_one_by_one_when_one_of_it_fails(road: Road):
    bad, pages = uuid4(), list[int]()
    speaker = road.speaker()
    async with speaker.running():
        for name in ("first", "second"):
            await say(speaker, bad, name)
            await say(speaker, None, *[f"{name} {nr}" for nr in range(20)])
        await until(lambda: _published(road, 42), "published")
    road.fails[bad] = 1
    async with listener(road, pages).running():
        await road.until_heard(40)
        road.fails.clear()
        await road.until_heard(42)

    assert [role for id_, role in await road.heard() if id_ == bad] == ["first", "second"]
    others = [role for id_, role in await road.heard() if id_ != bad]
    assert others == [f"{name} {nr}" for name in ("first", "second") for nr in range(20)]


async def test_a_page_comes_to_the_handler_at_once(road: Road):
    pages = list[int]()
    speaker = road.speaker()
    async with speaker.running():
        await say(speaker, None, *[f"{nr}" for nr in range(120)])
        await until(lambda: _published(road, 120), "published")
    async with listener(road, pages).running():
        await road.until_heard(120)

    assert [role for _, role in await road.heard()] == [f"{nr}" for nr in range(120)]
    assert len(pages) < 12


async def test_what_another_process_has_applied_meanwhile_is_passed_over(road: Road):
    """A page with known and new events: the known are repeats, the new are applied."""
    async with road.open() as (speaker, _):
        function = await say(speaker, None, "a", "b")
        await road.until_heard(2)
    nc = await operator(road)
    await nc.jetstream().delete_consumer("EVENTS", "followup")
    await nc.close()
    await make_streams(road.server.url, road.server.seed("operator"))
    async with road.open() as (speaker, _):
        await say(speaker, function, "c")
        await road.until_heard(3)
    assert [role for _, role in await road.heard()] == ["a", "b", "c"]


async def _published(road: Road, number: int) -> bool:
    return len(await rows(road.urls["agreements"], "SELECT 1 FROM event_position")) >= number
