"""How does a command ask and tell the services? As the operator, over the bus."""

import contextlib
import logging
from collections.abc import AsyncIterator

from faststream.nats import NatsBroker
from nats.errors import Error as NatsError

from deploy.nats.permissions import OPERATOR, inbox_prefix
from services.cli.where import Where
from services.runtime.bus import Bus
from services.runtime.errors import Unavailable


@contextlib.asynccontextmanager
async def bus_of(system: Where) -> AsyncIterator[Bus]:
    broker = NatsBroker(
        system.nats_url,
        nkeys_seed_str=system.nats_seed or None,
        inbox_prefix=inbox_prefix(OPERATOR).encode(),
        allow_reconnect=False,
        logger=logging.getLogger("lofteskoll.bus"),
    )
    try:
        await broker.connect()
    except (NatsError, OSError) as error:
        raise Unavailable(f"Bussen på {system.nats_url} svarar inte.") from error
    try:
        yield Bus(broker)
    finally:
        await broker.stop()
