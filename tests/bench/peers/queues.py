"""How fast do pgqueuer, procrastinate and APScheduler keep reminders for later, and fire due ones to a no-op?

Words: which, `plan` or `fire`, PostgreSQL's URL of an empty database, how many. Prints reminders per second.
"""

import asyncio
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

PAGE = 1000
LATER = timedelta(days=30)
PAYLOAD = {"occurrence": "0" * 36, "rung": "t-28", "function": "0" * 36}
Peer = Callable[[str, str, int], Awaitable[float]]


async def pgqueuer(what: str, url: str, number: int) -> float:
    import asyncpg
    from pgqueuer import PgQueuer
    from pgqueuer.db import AsyncpgPoolDriver
    from pgqueuer.queries import Queries
    from pgqueuer.types import QueueExecutionMode

    async with asyncpg.create_pool(url, min_size=4, max_size=10) as pool:
        worker = PgQueuer(AsyncpgPoolDriver(pool))
        queries = Queries(AsyncpgPoolDriver(pool))
        await queries.install()
        wait = LATER if what == "plan" else timedelta(0)
        began = time.perf_counter()
        for start in range(0, number, PAGE):
            size = min(PAGE, number - start)
            await queries.enqueue(["remind"] * size, [str(PAYLOAD).encode()] * size, [0] * size, [wait] * size)
        if what == "plan":
            return number / (time.perf_counter() - began)
        fired = 0

        @worker.entrypoint("remind")
        async def remind(_: object) -> None:
            nonlocal fired
            fired += 1

        began = time.perf_counter()
        await worker.qm.run(batch_size=500, mode=QueueExecutionMode.drain)
        taken = time.perf_counter() - began
        assert fired == number, fired
        return number / taken


async def procrastinate(what: str, url: str, number: int) -> float:
    from procrastinate import App, PsycopgConnector

    app, fired = App(connector=PsycopgConnector(conninfo=url)), 0

    @app.task(name="remind")
    async def remind(**_: str) -> None:
        nonlocal fired
        fired += 1

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        later = remind.configure(schedule_at=datetime.now(UTC) + LATER) if what == "plan" else remind.configure()
        began = time.perf_counter()
        for start in range(0, number, PAGE):
            await later.batch_defer_async(*[PAYLOAD] * min(PAGE, number - start))
        if what == "fire":
            began = time.perf_counter()
            await app.run_worker_async(wait=False, concurrency=20, listen_notify=False, install_signal_handlers=False)
            assert fired == number, fired
        return number / (time.perf_counter() - began)


fired: list[None] = []


def note() -> None:
    fired.append(None)


async def apscheduler(what: str, url: str, number: int) -> float:
    from apscheduler.executors.asyncio import AsyncIOExecutor
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    store = SQLAlchemyJobStore(url=url.replace("postgresql://", "postgresql+psycopg://"))
    scheduler = AsyncIOScheduler(jobstores={"default": store}, executors={"default": AsyncIOExecutor()})
    scheduler.start(paused=True)
    moment = datetime.now(UTC) + (LATER if what == "plan" else timedelta(0))
    began = time.perf_counter()
    for _ in range(number):
        scheduler.add_job(note, "date", run_date=moment, misfire_grace_time=None)
    if what == "fire":
        began = time.perf_counter()
        scheduler.resume()
        while len(fired) < number:  # noqa: ASYNC110  the scheduler has nothing else to wait for
            await asyncio.sleep(0.01)
    taken = time.perf_counter() - began
    scheduler.shutdown(wait=False)
    return number / taken


PEERS: dict[str, Peer] = {"pgqueuer": pgqueuer, "procrastinate": procrastinate, "apscheduler": apscheduler}

if __name__ == "__main__":
    logging.disable(logging.WARNING)
    print(asyncio.run(PEERS[sys.argv[1]](sys.argv[2], sys.argv[3], int(sys.argv[4]))))
