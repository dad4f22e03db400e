"""Is everything made that services need, with no more rights than they need?"""

from importlib import import_module
from pathlib import Path

import asyncpg
import nats
import pytest

from deploy.embedded.bus import Bus
from deploy.embedded.postgres import Postgres
from deploy.nats.permissions import SERVICES
from deploy.provision import HEARS, keepers, make_databases, make_streams, make_tables, owner_of


@pytest.mark.parametrize("name", SERVICES)
def test_the_table_of_who_hears_whom_is_what_the_services_connect(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"LOFTESKOLL_{name.upper()}_LINK_KEY", "a key that is long enough")
    settings = import_module(f"services.{name}.settings").Settings()
    service = import_module(f"services.{name}.app").build(settings)
    assert tuple(service.producers) == HEARS.get(name, ())


async def test_it_may_be_done_again_and_again(postgres: Postgres, templates: list[str], tmp_path: Path) -> None:
    await make_databases(postgres)
    await make_tables({name: postgres.url(name, owner_of(name)) for name in keepers()})
    bus = Bus(tmp_path).start()
    for _ in range(2):
        await make_streams(bus.url, bus.seed("operator"))
    operator = await nats.connect(bus.url, nkeys_seed_str=bus.seed("operator"))
    durables = [consumer.name for consumer in await operator.jetstream().consumers_info("EVENTS")]
    await operator.close()
    bus.stop()
    assert sorted(durables) == sorted(HEARS)


async def attempt(url: str, deed: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(deed)
    except asyncpg.InsufficientPrivilegeError:
        return "refused"
    finally:
        await connection.close()
    return "done"


@pytest.mark.parametrize("name", ["agreements", "followup", "notifier", "portal"])
async def test_a_service_owns_nothing_and_cannot_change_what_was_said(
    postgres: Postgres, templates: list[str], name: str
) -> None:
    url = postgres.url(name, role=name)
    assert await attempt(url, "CREATE TABLE mine (id int)") == "refused"
    assert await attempt(url, "DELETE FROM event_log") == "refused"
    assert await attempt(url, "UPDATE event_log SET body = body") == "refused"
    assert await attempt(url, "TRUNCATE event_log") == "refused"
    assert await attempt(url, "SELECT count(*) FROM event_log") == "done"


@pytest.mark.parametrize("name", ["agreements", "followup", "notifier", "portal"])
async def test_a_service_cannot_enter_another_s_database(postgres: Postgres, templates: list[str], name: str) -> None:
    for other in ("agreements", "followup", "notifier", "portal"):
        if other != name:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await asyncpg.connect(postgres.url(other, role=name))
