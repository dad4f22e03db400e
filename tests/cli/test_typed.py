"""What cannot be understood is said in one Swedish sentence, with exit code 2, and nothing is asked of anybody."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

COMMANDS = ["up", "down", "status", "provision", "import", "agreements", "show", "due", "report", "assess", "summary"]
OPERATING = ["inbox", "county", "explain", "events", "parked", "replay", "verify"]
REPORT = ("report", "arjeplog-1/2026", "--party", "polis", "--count", "1")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("due", "--until", "2026-02-30"), "2026-02-30 är inget datum. Skriv det som 2026-03-31."),
        (("due", "--until", "20260301x"), "är inget datum"),
        (("due", "--until", "1066-10-14"), "ligger utanför åren 1990–2199"),
        ((*REPORT, "--on", "i går"), "i går är inget datum"),
        ((*REPORT, "--party", "länet"), "länet är ingen part. Skriv kommun eller polis."),
        ((*REPORT, "--count", "-1"), "-1 är inget antal"),
        ((*REPORT, "--count", "1000001"), "1000001 är inget antal"),
        ((*REPORT, "--count", "٣"), "är inget antal"),
        ((*REPORT, "--comment", "x" * 4001), "Kommentaren är 4001 tecken lång"),
        (("report", "x" * 201, "--party", "polis", "--count", "1"), "mellan 1 och 200 tecken"),
        (("report", "x", "--party", "polis"), "--count saknas. Se `lofteskoll report --help`."),
        (("report",), "TILLFÄLLE saknas."),
        (("assess", "x", "--party", "polis", "--fulfilment", "bra"), "bra är ingen bedömning"),
        (("agreements", "--county", "99"), "Det finns inget län med koden 99."),
        (("agreements", "--county", "BD"), "Det finns inget län med koden BD."),
        (("agreements", "--municipality", "0000"), "Det finns ingen kommun med koden 0000."),
        (("county", "watch", "26"), "Det finns inget län med koden 26."),
        (("county", "watch", "25", "--from", "2026-01-01", "--from-start"), "Välj antingen --from eller --from-start."),
        (("county", "watch", "25", "--until-quiet", "0"), "större än 0"),
        (("events", "--service", "county"), "county är ingen tjänst"),
        (("parked", "list", "--service", "agreements"), "agreements är ingen tjänst"),
        (("due", "--untli", "2026-01-01"), "Det finns inget val --untli. Menade du --until?"),
        (("gissa",), "Kommandot går inte att förstå"),
    ],
)
async def test_it_is_said_in_one_sentence(words: tuple[str, ...], sentence: str):
    here = {"LOFTESKOLL_NATS_URL": "nats://127.0.0.1:1"}
    said = await Terminal(here)(*words)

    assert said.code == 2
    assert sentence in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert said.out == ""


async def test_help_is_swedish_and_names_every_command():
    said = await Terminal({})("--help")

    assert said.code == 0
    for name in [*COMMANDS, *OPERATING]:
        assert f"│ {name} " in said.out


@pytest.mark.parametrize(
    "words",
    [
        ("agreements",),
        ("due",),
        ("show", "x"),
        ("summary", "x"),
        ("explain", "x"),
        REPORT,
        ("assess", "x", "--party", "polis", "--fulfilment", "fulfilled"),
        ("county", "watch", "25"),
        ("replay",),
        ("verify",),
    ],
)
async def test_a_bus_out_of_reach_is_said_in_one_sentence(words: tuple[str, ...]):
    said = await Terminal({"LOFTESKOLL_NATS_URL": "nats://127.0.0.1:1"})(*words)

    assert said.code == 1
    assert said.err == "Bussen på 127.0.0.1:1 går inte att nå. Är systemet igång?\n"
    assert said.out == ""


@pytest.mark.parametrize("words", [("events",), ("parked", "list")])
async def test_a_database_out_of_reach_is_said_without_its_password(words: tuple[str, ...]):
    urls = {
        f"LOFTESKOLL_{name}_OWNER_URL": "postgresql://owner:hemligt@127.0.0.1:1/x"
        for name in ("AGREEMENTS", "FOLLOWUP", "NOTIFIER")
    }
    said = await Terminal({"LOFTESKOLL_NATS_URL": "nats://127.0.0.1:1"} | urls)(*words)

    assert said.code == 1
    assert "127.0.0.1:1 går inte att nå" in said.err
    assert "hemligt" not in said.err


async def test_a_setting_that_is_missing_is_named():
    said = await Terminal({"LOFTESKOLL_NATS_URL": "nats://127.0.0.1:1"})("events")

    assert said.code == 1
    assert "sätt LOFTESKOLL_AGREEMENTS_OWNER_URL" in said.err


async def test_a_folder_without_a_system_is_named(tmp_path: Path):
    said = await Terminal({})("due", "--data", tmp_path)

    assert said.code == 1
    assert f"Inget system kör i {tmp_path}." in said.err
