"""Every mail that would leave is shown and written for a spreadsheet, also if something were otherwise."""

import csv
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.postgres import Postgres
from schemas.followup import DeadlineKind
from schemas.notifier import LedgerLines, ShowLedger
from services.front.naming import name
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_function, register_agreement
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Said, Terminal
from tests.notifier.wholes import a_deadline
from tests.system import System

Run = Callable[..., Awaitable[Said]]
SCHOOL = a_function("skola")
PERIOD = ("simulate", "2026-03-03", "2026-04-30")


@pytest.fixture
async def run(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """A terminal at a system with two promises due at the end of March; it is 2 March."""
    promised = (
        a_commitment("arjeplog-1", due="2026-03-31", by=(SAMORDNARE, KOMMUNPOLIS)),
        a_commitment("arjeplog-2", due="2026-03-31", by=(SAMORDNARE,)),
    )
    await system.tell(register_agreement(commitments=promised, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL)))
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


def days(said: Said) -> list[str]:
    return sorted({mail["on"] for mail in said.json})


async def test_a_person_reads_who_gets_what_on_which_day_and_that_nothing_is_sent(run: Run, system: System):
    shown = (await run(*PERIOD)).out

    assert "2026-03-03" in shown
    assert "28 dagar före" in shown
    assert "samordnare (kommunen)" in shown
    assert "samlat" in shown
    assert "Inget är skickat." in shown
    assert "@" not in shown
    assert (await system.ask(ShowLedger(), LedgerLines)).lines == ()
    assert system.post.mails == []


async def test_a_spreadsheet_gets_a_row_per_reminder_and_the_mail_it_is_in(run: Run, tmp_path: Path):
    said = await run(*PERIOD, "--csv", tmp_path / "mejl.csv")

    assert said.out.startswith(f"Skrivet i {tmp_path / 'mejl.csv'}.")
    text = (tmp_path / "mejl.csv").read_text(encoding="utf-8-sig")
    rows = [row for row in csv.DictReader(text.splitlines(), delimiter=";") if row["Dag"] == "2026-03-03"]
    assert [(row["Till"], row["Tillfälle"], row["Skickas"]) for row in rows] == [
        ("kommunpolis", "arjeplog-1/once", "ja"),
        ("samordnare", "arjeplog-1/once", "samlat"),
        ("samordnare", "arjeplog-2/once", "samlat"),
    ]
    assert len({row["Mejl"] for row in rows}) == 2
    assert "@" not in text

    (tmp_path / "fil").touch()
    said = await run(*PERIOD, "--csv", tmp_path / "fil" / "mejl.csv")
    assert said.code == 1
    assert said.err.endswith("går inte att skriva: File exists.\n")


async def test_what_if_a_day_were_moved_a_day_were_red_and_somebody_stood_in(run: Run):
    as_it_is = days(await run(*PERIOD, "--json"))
    moved = ("--due", "arjeplog-1/once=2026-09-30", "--due", "arjeplog-2/once=2026-09-30")
    red = days(await run(*PERIOD, "--json", "--holiday", "2026-03-03", "--holiday", "2026-04-01"))
    away = (await run(*PERIOD, "--json", "--substitute", "samordnare=skola,2026-03-10,2026-04-30")).json

    assert as_it_is == ["2026-03-03", "2026-03-24", "2026-04-01", "2026-04-14", "2026-04-15", "2026-04-29"]
    assert (await run(*PERIOD, "--json", *moved)).json == []
    assert red == ["2026-03-24", "2026-04-02", "2026-04-14", "2026-04-15", "2026-04-29"]  # the first left a day before
    to_coordinator = [
        (mail["on"] > "2026-03-09", (one["reached"] or {}).get("role"))
        for mail in away
        for one in mail["notices"]
        if one["function"]["role"] == "samordnare"
    ]
    assert set(to_coordinator) == {(False, None), (True, "skola")}


async def test_a_function_that_does_not_exist_is_named_in_one_sentence(run: Run, system: System):
    connection = await asyncpg.connect(system.urls["agreements"])
    await connection.execute("DELETE FROM function_holder WHERE function_id = $1", SAMORDNARE.id)
    await connection.execute("DELETE FROM function WHERE id = $1", SAMORDNARE.id)
    await connection.close()

    said = await run(*PERIOD)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("arjeplog-1/once ska påminna funktionen ")
    assert len(said.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("2026-03-01", "2026-04-30"), 1, "Det som har varit simuleras inte."),
        (("2026-04-30", "2026-03-03", "--agreement", "arjeplog-2026-ml"), 1, "ligger före första dagen"),
        (("2026-03-03", "2026-04-30", "--agreement", "ingen"), 1, "Överenskommelsen ingen finns inte."),
        (("2026-03-03", "2026-04-30", "--due", "arjeplog-1/once"), 2, "går inte att förstå"),
        (("2026-03-03", "2026-04-30", "--substitute", "samordnare=skola"), 2, "samordnare=skola,2026-07-01,2026-07-31"),
        (("2026-03-03", "2026-04-30", "--holiday", "midsommar"), 2, "midsommar är inget datum"),
    ],
)
async def test_what_cannot_be_simulated_is_said_in_one_sentence(
    run: Run, words: tuple[str, ...], code: int, sentence: str
):
    said = await run("simulate", *words)

    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_deadline_is_named_by_whose_it_is_and_what():
    assert name(a_deadline(meeting_slug="arjeplog-2026-m1")) == "arjeplog-2026-m1: uppföljningsmöte"
    assert name(a_deadline(DeadlineKind.AGREEMENT_END)) == "arjeplog-2026-ml: överenskommelsen upphör"
    assert name(a_deadline(DeadlineKind.SITUATION_PICTURE)) == "Arjeplog: lägesbilden uppdateras"
