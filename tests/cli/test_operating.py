"""An operator reads the logs, proves that all is well, refills the streams and frees what is parked."""

import asyncio
from pathlib import Path
from uuid import uuid4

import asyncpg
import nats
import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import RegisterAgreement
from services.runtime.streams import STREAMS
from tests.builders import AGREEMENT, a_document, agreement_id, commitment_id
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Terminal
from tests.looking import rows
from tests.system import System

ABOUT = f"agreement/{agreement_id()}"


@pytest.fixture
async def terminal(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """At a system that holds one agreement."""
    await system.tell(RegisterAgreement(document=a_document(), signed_on=a_document().validity.since))
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


async def wipe(system: System) -> None:
    nc = await nats.connect(
        system.server.url, nkeys_seed_str=system.server.seed("operator"), inbox_prefix=b"_INBOX_operator"
    )
    for stream in STREAMS:
        await nc.jetstream().delete_stream(stream)
    await nc.close()


async def park(system: System, about: str = "agreement/x", sequence: int = 1) -> None:
    """As the runtime does when an event has failed often enough."""
    connection = await asyncpg.connect(system.urls["followup"])
    await connection.execute(
        "INSERT INTO held_event (producer, about, sequence, id, subject, body, occurred_at, trace) "
        "VALUES ('agreements', $1, $2, $3, 'event.agreements.agreement-shared.v1', '{}', now(), '')",
        about,
        sequence,
        uuid4(),
    )
    await connection.execute(
        "INSERT INTO stuck VALUES ('agreements', $1, 5, now() + interval '1 hour', now(), 'KeyError: on')", about
    )
    await connection.close()


async def test_the_log_is_told_oldest_first_with_positions(terminal: Terminal):
    told = (await terminal("events", "--service", "agreements", "--json")).json

    assert [one["position"] for one in told] == list(range(1, len(told) + 1))
    assert {one["service"] for one in told} == {"agreements"}
    signed = next(one for one in told if one["subject"] == "event.agreements.agreement-signed.v1")
    assert signed["about"] == ABOUT
    assert signed["body"]["on"] == "2026-01-01"


@pytest.mark.parametrize("name", [AGREEMENT, str(agreement_id()), ABOUT])
async def test_what_happened_to_an_agreement_is_found_by_id_and_by_name(terminal: Terminal, name: str):
    told = (await terminal("events", "--about", name, "--service", "agreements", "--json")).json

    assert [one["sequence"] for one in told] == [1, 2, 3, 4, 5]
    assert {one["about"] for one in told} == {ABOUT}


async def test_what_happened_to_a_commitment_and_an_occurrence_is_found_by_name(terminal: Terminal):
    of_commitment = (await terminal("events", "--about", "arjeplog-1", "--json")).json
    await terminal("report", "arjeplog-1/2026", "--party", "polis", "--count", 1)
    of_occurrence = (await terminal("events", "--about", "arjeplog-1/2026", "--json")).json

    assert {one["about"] for one in of_commitment} == {f"commitment/{commitment_id()}"}
    assert [one["subject"].split(".")[2] for one in of_occurrence] == ["activity-reported", "occurrence-completed"]


async def test_the_newest_can_be_asked_for_alone(terminal: Terminal):
    told = (await terminal("events", "--service", "agreements", "--limit", 1, "--json")).json

    assert [one["subject"] for one in told] == ["event.agreements.agreement-activated.v1"]


async def test_a_name_that_nothing_has_is_said(terminal: Terminal):
    said = await terminal("events", "--about", "inget")

    assert (said.code, said.err) == (1, "Det finns inget som heter inget.\n")


async def test_all_is_well(terminal: Terminal):
    said = await terminal("verify")
    told = (await terminal("verify", "--json")).json

    assert said.code == 0, said.out
    assert said.out.startswith("Allt stämmer. Händelser i loggarna: agreements")
    assert (told["ok"], told["findings"]) == (True, [])


async def test_a_tampered_log_is_found(system: System, terminal: Terminal, postgres: Postgres):
    connection = await asyncpg.connect(postgres.url(system.urls["agreements"].rsplit("/", 1)[1], "lofteskoll"))
    await connection.execute("SET session_replication_role = replica")  # past the triggers, as a thief would
    await connection.execute("UPDATE event_log SET body = replace(body, 'police', 'municipality') WHERE sequence = 2")
    await connection.close()
    said = await terminal("verify", "--json")

    assert said.code == 1
    assert said.json["ok"] is False
    assert any("händelse 2 är ändrad" in one["what"] for one in said.json["findings"])


async def test_wiped_streams_are_found_and_refilled(stopped_system: System, postgres: Postgres, tmp_path: Path):
    """The services are not at work meanwhile, so that the streams are seen empty."""
    async with stopped_system.running():
        await stopped_system.tell(RegisterAgreement(document=a_document(), signed_on=a_document().validity.since))
        await stopped_system.settle()
    async with stopped_system.infrastructure():
        terminal = a_terminal(stopped_system, postgres, tmp_path)
        await wipe(stopped_system)
        empty = await terminal("verify")
        replaying = terminal.start("replay")
        services = stopped_system.build()
        await asyncio.sleep(1)
        async with services["agreements"].running(by_the_clock=False), services["followup"].running(by_the_clock=False):
            replayed = await replaying.end()
            full = await terminal("verify", "--json")

    assert empty.code == 1
    assert "kör lofteskoll replay" in empty.out
    assert replayed.code == 0, replayed.err
    assert "från agreements" in replayed.out
    assert [one for one in full.json["findings"] if one["where"] in STREAMS] == []


async def test_there_is_nothing_to_refill_in_full_streams(terminal: Terminal):
    said = await terminal("replay")

    assert (said.code, said.out) == (0, "Strömmarna har allt som står i loggarna.\n")


async def test_nothing_waits(terminal: Terminal):
    assert (await terminal("parked", "list")).out == "Inget väntar.\n"
    assert (await terminal("parked", "list", "--json")).json == []
    for deed in ("retry", "skip"):
        said = await terminal("parked", deed, "agreement/x")
        assert (said.code, said.err) == (1, "Inget väntar på agreement/x.\n")


async def test_what_is_parked_is_listed_with_its_fault(system: System, terminal: Terminal):
    await park(system)
    [one] = (await terminal("parked", "list", "--json")).json

    assert (one["service"], one["producer"], one["about"], one["attempts"]) == (
        "followup",
        "agreements",
        "agreement/x",
        5,
    )
    assert "KeyError: on" in (await terminal("parked", "list")).out


async def test_what_is_parked_is_skipped_and_kept(system: System, terminal: Terminal):
    await park(system)
    said = await terminal("parked", "skip", "agreement/x")

    assert "followup hoppar över event.agreements.agreement-shared.v1, nummer 1" in said.out
    assert (await terminal("parked", "list", "--json")).json == []
    assert len(await rows(system.urls["followup"], "SELECT 1 FROM skipped_event")) == 1


async def test_what_is_parked_is_tried_again(system: System, terminal: Terminal):
    await park(system)
    said = await terminal("parked", "retry", "agreement/x", "--service", "followup")

    assert said.out == "followup försöker igen med agreement/x.\n"
