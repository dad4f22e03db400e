"""Who runs the system is told what lags, how far and what to do; everybody else whether it works."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import date

import httpx
import nats
from nats.js.api import ConsumerConfig

from schemas import followup
from schemas.health import Behind, Chore, Health, Late, Subscriber
from schemas.portal import AccountRole
from services.front import health
from services.runtime.reading import follow
from tests.looking import rows
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.portal.visitors import signed_in
from tests.system import System

TODAY = date(2026, 3, 2)


def test_each_thing_that_lags_is_told_by_its_age_with_what_to_do_and_the_light_is_the_worst_of_them():
    well = Health(hears=True, heard=Behind(waiting=3, given=0, seconds=2), sealed_on=date(2026, 3, 1))
    assert health.light(well, TODAY) == health.ANSWERS
    assert not [one for one in health.signs(well, TODAY) if one.do]
    for worse, light, do in (
        ({"unpublished": 1, "unpublished_seconds": 61}, health.BEHIND, health.DO_UNPUBLISHED),
        ({"heard": Behind(waiting=0, given=9, seconds=901)}, health.HELP, health.DO_UNHEARD),
        ({"heard": None}, health.HELP, health.DO_NO_STREAM),
        ({"held": 2}, health.BEHIND, health.DO_HELD),
        ({"parked": 1}, health.HELP, health.DO_PARKED),
        ({"late": (Late(what=Chore.MAIL, seconds=901),)}, health.HELP, health.DO_LATE[Chore.MAIL]),
        ({"sealed_on": date(2026, 2, 27)}, health.HELP, health.DO_SEAL),
    ):
        told = well.model_copy(update=worse)
        assert health.light(told, TODAY) == light, worse
        assert [one.do for one in health.signs(told, TODAY) if one.do] == [do]
    assert health.light(None, TODAY) == health.SILENT
    assert [health.said(one) for one in health.signs(well.model_copy(update={"heard": None}), TODAY)][1] == "okänt"
    far = Behind(waiting=4, given=0, seconds=3_600)
    assert health.position(Subscriber(county="25", behind=far, last_at=None)) == health.FETCHING
    assert [health.age(seconds) for seconds in (0, 59, 60, 7_200, 200_000)] == [
        "0 s",
        "59 s",
        "1 min",
        "2 tim",
        "2 dygn",
    ]


async def test_who_runs_the_system_sees_what_lags_who_subscribes_and_what_is_parked(system: System):
    await sign(system)
    await park_something(system)
    portal = system.services["portal"]
    async with outsider(system) as nc, aclosing(follow(nc, "PROGRESS", subject="progress.25.>")) as listening:
        await anext(listening)  # as a county board's program does
        async with signed_in(portal, AccountRole.OPERATOR) as operator:
            page = read((await operator.get("/systemet")).text)
            await system.services["followup"].receiving.end(1)
            silent = read((await operator.get("/systemet")).text)
            await system.services["followup"].receiving.begin(connection(system, "followup"))
        async with signed_in(portal, AccountRole.STEERING_GROUP) as reader:
            plain = read((await reader.get("/systemet")).text)

    assert "Uppföljningen ▲ Svarar, men behöver hjälp" in told_in(page, "Tjänsterna, som de svarar nu")
    parked = told_in(page, "Uppföljningen")
    assert "Parkerat tills någon avgör 1 ▲ Behöver åtgärdas Kör lofteskoll parked list" in parked
    assert "Händelser som inte är publicerade 0 ✓ Bra" in parked
    assert "Senaste dag med sigill inget ○ Inget än" in parked
    assert "Norrbottens län" in told_in(page, "Var och en mot slutet av sin ström")
    assert "Inga brevlådor är stoppade." in page.words
    assert "Vilka de är går inte att se just nu." in silent.words
    assert "Ingen följer något län" not in silent.words
    assert len(plain.all("table")) == 1
    assert "Uppföljningen ▲ Svarar, men behöver hjälp" in plain.words
    assert "Den som sköter systemet behöver få veta det" in plain.words
    assert "parked" not in plain.words


async def test_a_subscriber_stands_where_it_has_come_and_the_page_is_there_within_a_second_when_a_service_hangs(
    system: System, browser: httpx.AsyncClient
):
    await sign(system)
    async with outsider(system) as nc:
        line = await nc.jetstream().pull_subscribe("progress.25.>", durable="county", stream="PROGRESS")
        (first,) = await line.fetch(1)
        await first.ack_sync()
        await asyncio.sleep(1.1)
        await nc.jetstream().add_consumer("PROGRESS", ConsumerConfig(filter_subject=">"))
        everything, county = (await system.ask(followup.CheckHealth(), Health)).subscribers or ()
        assert everything.county is None
        assert (county.county, county.behind.given) == ("25", 0)
        assert county.behind.waiting >= 1
        assert 1 <= county.behind.seconds < 60
        assert county.last_at is not None

    await system.services["notifier"].receiving.end(1)
    await connection(system, "notifier").subscribe("query.notifier.>", cb=say_nothing)
    loop, took = asyncio.get_running_loop(), []
    for _ in range(3):
        began = loop.time()
        words = read((await browser.get("/systemet")).text).words
        took.append(loop.time() - began)
    assert min(took) < 1  # the quickest: the machine has other things to do
    assert "Utskicken ▲ Svarar inte" in words
    assert words.count("✓ Svarar") == 3


@asynccontextmanager
async def outsider(system: System) -> AsyncIterator[nats.NATS]:
    """A connection that may follow a county."""
    seed = system.server.seed("operator")
    nc = await nats.connect(system.server.url, nkeys_seed_str=seed, inbox_prefix=b"_INBOX_operator")
    yield nc
    await nc.close()


async def say_nothing(_: object) -> None:
    """The question is taken, and never answered."""


def connection(system: System, service: str) -> nats.NATS:
    return system.services[service].broker.config.broker_config.connection_state.connection


async def park_something(system: System) -> None:
    """As if an event had failed five times."""
    url = system.urls["followup"]
    await rows(
        url,
        "INSERT INTO stuck VALUES ('agreements', 'agreement/1', 5, now(), now(), 'det gick inte')",
    )


def told_in(page: Page, caption: str) -> str:
    tables = page.elements
    (at,) = [nr for nr, one in enumerate(tables) if one.tag == "caption" and one.text == caption]
    table = next(one for one in reversed(tables[:at]) if one.tag == "table")
    return " ".join(table.text.split())
