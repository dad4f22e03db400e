"""Who is the third consumer? A county's board of what is promised: a service of the same runtime, in its own process.

The product has two consumers of the agreements' facts, followup and notifier. This one keeps a line per commitment.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import asyncpg
from nats.aio.client import Client
from pydantic_settings import SettingsConfigDict
from sqlalchemy import text

from schemas.agreements import CommitmentAdded
from services.runtime.migrate import migrate
from services.runtime.service import Service
from services.runtime.settings import ServiceSettings
from services.runtime.streams import provision
from services.runtime.together import together
from services.runtime.work import Work

TABLE = "CREATE TABLE line (commitment_id uuid PRIMARY KEY, agreement_id uuid NOT NULL, told text NOT NULL)"
_ADD = text("""
INSERT INTO line
SELECT * FROM unnest(CAST(:commitments AS uuid[]), CAST(:agreements AS uuid[]), CAST(:told AS text[]))""")


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="LOFTESKOLL_BOARD_")


@together
async def on_commitment_added(told: Sequence[tuple[CommitmentAdded, Work]]) -> None:
    lines = {
        "commitments": [added.commitment_id for added, _ in told],
        "agreements": [added.agreement_id for added, _ in told],
        "told": [added.text for added, _ in told],
    }
    await told[0][1].connection.execute(_ADD, lines)


async def make_ready(url: str, nc: Client) -> None:
    with tempfile.TemporaryDirectory() as nothing:
        await migrate(url, "board", Path(nothing))
    connection = await asyncpg.connect(url)
    await connection.execute(TABLE)
    await connection.close()
    await provision(nc, {"board": ("agreements",)})


def build(settings: Settings) -> Service:
    service = Service("board", settings)
    service.hears({CommitmentAdded: on_commitment_added})
    return service


if __name__ == "__main__":
    build(Settings()).run()
