"""Each day the log is sealed; a thief who owns the database and goes past its triggers is found by the seals."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import FunctionAdded
from schemas.base import Party
from services.runtime import seal_checks, sealing, verify
from services.runtime.database import Database
from services.runtime.seal import Digest, Seal, key_id, signing_key
from services.runtime.sealing import Sealing
from services.runtime.work import write_down
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.looking import rows

SEED = "5e" * 32
KEY = signing_key(SEED)
KEYS = {key_id(KEY.verify_key): KEY.verify_key}
LIE = "UPDATE event_log SET body = replace(body, 'kommunpolis', 'samordnare')"
REHASH = """
DO $$ DECLARE e event_log; prev bytea; about_before text := ''; BEGIN
  FOR e IN SELECT * FROM event_log ORDER BY about, sequence LOOP
    IF e.about <> about_before THEN prev := ''::bytea; END IF;
    prev := event_hash(prev, e.id, e.about, e.sequence, array_to_string(e.subjects, ' '), e.occurred_at, e.cause,
                       e.body);
    UPDATE event_log SET hash = prev WHERE seq = e.seq;
    UPDATE event_head SET hash = prev, sequence = e.sequence WHERE about = e.about;
    about_before := e.about;
  END LOOP; END $$"""
OUR_NAME = f"UPDATE seal SET key = '{key_id(KEY.verify_key)}'"  # noqa: S608
SWAP = """UPDATE event_log SET sequence = 5 - sequence
WHERE sequence IN (2, 3) AND about = (SELECT about FROM event_log WHERE seq = 1)"""
INSERT = """
INSERT INTO event_log (seq, id, about, sequence, subject, subjects, body, occurred_at, cause, trace, hash)
OVERRIDING SYSTEM VALUE SELECT -1, gen_random_uuid(), about, 0, subject, subjects, body, occurred_at, cause, trace, hash
FROM event_log WHERE seq = 1;
INSERT INTO event_queue VALUES (-1)"""
RENUMBER = """
UPDATE event_log SET sequence = -sequence;
UPDATE event_log l SET sequence = n.nr FROM
  (SELECT seq, row_number() OVER (PARTITION BY about ORDER BY -sequence) nr FROM event_log) n WHERE n.seq = l.seq;"""
SETTLE = """
DELETE FROM event_head h WHERE NOT EXISTS (SELECT 1 FROM event_log WHERE about = h.about);
DELETE FROM event_queue WHERE seq NOT IN (SELECT seq FROM event_log);"""


@dataclass
class Vault:
    """A log of agreements, and a clock."""

    url: str
    clock: StoppedClock
    file: Path

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[Database]:
        database = Database(self.url, self.clock)
        yield database
        await database.close()

    async def say(self, database: Database, about: UUID, *roles: str) -> None:
        async with database.work() as work:
            for role in roles:
                work.emit(FunctionAdded(function_id=about, party=Party.POLICE, role=role))

    async def seal(self, database: Database, seed: str = SEED, file: Path | None = None) -> None:
        """As the clock's job does it: a transaction at a time, until there is no more to do."""
        daily, more = Sealing("agreements", seed, file), 1
        while more:
            async with database.work() as work:
                more = await daily.seal_day(work)

    async def seals(self) -> list[Seal]:
        return [sealing.seal_of("agreements", row) for row in await rows(self.url, sealing.READ)]

    async def found(self, copy: list[Seal] | None = None, *, whole: bool = False) -> list[str]:
        """By the rules of chains and heads, and by the seals."""
        findings: list[verify.Finding] = []
        connection = await asyncpg.connect(self.url)
        log = await verify.read_log(connection, "agreements", findings)
        await connection.close()
        trust = seal_checks.Trust(KEYS, copy, whole)
        return [one.what for one in findings] + list(seal_checks.compare("agreements", log.seals, trust, self.clock))


@pytest.fixture
async def vault(database: MakeDatabase, clock: StoppedClock, tmp_path: Path) -> Vault:
    """Three days, four aggregates, three seals; three more events of today, not yet sealed."""
    made = Vault(await database("agreements"), clock, tmp_path / "seals.jsonl")
    one = uuid4()
    async with made.open() as log:
        await made.say(log, one, "kommunpolis 1", "kommunpolis 2", "kommunpolis 3")
        for _ in range(3):
            clock.forward(days=1)
            await made.seal(log, file=made.file)
            await made.say(log, one, "kommunpolis 4")
            await made.say(log, uuid4(), "kommunpolis 5", "kommunpolis 6")
    return made


async def steal(vault: Vault, postgres: Postgres, *deeds: str) -> None:
    url = postgres.url(vault.url.rsplit("/", 1)[1])
    connection = await asyncpg.connect(url)
    await connection.execute("SET session_replication_role = replica")  # past the triggers
    await connection.execute("ALTER TABLE event_log DROP CONSTRAINT IF EXISTS event_log_about_sequence_key")
    for deed in deeds:
        await connection.execute(deed)
    await connection.close()


async def test_each_day_has_a_seal_and_an_untouched_log_is_green(vault: Vault):
    seals = await vault.seals()
    assert [(one.day, one.events) for one in seals] == [
        (date(2026, 3, 2), 3),
        (date(2026, 3, 3), 6),
        (date(2026, 3, 4), 9),
    ]
    assert await vault.found(sealing.read(vault.file), whole=True) == []


async def test_the_digest_is_what_the_description_says(vault: Vault):
    [first, second, _] = await vault.seals()
    digest = Digest()
    for row in await rows(
        vault.url,
        "SELECT about, max(sequence) AS sequence, (array_agg(hash ORDER BY sequence DESC))[1] AS hash FROM event_log "
        'WHERE seq > $1 AND seq <= $2 GROUP BY about ORDER BY about COLLATE "C"',
        first.last_seq,
        second.last_seq,
    ):
        digest.add(row["about"], row["sequence"], row["hash"])
    assert digest.hex() == second.digest


@pytest.mark.parametrize(
    ("deeds", "day"),
    [
        pytest.param((f"{LIE} WHERE seq = 2", REHASH), "2026-03-02", id="changed"),
        pytest.param(("DELETE FROM event_log WHERE seq = 2", RENUMBER, SETTLE, REHASH), "2026-03-02", id="deleted"),
        pytest.param((SWAP, REHASH), "2026-03-02", id="swapped"),
        pytest.param((INSERT, RENUMBER, REHASH), "2026-03-02", id="inserted"),
        pytest.param(("DELETE FROM event_log WHERE seq > 8", SETTLE, REHASH), "2026-03-04", id="tail cut"),
        pytest.param((LIE, REHASH), "2026-03-02", id="rewritten"),
    ],
)
async def test_the_seals_find_what_the_chains_cannot(
    vault: Vault, postgres: Postgres, deeds: tuple[str, ...], day: str
):
    """All hashes, heads, numbers and the queue are made to fit, so that only the seals can tell."""
    await steal(vault, postgres, *deeds)
    told = await vault.found()
    assert f"händelserna till och med {day} är inte de som förseglades" in told
    assert [what for what in told if "förseglades" not in what] == []


async def test_a_forged_seal_over_a_rewritten_log_is_found(vault: Vault, postgres: Postgres):
    """The thief makes new seals too, but has not the key."""
    await steal(vault, postgres, LIE, REHASH, "DELETE FROM seal")
    async with vault.open() as log:
        await vault.seal(log, seed="66" * 32)
    [told] = await vault.found()
    assert "som inte är känd här" in told

    await steal(vault, postgres, OUR_NAME)
    assert any("underskrift som inte stämmer" in what for what in await vault.found())


async def test_seals_that_were_taken_away_are_missed(vault: Vault, postgres: Postgres):
    copy = sealing.read(vault.file)
    await steal(vault, postgres, "DELETE FROM seal WHERE day = '2026-03-03'")
    told = await vault.found()
    assert "sigillet för 2026-03-04 följer inte på det förra: något sigill är ändrat eller borttaget" in told

    await steal(vault, postgres, "DELETE FROM seal WHERE day >= '2026-03-03'")
    assert await vault.found() == []  # a cut tail of seals: only who has a copy can tell
    assert "sigillet för 2026-03-04 finns i filen men inte i databasen" in await vault.found(copy)


async def test_a_log_that_nobody_seals_any_more_is_found(vault: Vault, postgres: Postgres):
    await steal(vault, postgres, "DELETE FROM seal")
    vault.clock.forward(days=3)
    assert await vault.found() == ["händelser från 2026-03-02 är inte förseglade"]


async def test_a_file_that_was_changed_is_found(vault: Vault):
    [first, second, third] = sealing.read(vault.file)
    forged = replace(second, events=5)
    assert await vault.found([first, forged, third]) == [
        "sigillet för 2026-03-03 i filen har en underskrift som inte stämmer"
    ]
    assert await vault.found([first, third]) == []  # an older or shorter copy is none the worse
    assert await vault.found([first, third], whole=True) == [
        "sigillet för 2026-03-03 finns i databasen men inte i filen"
    ]


async def test_a_copy_that_was_missed_is_made_when_the_service_comes_back(vault: Vault):
    whole = vault.file.read_text()
    vault.file.write_text(whole.splitlines(keepends=True)[0])
    async with vault.open() as log:
        await vault.seal(log, file=vault.file)
    assert vault.file.read_text() == whole
    assert json.loads(whole.splitlines()[-1])["day"] == "2026-03-04"


async def test_two_processes_make_one_seal(vault: Vault):
    vault.clock.forward(days=1)
    async with vault.open() as one, vault.open() as other:
        await asyncio.gather(vault.seal(one, file=vault.file), vault.seal(other, file=vault.file))
    assert [one.day.day for one in await vault.seals()] == [2, 3, 4, 5]
    assert await vault.found(sealing.read(vault.file), whole=True) == []
    assert len(vault.file.read_text().splitlines()) == 4


async def test_two_processes_seal_one_after_the_other_also_when_a_day_passes_between(vault: Vault):
    vault.clock.forward(days=1)
    async with vault.open() as log, vault.open() as other:
        async with log.work() as under_way:
            await Sealing("agreements", SEED, None).seal_day(under_way)
            vault.clock.forward(days=1)
            later = asyncio.create_task(vault.seal(other))
            await asyncio.wait({later}, timeout=2)  # time enough to seal beside the one that is not committed
        await later

    assert await vault.found() == []


async def test_an_event_that_commits_after_a_later_one_is_not_left_out(vault: Vault):
    """Places are given before commits: the seal waits for who had begun, or says so and is made the next time."""
    vault.clock.forward(days=1)
    async with vault.open() as log:
        async with log.work() as work:
            work.emit(FunctionAdded(function_id=uuid4(), party=Party.POLICE, role="late"))
            await write_down([work])  # it has its place now
            work.facts.clear()
            await vault.say(log, uuid4(), "early")  # a later place, committed first
            making = asyncio.create_task(vault.seal(log))
            await asyncio.sleep(0.3)
            assert len(await vault.seals()) == 3
        await making
    assert [one.events for one in await vault.seals()] == [3, 6, 9, 14]
    assert await vault.found() == []


async def test_the_table_of_seals_refuses_to_be_changed(vault: Vault, postgres: Postgres):
    name = vault.url.rsplit("/", 1)[1]
    for url in (vault.url, postgres.url(name)):
        for deed in ("UPDATE seal SET events = 1", "DELETE FROM seal", "TRUNCATE seal"):
            with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.RaiseError)):
                await rows(url, deed)
