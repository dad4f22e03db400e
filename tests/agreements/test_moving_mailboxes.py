"""The mailboxes that functions had become holders: does the migration leave anyone without mail?"""

import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from deploy.embedded.postgres import Postgres
from deploy.provision import make_databases, migrations_of, owner_of
from services.runtime.migrate import migrate
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_document, a_function
from tests.looking import rows

LATER = a_function("skola")
AGREEMENT = """INSERT INTO agreement (id, slug, type, title, state, since, document)
VALUES ($1, $2, 'citizen_promise', 'x', 'active', $3, $4)"""


@pytest.fixture
async def before(postgres: Postgres) -> AsyncIterator[str]:
    """An empty database without tables, as its owner."""
    await make_databases(postgres)
    master = await asyncpg.connect(postgres.url())
    await master.execute(f'CREATE DATABASE moving OWNER "{owner_of("agreements")}"')
    yield postgres.url("moving", owner_of("agreements"))
    await master.execute("DROP DATABASE moving WITH (FORCE)")
    await master.close()


async def test_a_mailbox_becomes_a_holder_from_its_agreements_first_day_or_from_today(before: str, tmp_path: Path):
    old = tmp_path / "migrations"
    old.mkdir()
    for name in ("0001_begin.py", "0002_life.py"):
        shutil.copy(migrations_of("agreements") / name, old)
    await migrate(before, "agreements", old)
    await keep(before, "2014-10-01", SAMORDNARE)
    await keep(before, "2026-01-01", SAMORDNARE)
    await keep(before, "2199-01-01", LATER)
    await rows(before, "INSERT INTO function VALUES ($1, 'police', 'ensam', 'ensam@example.se')", uuid4())
    await migrate(before, "agreements", migrations_of("agreements"))

    [[today]] = await rows(before, "SELECT current_date")
    held = await rows(
        before, "SELECT role, mailbox, since, until FROM function_holder JOIN function ON id = function_id"
    )
    assert {tuple(row) for row in held} == {
        ("samordnare", SAMORDNARE.mailbox, date(2014, 10, 1), None),
        ("skola", LATER.mailbox, today, None),
        ("ensam", "ensam@example.se", today, None),
    }


async def test_whose_a_function_is_follows_from_the_agreements_that_name_it(before: str, tmp_path: Path):
    old = tmp_path / "migrations"
    shutil.copytree(migrations_of("agreements"), old, ignore=shutil.ignore_patterns("0005*", "0006*", "__pycache__"))
    await migrate(before, "agreements", old)
    shared = a_function("delad")
    for since, code, functions in (
        ("2026-01-01", "2506", (SAMORDNARE, KOMMUNPOLIS, shared)),
        ("2026-01-02", "2418", ()),
    ):
        document = a_document(f"a{since}", since=since, functions=(*functions, KOMMUNPOLIS, shared), commitments=())
        told = (document.id, document.slug, date.fromisoformat(since), document.model_dump_json())
        await rows(before, AGREEMENT, *told)
        await rows(before, "INSERT INTO agreement_municipality VALUES ($1, $2)", document.id, code)
    for one in (SAMORDNARE, KOMMUNPOLIS, shared, LATER):
        await rows(
            before, "INSERT INTO function (id, party, role) VALUES ($1, $2, $3)", one.id, one.party.value, one.role
        )
    await rows(before, "INSERT INTO quiet_organisation (organisation) VALUES ('police'), ('2506')")
    await migrate(before, "agreements", migrations_of("agreements"))

    found = {tuple(row) for row in await rows(before, "SELECT role, municipality FROM function")}
    assert found == {("samordnare", "2506"), ("kommunpolis", "2418"), ("delad", None), ("skola", None)}
    quiet = {row["organisation"] for row in await rows(before, "SELECT organisation FROM quiet_organisation")}
    assert quiet == {"2506", "police/2506", "police/2418"}


async def keep(url: str, since: str, function) -> None:
    """An agreement and its function, as they were kept."""
    document = a_document(f"a{since}", since=since, until=None, functions=(function,), commitments=())
    told = (document.id, document.slug, date.fromisoformat(since), document.model_dump_json())
    await rows(
        url,
        AGREEMENT,
        *told,
    )
    named = (function.id, function.party.value, function.role, function.mailbox)
    await rows(url, "INSERT INTO function VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", *named)
