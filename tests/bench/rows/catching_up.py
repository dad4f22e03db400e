"""How fast is a projection built anew from the stream, beside one SQLAlchemy transaction per event?"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from faststream.nats import JStream, NatsBroker
from faststream.nats.annotations import NatsMessage
from faststream.nats.security import NatsNKey
from nats.js.api import ConsumerConfig, DeliverPolicy
from sqlalchemy import text

from deploy.nats.permissions import OPERATOR, inbox_prefix
from deploy.provision import make_streams, make_tables
from schemas.agreements import AgreementDrafted, CommitmentAdded
from services.followup.handlers.agreements import on_agreement_drafted, on_commitment_added
from services.runtime.clock import SystemClock
from services.runtime.database import Database
from tests.bench.load import HEARD, SAID, a_draft, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.world import World, world
from tests.looking import until

EVENTS, FEW = 100_000, 2000
COMMITMENTS = 200
OURS, PEER = "ours events/s", "one SQLAlchemy transaction per event, events/s"
HANDLERS = {AgreementDrafted.subject: on_agreement_drafted, CommitmentAdded.subject: on_commitment_added}
CLASSES = {kind.subject: kind for kind in (AgreementDrafted, CommitmentAdded)}
MARK = text("""INSERT INTO watermark VALUES ('agreements', :about, :sequence)
ON CONFLICT (producer, about) DO UPDATE SET sequence = excluded.sequence WHERE watermark.sequence < excluded.sequence
RETURNING sequence""")


async def rebuilt(system: World) -> float:
    """The database of followup is empty and its consumer new; events a second from its first page to the last."""
    await system.nc.jetstream().delete_consumer("EVENTS", "followup")
    await make_streams(system.bus.url, system.bus.seed(OPERATOR))
    pool, said = system.pool("followup"), await system.pool("agreements").fetchval(SAID)
    await pool.execute(
        "TRUNCATE watermark, agreement, commitment, occurrence, report, assessment, reminder, due_move CASCADE"
    )
    starting = asyncio.create_task(system.start("followup"))
    seen: list[tuple[float, int]] = []

    async def all_there() -> bool:
        heard = int(await pool.fetchval(HEARD, "agreements"))
        seen.append((time.perf_counter(), heard))
        return heard >= said

    await until(all_there, "everything is heard anew", 900)
    await starting
    await system.stop("followup")
    began, first = next(look for look in seen if look[1])
    return (seen[-1][1] - first) / (seen[-1][0] - began)


async def one_by_one(system: World, number: int) -> float:
    """FastStream's own subscriber; for each event a transaction with its watermark and followup's own handler."""
    url = await system.database("followup_one_by_one")
    await make_tables({"followup": url})
    database, done, applied = Database(url, SystemClock()), asyncio.Event(), 0
    seed = NatsNKey.from_seed(system.bus.seed(OPERATOR))
    broker = NatsBroker(system.bus.url, inbox_prefix=inbox_prefix(OPERATOR).encode(), security=seed, logger=None)
    config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL, filter_subject="event.agreements.>", max_ack_pending=256)

    @broker.subscriber("event.agreements.>", stream=JStream("EVENTS", declare=False), config=config, decoder=_raw)
    async def hear(message: NatsMessage) -> None:
        nonlocal applied
        headers, kind = message.headers, CLASSES.get(message.raw_message.subject)
        async with database.work() as work:
            names = {"about": headers["ce-subject"], "sequence": int(headers["ce-sequence"])}
            fresh = (await work.connection.execute(MARK, names)).scalar()
            if fresh and kind:
                await HANDLERS[kind.subject](kind.model_validate_json(message.body), work)
        applied += 1
        if applied >= number:
            done.set()

    began = time.perf_counter()
    await broker.start()
    await done.wait()
    taken = time.perf_counter() - began
    await broker.stop()
    await database.close()
    return number / taken


async def _raw(message: NatsMessage) -> bytes:
    return message.body


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    events, few = plan.some(EVENTS, 4000), plan.some(FEW, 500)
    async with world("agreements") as system:
        await tell_all(system.nc, [a_draft(COMMITMENTS) for _ in range(events // COMMITMENTS)], 4)
        await quiet(system, ("agreements",), 900)

        async def once(_: int) -> Figures:
            return {OURS: await rebuilt(system), PEER: await one_by_one(system, few)}

        yield once


ROW = Row(
    "rebuild",
    "catch-up and rebuild of a projection on 100,000 events",
    begin,
    (Goal("of one SQLAlchemy transaction per event", OURS, PEER, 20, 40),),
    "followup's own tables from an empty database; beside: FastStream's subscriber, same handlers, 2,000 events",
)
