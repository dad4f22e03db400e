"""A wish is carried out once and every asker gets a sentence, whatever is repeated, cut off or written wrongly."""

import asyncio
import contextlib
import gzip
import json
from collections.abc import AsyncIterator
from datetime import date
from secrets import token_hex
from typing import ClassVar
from uuid import uuid4

import pytest
from pydantic import Field
from sqlalchemy import text

from schemas.base import Command, Day, Name, Party, Query, Reply
from services.runtime.answering import Answering
from services.runtime.database import Database
from services.runtime.errors import Refused, TooMuch, Unavailable
from services.runtime.measures import Measures
from services.runtime.packing import BIGGEST_ANSWER, unpacked
from services.runtime.service import Service
from services.runtime.work import Work
from tests.looking import rows
from tests.runtime.conftest import Road
from tests.runtime.ways import cut_at, overheard


class WriteDown(Command):
    abstract: ClassVar[bool] = True  # a message of this test, not of the language
    subject: ClassVar[str] = "command.followup.write-down.v1"

    role: Name
    times: int = Field(1, ge=1, le=2**40)
    on: Day = date(2026, 3, 2)
    party: Party = Party.POLICE


class Much(Reply):
    much: str = ""


class HowMuch(Query):
    abstract: ClassVar[bool] = True
    subject: ClassVar[str] = "query.followup.how-much.v1"
    reply: ClassVar[type[Reply]] = Much

    noise: bool = False


async def write_down(wish: WriteDown, work: Work) -> None:
    if wish.role == "nej":
        raise Refused("Det går inte.")
    await work.connection.execute(
        text("INSERT INTO heard (id, role) VALUES (:id, :role)"), {"id": wish.command_id, "role": wish.role}
    )
    await work.connection.execute(text("SELECT CAST(:times AS int)"), {"times": wish.times})


async def how_much(question: HowMuch, _: Work) -> Much:
    """Twice what the bus takes: of words, or of what nothing can be left out of."""
    return Much(much=token_hex(1_000_000) if question.noise else "Nattvandring i centrum. " * 100_000)


@contextlib.asynccontextmanager
async def answering(road: Road, url: str = "") -> AsyncIterator[Answering]:
    database = Database(url or road.urls["followup"], road.clock)
    try:
        yield Answering(database, Measures())
    finally:
        await database.close()


def written(wish: WriteDown) -> bytes:
    return wish.model_dump_json().encode()


async def test_a_repeated_wish_is_carried_out_once_and_gets_the_same_reply(road: Road):
    yes, no = WriteDown(role="ja"), WriteDown(role="nej")
    async with answering(road) as service:
        replies = await asyncio.gather(*(service.reply(WriteDown, write_down, written(yes), "") for _ in range(5)))
        refusals = await asyncio.gather(*(service.reply(WriteDown, write_down, written(no), "") for _ in range(5)))
        other = await service.reply(WriteDown, write_down, written(yes.model_copy(update={"role": "annan"})), "")

    assert set(replies) == {Reply()}
    assert set(refusals) == {Reply(refused="Det går inte.")}
    assert other.refused == "Samma command_id har redan använts för en annan begäran."
    assert len(await road.heard()) == 1


@pytest.mark.parametrize("role", ["ja", "nej"])
async def test_when_the_answer_to_commit_is_lost_the_wish_is_done_once_and_answered_as_it_was(road: Road, role: str):
    async with cut_at(road.urls["followup"], b"COMMIT;") as (url, cuts), answering(road, url) as service:
        reply = await service.reply(WriteDown, write_down, written(WriteDown(role=role)), "")

    assert cuts == []
    assert reply == (Reply() if role == "ja" else Reply(refused="Det går inte."))
    assert len(await rows(road.urls["followup"], "SELECT 1 FROM command_done")) == 1
    assert len(await road.heard()) == (role == "ja")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role": None}, "Fältet role saknas."),
        ({"role": ""}, "Fältet role får inte vara tomt."),
        ({"role": "x" * 301}, "Fältet role får ha högst 300 tecken."),
        ({"role": 7}, "Fältet role ska vara en text."),
        ({"role": "a\0b"}, "Texten innehåller ett nolltecken, som inte kan sparas."),
        ({"times": "många"}, "Fältet times ska vara ett heltal."),
        ({"times": 0}, "Fältet times ska vara minst 1."),
        ({"times": 2**41}, f"Fältet times ska vara högst {2**40}."),
        ({"times": 2**35}, "Ett värde är för stort eller kan inte sparas."),
        ({"on": "i morgon"}, "Fältet on ska vara ett datum, som 2026-03-31."),
        ({"on": "2026-02-30"}, "Fältet on ska vara ett datum, som 2026-03-31."),
        ({"on": "1066-01-01"}, "Fältet on ska vara minst 1990-01-01."),
        ({"party": "kyrkan"}, "Fältet party ska vara något av: municipality, police."),
        ({"command_id": "ett"}, "Fältet command_id ska vara en id (UUID)."),
        ({"mer": 1}, "Fältet mer finns inte i den här begäran."),
    ],
)
async def test_what_is_written_wrongly_gets_a_sentence_with_the_field(road: Road, change: dict, sentence: str):
    wish = json.loads(written(WriteDown(role="ja"))) | change
    wish = {key: value for key, value in wish.items() if value is not None}
    async with answering(road) as service:
        reply = await service.reply(WriteDown, write_down, json.dumps(wish).encode(), "")

    assert reply == Reply(refused=sentence)
    assert await road.heard() == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b"null", b'"ja"'])
async def test_what_cannot_be_read_is_refused_over_the_bus_too(road: Road, body: bytes):
    asker = road.build("portal")
    async with _answerer(road).running(), asker.running():
        came = await asker.broker.request(body, WriteDown.subject, headers={"content-type": "application/json"})

    assert (
        Reply.model_validate_json(came.body).refused == "Meddelandet går inte att läsa: det är inte JSON av rätt slag."
    )


async def test_an_answer_too_big_for_the_bus_comes_packed_and_one_that_packs_too_little_is_refused(road: Road):
    asker = road.build("portal")
    async with _answerer(road).running(), asker.running():
        told = await asker.bus.ask(HowMuch(), Much)
        with pytest.raises(TooMuch, match="för stort"):
            await asker.bus.ask(HowMuch(noise=True), Much)

    assert told.much == "Nattvandring i centrum. " * 100_000


@pytest.mark.parametrize(
    "came",
    [gzip.compress(b"{" * (BIGGEST_ANSWER + 1), 1), gzip.compress(b"{}")[:-9], b"\x1f\x8b{"],
    ids=["bigger", "cut", "no gzip"],
)
def test_a_packed_answer_that_is_cut_or_bigger_than_any_of_ours_is_not_read(came: bytes):
    with pytest.raises(ValueError, match="packed"):
        unpacked(came)


async def test_a_wish_too_big_for_the_bus_is_refused(road: Road):
    asker = road.build("portal")
    async with _answerer(road).running(), asker.running():
        with pytest.raises(Refused, match="för stort"):
            await asker.bus.tell(WriteDown.model_construct(role="x" * 2_000_000, command_id=uuid4()))


async def test_nobody_there_to_answer_is_said_with_the_services_name(road: Road):
    asker = road.build("portal")
    async with asker.running():
        with pytest.raises(Unavailable, match="followup svarar inte"):
            await asker.bus.tell(WriteDown(role="ja"))


async def test_a_stopping_service_ends_what_it_has_begun(road: Road):
    service, asker = road.build("followup"), road.build("portal")
    begun = asyncio.Event()

    async def slowly(wish: WriteDown, work: Work) -> None:
        begun.set()
        await asyncio.sleep(0.5)
        await write_down(wish, work)

    service.answers({WriteDown: slowly})
    async with asker.running():
        async with service.running():
            told = asyncio.create_task(asker.bus.tell(WriteDown(role="ja")))
            await asyncio.wait({told, asyncio.create_task(begun.wait())}, return_when=asyncio.FIRST_COMPLETED)
        await told

    assert len(await road.heard()) == 1


async def test_a_service_that_is_on_is_heard_at_once(road: Road):
    asker = road.build("portal")
    async with asker.running():
        for number in range(20):
            async with _answerer(road).running():
                await asker.bus.tell(WriteDown(role=f"nr {number}"))

    assert len(await road.heard()) == 20


async def test_a_service_is_on_when_the_server_has_answered_what_was_asked_after_its_last_subscription(road: Road):
    async with overheard(road.server.url) as (url, said):
        service = _answerer(road, url)
        async with service.running(by_the_clock=False):
            asked = b"".join(said)

    assert asked.rindex(b"PING\r\n") > asked.rindex(HowMuch.subject.encode()) > asked.index(WriteDown.subject.encode())


def _answerer(road: Road, nats_url: str = "") -> Service:
    service = road.build("followup", nats_url)
    service.answers({WriteDown: write_down})
    service.answers({HowMuch: how_much})
    return service


async def test_a_repeat_is_answered_as_the_first_time_though_it_would_now_fail_or_be_refused(road: Road):
    """What a rule or a column says of the second try is no news: it was done."""
    wish = WriteDown(role="ja")

    async def refuse(_: WriteDown, __: Work) -> None:
        raise Refused("Det finns redan.")

    async def fail(_: WriteDown, work: Work) -> None:
        await work.connection.execute(text("SELECT 1 / 0"))

    async with answering(road) as service:
        first = await service.reply(WriteDown, write_down, written(wish), "")
        again = [await service.reply(WriteDown, handler, written(wish), "") for handler in (refuse, fail)]
        other = written(wish.model_copy(update={"role": "annan"}))
        others = [await service.reply(WriteDown, handler, other, "") for handler in (refuse, fail)]

    assert first == Reply()
    assert again == [first, first]
    assert {reply.refused for reply in others} == {"Samma command_id har redan använts för en annan begäran."}
    assert len(await road.heard()) == 1


async def test_a_handler_that_goes_on_after_a_failed_statement_commits_nothing_and_does_not_say_done(road: Road):
    async def careless(wish: WriteDown, work: Work) -> None:
        await write_down(wish, work)
        with contextlib.suppress(Exception):
            await work.connection.execute(text("SELECT 1 / 0"))

    async with answering(road) as service:
        reply = await service.reply(WriteDown, careless, written(WriteDown(role="ja")), "")

    assert reply.failed
    assert await road.heard() == []
