"""Wishes that came together are carried out in one transaction, and nobody can tell by the answer."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from sqlalchemy import text

from schemas.base import Reply
from services.runtime.errors import Refused
from services.runtime.together import together
from services.runtime.work import Work
from tests.looking import rows
from tests.runtime.conftest import Road
from tests.runtime.test_answering import WriteDown, answering, cut_at, written

INSERT = text("INSERT INTO heard (id, role) VALUES (:id, :role)")
DONE = Reply()


@together
async def write_all(asked: Sequence[tuple[WriteDown, Work]]) -> None:
    for wish, work in asked:
        await work.connection.execute(INSERT, {"id": wish.command_id, "role": wish.role})
        if wish.role == "nej":
            raise Refused("Det går inte.")
        if wish.role == "fel":
            raise ValueError("a fault of ours")


async def replies(road: Road, wishes: Sequence[WriteDown], url: str = "") -> list[Reply]:
    async with answering(road, url) as service:
        return await service.replies(WriteDown, write_all, [(written(wish), "") for wish in wishes])


async def kept(road: Road) -> list[str]:
    return [role for _, role in await road.heard()]


async def transactions(road: Road) -> int:
    [(number,)] = await rows(road.urls["followup"], "SELECT count(DISTINCT xmin::text) FROM command_done")
    return int(number)


async def test_they_share_one_transaction(road: Road):
    wishes = [WriteDown(role=f"roll {nr}") for nr in range(5)]

    assert await replies(road, wishes) == [DONE] * 5
    assert await kept(road) == [wish.role for wish in wishes]
    assert await transactions(road) == 1


@pytest.mark.parametrize(
    ("odd", "answer"),
    [
        (WriteDown(role="nej"), Reply(refused="Det går inte.")),
        (WriteDown(role="a\0b"), Reply(refused="Texten innehåller ett nolltecken, som inte kan sparas.")),
        (WriteDown(role="fel"), Reply(failed="Något gick fel hos oss och inget är ändrat. Försök igen om en stund.")),
    ],
)
async def test_one_that_cannot_be_done_stops_none_of_the_others(road: Road, odd: WriteDown, answer: Reply):
    wishes = [WriteDown(role="första"), odd, WriteDown(role="sista")]

    assert await replies(road, wishes) == [DONE, answer, DONE]
    assert sorted(await kept(road)) == ["första", "sista"]


async def test_a_repeat_among_them_is_answered_as_it_was(road: Road):
    old, refused, new = WriteDown(role="gammal"), WriteDown(role="nej"), WriteDown(role="ny")
    before = [*await replies(road, [old]), *await replies(road, [refused])]

    assert await replies(road, [old, refused, new]) == [*before, DONE]
    assert await kept(road) == ["gammal", "ny"]


async def test_the_same_wish_twice_among_them_is_done_once(road: Road):
    wish = WriteDown(role="en gång")

    assert await replies(road, [wish, wish]) == [DONE, DONE]
    assert await kept(road) == ["en gång"]


async def test_another_wish_under_an_id_among_them_is_refused(road: Road):
    wish_id = uuid4()
    told = await replies(road, [WriteDown(command_id=wish_id, role="ett"), WriteDown(command_id=wish_id, role="två")])

    assert sorted(reply.refused for reply in told) == [
        "",
        "Samma command_id har redan använts för en annan begäran.",
    ]
    assert len(await kept(road)) == 1


async def test_when_the_answer_to_their_commit_is_lost_each_is_done_once(road: Road):
    wishes = [WriteDown(role=f"roll {nr}") for nr in range(4)]
    async with cut_at(road.urls["followup"], b"COMMIT;") as (url, cuts):
        told = await replies(road, wishes, url)

    assert cuts == []
    assert told == [DONE] * 4
    assert sorted(await kept(road)) == [wish.role for wish in wishes]
