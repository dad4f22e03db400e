"""From the terminal every question can be asked of a day that has passed."""

from collections.abc import Iterator

import typer

from schemas.agreements import AgreementChanges, AmendAgreement
from services.cli.app import app
from tests.builders import AGREEMENT, register_agreement
from tests.cli.at_terminal import show_clock
from tests.cli.terminal import Terminal
from tests.system import System

ASK_NO_SERVICE = {
    "status",
    "parked list",
    "inbox",
    "events",
    "county watch",
    "import",
    "verify",
    "seals",
}
"""They read what is now: the logs, the streams, the mail folder, or a file."""


def commands(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    yield " ".join(path), {name for option in command.params for name in option.opts}
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


async def renamed_on_the_fourth(system: System) -> None:
    system.clock.set("2026-03-02T09:00")
    await system.tell(register_agreement())
    await system.settle()
    system.clock.set("2026-03-04T09:00")
    await system.tell(AmendAgreement(agreement=AGREEMENT, changes=AgreementChanges(title="Nya löften"), reason="Mall"))
    await system.settle()
    system.clock.set("2026-03-09T09:00")


async def test_a_summary_a_list_and_an_explanation_are_given_as_of_a_day(system: System, terminal: Terminal):
    await renamed_on_the_fourth(system)

    async def titles(*of: str) -> list[str]:
        summary = (await terminal("summary", AGREEMENT, "--json", *of)).json["head"]["title"]
        listed = (await terminal("agreements", "--json", *of)).json[0]["title"]
        explained = (await terminal("explain", "arjeplog-1/2026", "--json", *of)).json["occurrence"]["agreement"]
        return [summary, listed, explained]

    assert await titles() == ["Nya löften"] * 3
    assert await titles("--as-of", "2026-03-03") == ["Medborgarlöften Arjeplog"] * 3


async def test_a_day_that_has_not_come_or_is_no_day_is_refused_in_words(
    system: System, terminal: Terminal, tmp_path: object
):
    show_clock(system, tmp_path / "clock.json")

    future = await terminal("due", "--as-of", "2027-01-01")
    assert (future.code, future.err) == (
        1,
        "Hur det ser ut 2027-01-01 vet ingen ännu. Ange en dag till och med i dag, 2026-03-02.\n",
    )
    nonsense = await terminal("due", "--as-of", "igår")
    assert (nonsense.code, nonsense.err) == (2, "igår är inget datum. Skriv det som 2026-03-31.\n")


async def test_a_day_before_the_name_of_a_command_is_not_passed_over_in_silence(system: System, terminal: Terminal):
    for words in (("functions", "--as-of", "2026-03-01", "orphans"), ("quiet", "--as-of", "2026-03-01", "on", "2506")):
        said = await terminal(*words)
        assert (said.code, said.err) == (2, f"Skriv --as-of efter {words[3]}.\n")


def test_every_command_that_shows_what_services_answer_takes_the_day():
    shown = {name: options for name, options in commands(typer.main.get_command(app)) if "--json" in options}

    assert {name for name, options in shown.items() if "--as-of" not in options} == ASK_NO_SERVICE
