"""A county's yearly file: what a statistician opens in a spreadsheet."""

import csv
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import Count, RegisterAgreement, Window
from schemas.base import Party
from schemas.followup import ReportActivity
from tests.builders import SAMORDNARE, a_commitment, a_document
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Terminal
from tests.system import System


@pytest.fixture
async def terminal(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """At a system with one agreement in two counties, of which one municipality has done its part."""
    each_its_own = Count(min=1, window=Window.YEAR, per_municipality=True)
    promised = (a_commitment("moten", each_its_own, by=(SAMORDNARE,)),)
    document = a_document(municipalities=("2418", "2505", "2506"), commitments=promised)
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    await system.settle()
    today = system.clock.now().date()
    done = ReportActivity(occurrence="moten/2026/2506", party=Party.MUNICIPALITY, count=1, on=today, comment="Hemligt")
    await system.tell(done)
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text, delimiter=";"))


async def test_a_year_of_a_county_is_written_as_a_file_with_a_row_per_event(terminal: Terminal, tmp_path: Path):
    file = tmp_path / "25.csv"
    said = await terminal("county", "year", "25", "2026", "--to", str(file))

    assert said.out.startswith("3 händelser i Norrbottens län 2026 står i")
    assert [(row["fact"], row["municipalities"]) for row in rows_of(file)] == [
        ("agreement_signed", "2418 2505 2506"),
        ("agreement_activated", "2418 2505 2506"),
        ("occurrence_completed", "2506"),
    ]
    *_, done = rows_of(file)
    assert (done["done"], done["target"], done["late"], done["due"]) == ("1", "1", "nej", "2026-12-31")
    assert len({row["id"] for row in rows_of(file)}) == 3
    assert "Hemligt" not in file.read_text(encoding="utf-8-sig")


async def test_another_county_or_another_year_has_its_own_rows_only(terminal: Terminal, tmp_path: Path):
    file = tmp_path / "file.csv"
    await terminal("county", "year", "24", "2026", "--to", str(file))
    assert [row["fact"] for row in rows_of(file)] == ["agreement_signed", "agreement_activated"]

    said = await terminal("county", "year", "25", "2025", "--to", str(file))
    assert (said.code, rows_of(file)) == (0, [])


async def test_where_nothing_can_be_written_it_is_said_in_words(terminal: Terminal, tmp_path: Path):
    said = await terminal("county", "year", "25", "2026", "--to", str(tmp_path))
    assert (said.code, said.err) == (1, f"Filen {tmp_path} går inte att skriva: Is a directory.\n")

    (tmp_path / "fil").write_text("")
    said = await terminal("assembly-report", "2506", "2026", "--to", str(tmp_path / "fil"))
    assert said.code == 1
    assert said.err.endswith("går inte att skriva: Not a directory.\n")
