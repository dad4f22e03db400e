"""Clocks, measures, what residents were told, and the report to the assembly, from the terminal."""

import csv
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import Count, RegisterAgreement, Window
from services.front.spreadsheet import Rows, as_csv
from tests.builders import AGREEMENT, a_commitment, a_document
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Said, Terminal
from tests.system import System

Run = Callable[..., Awaitable[Said]]


@pytest.fixture
async def run(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """A terminal at a system with one promise of two walks a quarter; it is 2 March 2026."""
    document = a_document(commitments=(a_commitment("arjeplog-1", Count(min=2, window=Window.QUARTER)),))
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


async def test_a_clock_that_nobody_has_told_of_is_unknown_until_a_step_is_told(run: Run):
    assert (await run("clocks", "--municipality", "2506")).out.count("? okänt när det senast gjordes") == 2

    said = await run("step", "2506", "lägesbild", "--on", "2024-08-31", "--number", "KS 2024/0412")
    assert said.out == "Registrerat för Arjeplog. Nästa gång lägesbilden uppdateras senast 2026-08-31.\n"
    shown = (await run("clocks")).out
    assert "● ska göras, 182 dagar kvar" not in shown
    assert "✓ i tid, 182 dagar kvar" in shown
    assert "KS 2024/0412" in shown


async def test_a_day_told_by_mistake_is_put_right(run: Run):
    await run("step", "2506", "åtgärdsplan", "--on", "2026-01-31", "--number", "KS 2026/1")
    said = await run(
        "step", "2506", "åtgärdsplan", "--on", "2023-01-31", "--number", "KS 2023/1", "--instead-of", "2026-01-31"
    )

    assert "senast 2025-01-31" in said.out
    assert "▲ försenat 395 dagar" in (await run("clocks", "--agreement", AGREEMENT)).out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ("step", "2506", "bokslut", "--number", "1"),
            2,
            "bokslut är ingen klocka. Skriv lägesbild eller åtgärdsplan.",
        ),
        (("step", "2506", "lägesbild", "--number", "1", "--on", "2026-03-03"), 1, "har inte kommit än"),
        (("measure", "2506", "--value", "4", "--source", "x"), 2, "Skriv vad som mättes"),
        (("measure", "2506", "--value", "fyra", "--source", "x", "--activity", "x"), 2, "fyra är inget tal"),
        (("measure", "2506", "--value", "9,5", "--source", "x", "--readiness", "ledarskap"), 1, "från 1 till 9; 9,5"),
        (
            ("measure", "2506", "--value", "9", "--source", "x", "--readiness", "mod"),
            2,
            "mod finns inte. Skriv insatser",
        ),
        (("measure", "2506", "--value", "9", "--source", "x", "--indicator", "x"), 2, "--unit saknas"),
        (("inform", AGREEMENT, "--channel", "x", "--url", "arjeplog"), 2, "arjeplog är ingen webbadress"),
        (("assembly-report", "2506", "i år"), 2, "i år är inget år"),
        (("assembly-report", "2506", "2027"), 1, "År 2027 har inte börjat än."),
    ],
)
async def test_what_cannot_be_is_refused_in_swedish(run: Run, words: tuple[object, ...], code: int, sentence: str):
    said = await run(*words)

    assert said.code == code
    assert sentence in said.err
    assert "Traceback" not in said.err


async def test_residents_are_told_and_it_is_listed(run: Run):
    assert "○ inget berättat än" in (await run("feedback")).out

    said = await run("inform", AGREEMENT, "--channel", "kommunens webbplats", "--on", "2026-03-01")
    assert said.out == "Registrerat: invånarna informerades den 2026-03-01, kommunens webbplats.\n"
    assert "✓ berättat" in (await run("feedback", "--municipality", "2506")).out
    assert (await run("feedback", "--due")).out == "Inget att visa.\n"


async def test_a_change_is_shown_as_a_change_and_a_count_as_activity(run: Run):
    def told(value: str, on: str, *what: str) -> tuple[str, ...]:
        return (
            "measure",
            "2506",
            "--value",
            value,
            "--on",
            on,
            "--source",
            "Egen mätning",
            "--agreement",
            AGREEMENT,
            *what,
        )

    said = await run(*told("4,5", "2025-11-01", "--readiness", "ledarskap"))
    assert said.out == "Registrerat den 2025-11-01: Community Readiness: ledarskap, 4,5 (skala 1–9).\n"
    await run(*told("6", "2026-02-01", "--readiness", "ledarskap"))
    await run(*told("62", "2025-11-01", "--survey", "Trygg ute"))
    await run(*told("58,5", "2026-02-01", "--survey", "Trygg ute"))
    await run(*told("3", "2026-01-01", "--activity", "Vandringar"))
    await run(*told("5", "2026-02-01", "--activity", "Vandringar"))

    shown = (await run("measures", "--agreement", AGREEMENT)).out
    assert "4,5 (2025-11-01)" in shown
    assert "+1,5" in shown
    assert "−3,5" in shown
    assert "Aktivitet: Vandringar" in shown
    assert "+2" not in shown
    assert "effekt" not in shown
    assert "inte vad det ledde till" in shown


async def test_the_year_is_written_for_the_assembly_as_a_text_and_as_tables(run: Run, tmp_path: Path):
    await run("report", "arjeplog-1/2026-Q1", "--party", "polis", "--count", 2)
    await run("step", "2506", "lägesbild", "--on", "2025-08-31", "--number", "KS 2025/0412")
    said = await run("assembly-report", "2506", "2026", "--to", tmp_path)

    folder = tmp_path / "kommunfullmaktige-2506-2026"
    assert said.out.startswith("Skrivet i ")
    text = (folder / "rapport.md").read_text()
    assert text.startswith("# Brottsförebyggande arbete i Arjeplog 2026\n")
    assert "### Medborgarlöften Arjeplog" in text
    assert "| Trygghetsvandring dit allmänheten bjuds in | Kommunen | Medborgarlöften Arjeplog | Ej redovisad |" in text
    assert "KS 2025/0412" in text
    with (folder / "loften.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")
    assert (row["Skulle bli klart"], row["Klart"], row["Ej klart"], row["Pågår"]) == ("4", "1", "0", "3")
    assert row["Bedömning"] == "kommunen: ej redovisad; polisen: ej bedömt"


async def test_the_same_as_json_uses_the_words_of_the_language(run: Run):
    report = (await run("assembly-report", "2506", "2026", "--json")).json

    assert list(report) == ["municipality", "year", "as_of", "clocks", "agreements", "measures"]
    assert [one["state"] for one in report["clocks"]] == ["unknown", "unknown"]


def test_a_spreadsheet_carries_out_nobody_s_text():
    text = as_csv(Rows(("Vad",), (("=1+1",), ("@x",), ('a;b"c',))))

    assert text.splitlines() == ["Vad", "'=1+1", "'@x", '"a;b""c"']
