"""A service answers as of a past day from what each row was when that day ended."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text

from deploy.embedded.postgres import Postgres
from deploy.provision import keepers, migrations_of, owner_of
from schemas.agreements import FunctionAdded
from schemas.base import REGISTRY, Party, Query
from services.runtime import migrate
from services.runtime.as_of import as_of
from services.runtime.clock import SystemClock
from services.runtime.database import Database
from services.runtime.errors import Refused
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.house.test_migrations import THE_GROUNDS
from tests.looking import rows

Owner = Callable[[str], str]
DAYS = ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05")
FUNCTION = uuid4()
_ADD = text("INSERT INTO function (id, party, role) VALUES (:id, 'police', :role)")
_RENAME = text("UPDATE function SET role = :role WHERE id = :id")
_REMOVE = text("DELETE FROM function WHERE id = :id")
_ROLE = text("SELECT role FROM function WHERE id = :id")
_HISTORY = "SELECT count(*) FROM history.function"


@pytest.fixture
async def kept(database: MakeDatabase, clock: StoppedClock) -> AsyncIterator[Database]:
    kept = Database(await database("agreements"), clock)
    yield kept
    await kept.close()


@pytest.fixture
def owner(postgres: Postgres) -> Owner:
    """The URL of the same database as its owner."""
    return lambda url: postgres.url(url.rsplit("/", 1)[1], owner_of("agreements"))


async def change(kept: Database, on: str, role: str | None, how: object = _RENAME) -> None:
    kept.clock.set(f"{on}T12:00")
    async with kept.work() as work:
        await work.connection.execute(how, {"id": FUNCTION} | ({"role": role} if role else {}))


async def role(kept: Database, on: str) -> str | None:
    async with as_of(kept, date.fromisoformat(on)) as work:
        return await work.connection.scalar(_ROLE, {"id": FUNCTION})


async def test_each_day_shows_its_own_last_state_also_before_and_after_a_row_was_there(kept: Database):
    await change(kept, "2026-03-02", "a", _ADD)
    await change(kept, "2026-03-03", "b")
    await change(kept, "2026-03-03", "c")
    await change(kept, "2026-03-05", None, _REMOVE)
    kept.clock.set("2026-03-09T09:00")

    assert [await role(kept, day) for day in ("2026-03-01", *DAYS, "2026-03-08")] == [None, "a", "c", "c", None, None]


async def test_what_is_removed_and_made_again_is_there_all_the_time(kept: Database):
    await change(kept, "2026-03-02", "a", _ADD)
    await change(kept, "2026-03-04", None, _REMOVE)
    await change(kept, "2026-03-04", "b", _ADD)
    kept.clock.set("2026-03-09T09:00")

    assert [await role(kept, day) for day in DAYS] == ["a", "a", "b", "b"]


async def test_changes_within_a_day_leave_no_history(kept: Database, owner: Owner):
    await change(kept, "2026-03-02", "a", _ADD)
    await change(kept, "2026-03-02", "b")
    within = await rows(owner(kept.url), _HISTORY)
    await change(kept, "2026-03-03", "c")
    await change(kept, "2026-03-03", "d")

    assert [within[0][0], (await rows(owner(kept.url), _HISTORY))[0][0]] == [0, 1]


async def test_a_day_ends_at_midnight_in_stockholm(kept: Database):
    kept.clock.set("2026-03-02T23:59")
    async with kept.work() as work:
        await work.connection.execute(_ADD, {"id": FUNCTION, "role": "a"})
    kept.clock.set("2026-03-03T00:01")
    async with kept.work() as work:
        await work.connection.execute(_RENAME, {"id": FUNCTION, "role": "b"})
    kept.clock.set("2026-03-04T12:00")

    assert [await role(kept, "2026-03-02"), await role(kept, "2026-03-03")] == ["a", "b"]
    async with as_of(kept, date(2026, 3, 2)) as work:
        assert (work.today, work.now.isoformat()) == (date(2026, 3, 2), "2026-03-02T22:59:59.999999+00:00")


async def test_the_day_is_told_a_connection_again_after_work_on_it_was_undone(kept: Database):
    await change(kept, "2026-03-02", "a", _ADD)
    kept.clock.set("2026-03-03T12:00")
    with pytest.raises(ZeroDivisionError):
        async with kept.work():
            raise ZeroDivisionError
    await change(kept, "2026-03-03", "b")
    kept.clock.set("2026-03-09T09:00")

    assert [await role(kept, day) for day in DAYS[:2]] == ["a", "b"]


async def test_what_was_begun_before_midnight_and_committed_after_is_waited_for(kept: Database):
    kept.clock.set("2026-03-02T23:59")
    async with kept.work() as slow:
        kept.clock.set("2026-03-03T00:01")
        asked = asyncio.create_task(role(kept, "2026-03-02"))
        await asyncio.sleep(0.2)
        assert not asked.done()
        await slow.connection.execute(_ADD, {"id": FUNCTION, "role": "a"})

    assert await asked == "a"


async def test_the_moment_of_a_transaction_is_read_when_it_has_begun(kept: Database):
    """Read before, it could be yesterday's in a transaction that nobody sees yet who waits for yesterday's end."""
    living = Database(kept.url, SystemClock())
    async with living.work() as work:
        assert await work.connection.scalar(text("SELECT now()")) <= work.now
    await living.close()


async def test_who_asks_of_today_and_gets_a_turn_after_midnight_is_answered_of_the_day_asked_of(kept: Database):
    await change(kept, "2026-03-02", "a", _ADD)
    await change(kept, "2026-03-03", "b")
    kept.clock = StoppedClock("2026-03-02T23:59")  # when it was asked; the connections' shows the day after

    async with as_of(kept, date(2026, 3, 2)) as work:
        assert (work.today, await work.connection.scalar(_ROLE, {"id": FUNCTION})) == (date(2026, 3, 2), "a")


async def test_today_is_as_things_stand_and_the_future_is_refused(kept: Database):
    await change(kept, "2026-03-02", "a", _ADD)

    assert await role(kept, "2026-03-02") == "a"
    with pytest.raises(Refused, match="Hur det ser ut 2026-03-03 vet ingen ännu"):
        await role(kept, "2026-03-03")


async def test_before_the_first_day_that_is_kept_it_is_refused(kept: Database, owner: Owner):
    """A database that held something when its history began."""
    await rows(owner(kept.url), "INSERT INTO history.since VALUES ('2026-03-04')")
    kept.clock.set("2026-03-09T09:00")

    assert await role(kept, "2026-03-04") is None
    with pytest.raises(Refused, match="Den första dagen att fråga om är 2026-03-04"):
        await role(kept, "2026-03-03")


async def test_nothing_can_be_changed_in_an_answer_of_a_past_day(kept: Database):
    kept.clock.set("2026-03-09T09:00")
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with as_of(kept, date(2026, 3, 2)) as work:
            await work.connection.execute(text("INSERT INTO public.quiet_organisation VALUES ('police')"))


async def test_the_service_itself_can_neither_read_nor_change_its_history_but_through_the_views(kept: Database):
    for statement in (
        "SELECT * FROM history.function",
        "DELETE FROM history.function",
        "SELECT history.keep('function')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await rows(kept.url, statement)


async def test_a_service_cannot_have_its_own_code_carried_out_by_the_owner_who_keeps_its_history(kept: Database):
    """What it names `date` in its session's own schema is found before PostgreSQL's, wherever no schema is said."""
    await change(kept, "2026-03-02", "a", _ADD)
    service = await asyncpg.connect(kept.url)
    await service.execute(
        """
        CREATE TEMP TABLE carried_out_as (role text);
        GRANT INSERT ON carried_out_as TO PUBLIC;
        CREATE FUNCTION pg_temp.planted(pg_catalog.date) RETURNS boolean LANGUAGE plpgsql AS
          'BEGIN INSERT INTO pg_temp.carried_out_as VALUES (current_user); RETURN true; END';
        CREATE DOMAIN pg_temp.date AS pg_catalog.date CHECK (pg_temp.planted(VALUE));
        SET loft.today = '2026-03-03';
        """
    )
    assert await service.execute("UPDATE function SET role = 'b'") == "UPDATE 1"
    found = await service.fetch("SELECT role FROM carried_out_as")
    await service.close()
    kept.clock.set("2026-03-09T09:00")

    assert found == []
    assert await role(kept, "2026-03-02") == "a"


async def test_of_the_event_log_only_what_was_said_by_then_is_seen(kept: Database):
    for day in DAYS[:2]:
        kept.clock.set(f"{day}T12:00")
        async with kept.work() as work:
            work.emit(FunctionAdded(function_id=uuid4(), party=Party.POLICE, role="kommunpolis"))
    kept.clock.set("2026-03-09T09:00")

    async def said(day: str) -> int:
        async with as_of(kept, date.fromisoformat(day)) as work:
            return await work.connection.scalar(text("SELECT count(*) FROM event_log"))

    assert [await said(day) for day in ("2026-03-01", *DAYS)] == [0, 1, 2, 2, 2]


async def test_a_new_table_and_a_new_column_are_kept_when_the_migrations_have_run(kept: Database, owner: Owner):
    url = owner(kept.url)
    await change(kept, "2026-03-02", "a", _ADD)
    await change(kept, "2026-03-03", "b")
    await rows(url, "SELECT history.let_go()")
    await rows(url, "ALTER TABLE function ADD rank integer NOT NULL DEFAULT 7, ALTER role TYPE varchar")
    await rows(url, "CREATE TABLE novelty (id int PRIMARY KEY)")
    await migrate.migrate(url, "agreements", migrations_of("agreements"))
    await migrate.grant(url, "agreements")
    kept.clock.set("2026-03-09T09:00")
    async with kept.work() as work:
        await work.connection.execute(text("UPDATE function SET rank = 8"))

    async with as_of(kept, date(2026, 3, 2)) as work:
        found = await work.connection.execute(text("SELECT role, rank FROM function"))
        assert [tuple(row) for row in found] == [("a", 7)]
        assert (await work.connection.execute(text("SELECT * FROM novelty"))).all() == []
    kept.clock.set("2026-03-10T09:00")
    async with as_of(kept, date(2026, 3, 9)) as work:
        assert await work.connection.scalar(text("SELECT rank FROM function")) == 8


async def test_a_column_that_gets_room_for_more_has_it_in_its_history_too(kept: Database, owner: Owner):
    url = owner(kept.url)
    await rows(url, "CREATE TABLE novelty (id int PRIMARY KEY, name varchar(2))")
    await migrate.migrate(url, "agreements", migrations_of("agreements"))
    await rows(url, "SELECT history.let_go()")
    await rows(url, "ALTER TABLE novelty ALTER name TYPE varchar(20)")
    await migrate.migrate(url, "agreements", migrations_of("agreements"))
    await migrate.grant(url, "agreements")
    for day, statement in ((2, "INSERT INTO novelty VALUES (1, 'trygghet')"), (3, "DELETE FROM novelty")):
        kept.clock.set(f"2026-03-0{day}T12:00")
        async with kept.work() as work:
            await work.connection.execute(text(statement))

    async with as_of(kept, date(2026, 3, 2)) as work:
        assert await work.connection.scalar(text("SELECT name FROM novelty")) == "trygghet"


async def test_a_table_that_held_something_before_its_history_began_is_known_from_that_day(
    kept: Database, owner: Owner
):
    """The day of the last event: who migrates is not told the domain's day."""
    url = owner(kept.url)
    kept.clock.set("2026-03-04T12:00")
    async with kept.work() as work:
        work.emit(FunctionAdded(function_id=FUNCTION, party=Party.POLICE, role="kommunpolis"))
    await rows(url, "CREATE TABLE novelty AS SELECT 1 AS id")
    await migrate.migrate(url, "agreements", migrations_of("agreements"))
    await migrate.grant(url, "agreements")
    kept.clock.set("2026-03-09T09:00")

    async with as_of(kept, date(2026, 3, 4)) as work:
        assert await work.connection.scalar(text("SELECT id FROM novelty")) == 1
    with pytest.raises(Refused, match="Den första dagen att fråga om är 2026-03-04"):
        await role(kept, "2026-03-03")


@pytest.mark.parametrize("service", keepers())
async def test_every_table_of_a_service_but_what_passes_is_there_as_of_a_day(
    service: str, database: MakeDatabase, postgres: Postgres
):
    """But the ground's, of which questions read the log alone."""
    url = await database(service)
    owned = postgres.url(url.rsplit("/", 1)[1], owner_of(service))
    tables = {row[0] for row in await rows(owned, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    watched = await rows(owned, "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'keep_what_stood'")
    views = {row[0] for row in await rows(url, "SELECT viewname FROM pg_views WHERE schemaname = 'as_of'")}

    assert set(migrate.GROUND) == THE_GROUNDS - {"recorded_on"}
    passing = await rows(owned, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence = 'u'")
    assert {row[0] for row in passing} == ({"sign_in", "session"} if service == "portal" else set())
    tables -= {row[0] for row in passing}
    assert views - {"since", "event_log"} == tables - THE_GROUNDS
    assert {row[0].strip('"') for row in watched} == tables - THE_GROUNDS


def test_every_question_can_be_asked_of_a_day():
    asked = [kind for kind in REGISTRY.values() if issubclass(kind, Query)]

    assert len(asked) > 20
    assert all("as_of" in kind.model_fields for kind in asked)
