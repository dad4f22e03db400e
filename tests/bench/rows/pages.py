"""How long does the server take over a page that lists 1,000 commitments, and how much does a first visit weigh?"""

import asyncio
import contextlib
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from uuid import uuid5

import httpx

from deploy.embedded.folder import free_port
from deploy.embedded.processes import SOURCE
from deploy.embedded.program import Program
from schemas.agreements import Document, RegisterAgreement
from schemas.agreements import Once as OneTime
from schemas.base import Party
from schemas.followup import PlanMeeting
from services.cli.ready_made import READY_MADE
from services.cli.starting import AGREEMENTS
from tests.bench.load import a_document_of, a_draft, all_heard, entry, next_slug, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.rows.commands import SIGNED
from tests.bench.world import MORNING, World, world
from tests.builders import a_function
from tests.looking import until

BIG, COMMITMENTS = 5, 200
OTHERS, EACH = 100, 10
THOUSAND, LATER = 1000, 300
"""In one agreement, due so many days on: they stand on its own page and nowhere else."""
ASKED = 60
TICKS = os.sysconf("SC_CLK_TCK")
SPREAD = 28
"""Days over which the big agreements' commitments fall due: all of them stand on the start page."""
BESIDE = re.compile(r'(?:href|src)="(/static/[^"]+)"')
"""What a page needs besides itself."""
COORDINATOR = READY_MADE[0]
OWN_FORM = {"Sec-Fetch-Site": "same-origin"}
AS_A_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
WORDS = re.findall(r"[a-zåäö]{2,}", AGREEMENTS.read_text(encoding="utf-8"))
BOUND, HEAVIEST = 150.0, 120.0
MOST, WEIGHT = "bound p95 ms", "bound kB"


def addresses(big: str, thousand: str) -> dict[str, str]:
    return {
        "start": "/",
        "agreement": f"/overenskommelser/{big}",
        "thousand": f"/overenskommelser/{thousand}",
        "agreements": "/overenskommelser",
        "meetings": "/moten",
        "municipality": "/kommuner/2506",
    }


async def fill(system: World, plan: Plan) -> tuple[str, str]:
    """Five agreements of 200 commitments that fall due within four weeks, one of 1,000, a hundred small ones.

    With a meeting each. The slugs of a big one and of that of a thousand.
    """
    big = [falling_due(plan.some(COMMITMENTS)) for _ in range(BIG)]
    thousand = falling_due(plan.some(THOUSAND), LATER)
    documents = [*big, thousand, *(a_draft(EACH).document for _ in range(plan.some(OTHERS)))]
    await tell_all(system.nc, [RegisterAgreement(document=one, signed_on=SIGNED) for one in documents])
    await all_heard(system, "agreements", ("followup",))
    meetings = [PlanMeeting(agreement=one.slug, on=MORNING.date() + timedelta(days=40)) for one in documents]
    await tell_all(system.nc, meetings)
    await quiet(system, ("followup",))
    system.jump(MORNING + timedelta(days=SPREAD // 2))
    return big[0].slug, thousand.slug


def falling_due(commitments: int, later: int = 1) -> Document:
    slug, lead = next_slug(), a_function("kommunpolis", Party.POLICE, "kommunpolis@example.se")
    days = [MORNING.date() + timedelta(days=later + nr % SPREAD) for nr in range(commitments)]
    plain = [entry(slug, nr, OneTime(due=day), lead) for nr, day in enumerate(days)]
    return a_document_of(slug, [one.model_copy(update={"text": a_text(one.slug)}) for one in plain], lead)


def a_text(seed: str) -> str:
    """Of the words of real agreements, each text another: what is alike packs better than what people write."""
    drawn = Random(seed)  # noqa: S311  guards nothing
    return " ".join(drawn.choices(WORDS, k=drawn.randint(8, 24))).capitalize()


async def sent(client: httpx.AsyncClient, address: str) -> tuple[float, bytes]:
    """Milliseconds until the last byte, and the bytes as sent."""
    began = time.perf_counter()
    async with client.stream("GET", address) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    if answer.status_code != 200:
        raise ValueError(f"{address}: {answer.status_code}")
    return 1000 * (time.perf_counter() - began), body


async def percentiles(name: str, client: httpx.AsyncClient, address: str) -> Figures:
    taken = [(await sent(client, address))[0] for _ in range(ASKED)]
    return {f"{name} p50 ms": median(taken), f"{name} p95 ms": quantiles(taken, n=20)[18]}


def work_of(system: World) -> float:
    """Milliseconds that the services' processes have computed: says something also on a machine that others use."""
    told = [Path(f"/proc/{one.pid}/stat").read_text().rpartition(")")[2].split() for one in system.programs.values()]
    return sum(int(user) + int(kernel) for user, kernel in (words[11:13] for words in told)) * 1000 / TICKS


async def weight(client: httpx.AsyncClient, address: str) -> float:
    """A first visit in kB: the page with its style and icon, as sent."""
    needed = set(BESIDE.findall((await client.get(address)).text))
    return sum([len((await sent(client, one))[1]) for one in (address, *needed)]) / 1000


@contextlib.asynccontextmanager
async def floor(folder: Path, pages: Mapping[str, bytes]) -> AsyncIterator[httpx.AsyncClient]:
    """The pages as the portal made them, served by another process from memory."""
    kept = folder / "floor"
    kept.mkdir()
    for name, html in pages.items():
        (kept / name).write_bytes(html)
    port = free_port()
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "tests.bench.pages_floor", str(port), str(kept)]
    program = Program("floor", command, folder / "log" / "floor.log", environment=environment)
    program.start()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:

            async def serves() -> bool:
                with contextlib.suppress(httpx.TransportError):
                    return bool((await client.get("/start")).status_code)
                return False

            await until(serves, "the floor serves", 30)
            yield client
    finally:
        await asyncio.to_thread(program.stop)


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    async with world("agreements", "followup") as system, asker(system.port("portal")) as client:
        await system.start("portal", DEMO="true")
        asked = addresses(*await fill(system, plan))
        await sign_in(system, client)
        pages = {name: (await client.get(address)).raise_for_status().content for name, address in asked.items()}
        weights = {name: await weight(client, address) for name, address in asked.items()}
        async with floor(system.folder, pages) as memory:

            async def once(_: int) -> Figures:
                figures: Figures = {MOST: BOUND, WEIGHT: HEAVIEST}
                for name, address in asked.items():
                    before = work_of(system)
                    figures |= await percentiles(name, client, address)
                    figures[f"{name} work ms"] = (work_of(system) - before) / ASKED
                    figures |= await percentiles(f"{name} floor", memory, f"/{name}")
                    figures |= {f"{name} kB": weights[name], f"{name} unpacked kB": len(pages[name]) / 1000}
                return figures

            yield once


def asker(port: int) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=AS_A_BROWSER, timeout=30)


async def sign_in(system: World, client: httpx.AsyncClient) -> None:
    """As a coordinator who sees all of it."""
    await tell_all(system.nc, [COORDINATOR])
    answer = await client.post(f"/logga-in/prova/{uuid5(COORDINATOR.command_id, 'account')}", headers=OWN_FORM)
    if answer.status_code != 303:
        raise ValueError(f"sign-in: {answer.status_code}")


ROW = Row(
    "pages",
    "the portal's pages with 1,000 commitments: p95 at the reader, weight of a first visit",
    begin,
    tuple(
        goal
        for name in addresses("", "")
        for goal in (
            Goal(f"{name}: of 150 ms at p95", f"{name} p95 ms", MOST, 1, at_most=True),
            Goal(f"{name}: of 120 kB with CSS and icon", f"{name} kB", WEIGHT, 1, at_most=True),
        )
    ),
    "real HTTP to the real process, one reader; floor: the same HTML from memory by the same server; "
    "work: CPU of the three services together",
)
