"""How fast is a projection built anew from the stream, beside one SQLAlchemy transaction per event?"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import fields

from faststream.nats import JStream, NatsBroker
from faststream.nats.annotations import NatsMessage
from faststream.nats.security import NatsNKey
from nats.js.api import ConsumerConfig, DeliverPolicy
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from deploy.nats.permissions import OPERATOR, inbox_prefix
from deploy.provision import make_streams, make_tables
from schemas.agreements import AgreementDrafted, CommitmentAdded
from services.followup.model.agreement import Agreement, Commitment, added, drafted
from services.followup.store.tables import agreement, commitment
from tests.bench.load import HEARD, SAID, a_draft, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.world import World, world
from tests.looking import until

EVENTS, FEW = 100_000, 2000
COMMITMENTS = 200
OURS, PEER = "ours events/s", "one SQLAlchemy transaction per event, events/s"
MARK = text("""INSERT INTO watermark VALUES ('agreements', :about, :sequence)
ON CONFLICT (producer, about) DO UPDATE SET sequence = excluded.sequence WHERE watermark.sequence < excluded.sequence
RETURNING sequence""")


async def rebuilt(system: World) -> float:
    """The database of followup is empty and its consumer new; events a second from its first page to the last."""
    await system.nc.jetstream().delete_consumer("EVENTS", "followup")
    await make_streams(system.bus.url, system.bus.seed(OPERATOR))
    pool, said = await system.emptied("followup"), await system.pool("agreements").fetchval(SAID)
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
    """FastStream's own subscriber; for each event a transaction of SQLAlchemy's engine with watermark and row."""
    url = await system.database("followup_one_by_one")
    await make_tables({"followup": url})
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    done, applied = asyncio.Event(), 0
    seed = NatsNKey.from_seed(system.bus.seed(OPERATOR))
    broker = NatsBroker(system.bus.url, inbox_prefix=inbox_prefix(OPERATOR).encode(), security=seed, logger=None)
    config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL, filter_subject="event.agreements.>", max_ack_pending=256)

    @broker.subscriber("event.agreements.>", stream=JStream("EVENTS", declare=False), config=config, decoder=_raw)
    async def hear(message: NatsMessage) -> None:
        nonlocal applied
        headers = message.headers
        async with engine.begin() as connection:
            names = {"about": headers["ce-subject"], "sequence": int(headers["ce-sequence"])}
            if (await connection.execute(MARK, names)).scalar():
                await _keep(message.raw_message.subject, message.body, connection)
        applied += 1
        if applied >= number:
            done.set()

    began = time.perf_counter()
    await broker.start()
    await done.wait()
    taken = time.perf_counter() - began
    await broker.stop()
    await engine.dispose()
    return number / taken


async def _keep(subject: str, body: bytes, connection: AsyncConnection) -> None:
    """What followup does with the same two facts, value by value."""
    if subject == AgreementDrafted.subject:
        begun = drafted(AgreementDrafted.model_validate_json(body))
        await connection.execute(insert(agreement).values(_values(begun)))
    elif subject == CommitmentAdded.subject:
        one = added(CommitmentAdded.model_validate_json(body))
        state = select(agreement.c.state).where(agreement.c.id == one.agreement_id).scalar_subquery()
        await connection.execute(insert(commitment).values(_values(one)).returning(state))


def _values(one: Agreement | Commitment) -> dict[str, object]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


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
    "followup's own tables from an empty database; beside: FastStream's subscriber, SQLAlchemy's engine, 2,000 events",
)
