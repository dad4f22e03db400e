"""A county sees what happens in its municipalities, from the start, from a day, and live; each event once."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import Count, RegisterAgreement, Window
from schemas.base import Party
from schemas.followup import ReportActivity
from services.cli.connection import tell
from tests.builders import SAMORDNARE, a_commitment, a_document
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Running, Said, Terminal
from tests.looking import until
from tests.system import System

FIVE = ("2417", "2418", "2422", "2505", "2506")
Run = Callable[..., Awaitable[Said]]


@pytest.fixture
async def terminal(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """At a system with one agreement of five municipalities in two counties; one promise each municipality keeps."""
    each_its_own = Count(min=1, window=Window.YEAR, per_municipality=True)
    promised = (a_commitment("moten", each_its_own, by=(SAMORDNARE,)), a_commitment("vandring", due="2026-03-31"))
    document = a_document(municipalities=FIVE, commitments=promised)
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


async def report(system: System, occurrence: str) -> None:
    wish = ReportActivity(occurrence=occurrence, party=Party.MUNICIPALITY, count=1, on=system.clock.now().date())
    await tell(system.services["portal"].bus, wish)  # as a person would: again, when the bus was away
    await system.settle()


async def facts(run: Run, county: str, *words: str) -> list[tuple[str, list[str]]]:
    said = await run("county", "watch", county, *words, "--until-quiet", "1", "--json")
    assert said.code == 0, said.err
    return [(event["fact"], event["municipalities"]) for event in said.events]


async def shows(watching: Running, words: str) -> None:
    async def shown() -> bool:
        return words in watching.out

    await until(shown, f"the watch shows {words}")


async def test_both_counties_see_each_event_once(terminal: Terminal):
    signed = [("agreement_signed", list(FIVE)), ("agreement_activated", list(FIVE))]

    assert await facts(terminal, "24", "--from-start") == signed
    assert await facts(terminal, "25", "--from-start") == signed
    assert await facts(terminal, "01", "--from-start") == []


async def test_what_one_municipality_does_only_its_own_county_sees(system: System, terminal: Terminal):
    await report(system, "moten/2026/2506")

    assert ("occurrence_completed", ["2506"]) in await facts(terminal, "25", "--from-start")
    assert ("occurrence_completed", ["2506"]) not in await facts(terminal, "24", "--from-start")


async def test_a_person_reads_the_countys_own_municipalities_and_swedish_words(terminal: Terminal):
    said = await terminal("county", "watch", "25", "--from-start", "--until-quiet", "1")

    first = said.out.splitlines()[0]
    assert first.startswith("2026-03-02 09:00  Arvidsjaur, Arjeplog: medborgarlöfte har undertecknats och gäller")
    assert "överenskommelse" in first


async def test_events_keep_their_ids_and_say_what_a_program_needs(terminal: Terminal):
    first, again = [
        (await terminal("county", "watch", "25", "--from-start", "--until-quiet", "1", "--json")).events
        for _ in range(2)
    ]

    assert first == again
    assert len({event["id"] for event in first}) == len(first)
    assert {"id", "time", "county", "fact", "agreement_id", "type", "municipalities", "since", "until"} <= set(first[0])


async def test_from_a_day_goes_by_the_systems_own_time(system: System, terminal: Terminal):
    system.clock.set("2026-03-10T09:00")
    await report(system, "moten/2026/2506")

    assert [fact for fact, _ in await facts(terminal, "25", "--from", "2026-03-10")] == ["occurrence_completed"]
    assert len(await facts(terminal, "25", "--from", "2026-03-02")) == 3
    assert await facts(terminal, "25", "--from", "2026-03-11") == []


async def test_it_follows_live_until_ctrl_c(system: System, terminal: Terminal):
    watching = terminal.start("county", "watch", "25", "--from-start")
    await shows(watching, "gäller från och med")
    await report(system, "moten/2026/2505")
    await shows(watching, "Arvidsjaur: genomfört inom Trygghet i offentlig miljö, 1 av 1 gjort")
    watching.interrupt()
    said = await watching.end()

    assert (said.code, said.err) == (0, "")


async def test_without_a_beginning_only_what_is_new_is_shown(system: System, terminal: Terminal):
    watching = terminal.start("county", "watch", "25")
    await asyncio.sleep(1.5)  # nothing tells from outside that it listens
    await report(system, "moten/2026/2505")
    await shows(watching, "genomfört")
    watching.interrupt()

    assert len((await watching.end()).out.splitlines()) == 1


async def test_it_goes_on_after_the_bus_has_been_away(system: System, terminal: Terminal):
    watching = terminal.start("county", "watch", "25", "--from-start", "--json")
    await shows(watching, "agreement_activated")
    system.server.stop()
    system.server.start()
    await report(system, "moten/2026/2505")
    await shows(watching, "occurrence_completed")
    watching.interrupt()
    said = await watching.end()

    assert said.err == "Bussen svarar inte just nu. Väntar …\n"
    assert [event["fact"] for event in said.events] == [
        "agreement_signed",
        "agreement_activated",
        "occurrence_completed",
    ]
