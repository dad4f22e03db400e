"""What must be there before a service can work, and what is said when it is not?

A server that is not up yet is waited for, with a line in the log; what only an operator can mend is Missing.
"""

import asyncio
from collections.abc import Sequence

import asyncpg
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.runtime.database import Database, passes
from services.runtime.errors import told
from services.runtime.listening import StandsStill
from services.runtime.pull import ConsumerGone
from services.runtime.streams import Missing, compare

log = structlog.get_logger()
BETWEEN_TRIES = 2.0
_NOT_LET_IN = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError)


async def wait_for_database(database: Database) -> None:
    """Raises Missing when PostgreSQL answers, but has not what the service needs."""
    while True:
        try:
            connection = await database.direct()
            try:
                if not await connection.fetchval("SELECT to_regclass('event_log') IS NOT NULL"):
                    raise Missing("The database has no tables yet: run `lofteskoll provision`.")
            finally:
                await connection.close()
        except _NOT_LET_IN as error:
            raise Missing(f"PostgreSQL does not let the service in ({told(error)}): check its DATABASE_URL.") from error
        except Exception as error:
            if not passes(error):
                raise
            log.warning("waiting for PostgreSQL", error=told(error))
            await asyncio.sleep(BETWEEN_TRIES)
        else:
            return


async def until_compared(nc: Client, service: str, producers: Sequence[str]) -> None:
    """Raises Missing unless the service's durable is as it must be; waits while JetStream does not answer."""
    while True:
        try:
            await compare(nc.jetstream(timeout=5), service, producers)
        except NatsError as error:
            log.warning("waiting for NATS", error=told(error))
            await asyncio.sleep(BETWEEN_TRIES)
        else:
            return


def what_stopped(fault: BaseException) -> Missing | ConsumerGone | StandsStill | None:
    """The one known reason inside a group of faults, however deep; None when it is none of ours."""
    if isinstance(fault, Missing | ConsumerGone | StandsStill):
        return fault
    within = fault.exceptions if isinstance(fault, BaseExceptionGroup) else ()
    return next((found for each in within if (found := what_stopped(each))), None)
