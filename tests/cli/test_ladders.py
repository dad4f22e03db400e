"""Another ladder is simulated, chosen, shown and restored from the terminal, and mails leave by it."""

import csv
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from schemas.notifier import LedgerLines, MailState, ShowLedger
from tests.builders import AGREEMENT, KOMMUNPOLIS, SAMORDNARE, a_commitment, a_function, register_agreement
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Said, Terminal
from tests.system import System

Run = Callable[..., Awaitable[Said]]
SCHOOL = a_function("skola")
WHY = ("--party", "polis", "--reason", "Annonsen ska ut i tid")
SHOW = ("ladder", "show", AGREEMENT)


@pytest.fixture
async def run(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """A terminal at a system with two promises due at the end of May; it is 2 March."""
    promised = (
        a_commitment("arjeplog-1", due="2026-05-29", by=(SCHOOL, SAMORDNARE)),
        a_commitment("arjeplog-2", due="2026-05-29", by=(SCHOOL,)),
    )
    await system.tell(register_agreement(commitments=promised, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL)))
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


async def mailed(system: System, *days: str) -> list[tuple[str, str, str, MailState]]:
    """On these days: to which role, of which occurrence, by which rung, and what became of it."""
    for day in days:
        system.clock.set(f"{day}T09:00")
        await system.settle()
    lines = (await system.ask(ShowLedger(), LedgerLines)).lines
    return sorted((one.role, str(one.occurrence_id)[:4], one.rung, one.state) for one in lines)


async def test_a_ladder_is_chosen_mails_leave_by_it_and_what_has_left_never_leaves_twice(run: Run, system: System):
    system.clock.set("2026-04-02T09:00")
    chosen = await run("ladder", "change", AGREEMENT, "lång", "t-60,t-30:ansvarig", "--commitment", "arjeplog-1", *WHY)
    assert "åtagandets egen: arjeplog-1" in chosen.out
    first = await mailed(system, "2026-04-02", "2026-04-29")
    assert [(role, rung) for role, _, rung, _ in first] == [
        ("samordnare", "t-60"),
        ("skola", "t-30"),
        ("skola", "t-60"),
    ]

    await run("ladder", "change", AGREEMENT, "lång", "t-60,t-31,t-30,t-28", *WHY)
    restored = await run("ladder", "restore", AGREEMENT, "lång", "--commitment", "arjeplog-1", *WHY)
    assert "åtagandets egen" not in restored.out
    then = await mailed(system, "2026-04-29", "2026-05-02", "2026-05-29")
    more = [one for one in then if one not in first]
    assert sorted((role, rung) for role, _, rung, _ in more) == [
        ("samordnare", "t-28"),
        ("skola", "t-28"),
        ("skola", "t-28"),
        ("skola", "t-30"),
    ]
    assert {state for *_, state in then} == {MailState.SENT}


async def test_the_ladders_are_shown_with_who_chose_them_and_the_explanation_tells_which_is_climbed(run: Run):
    shown = (await run(*SHOW)).out
    assert "28 dagar före; 7 dagar före; 1 dag efter; till samordnarna, 14 dagar efter" in shown
    assert "3 dagar före (bara den ansvariga)" in shown
    explained = (await run("explain", "arjeplog-1/once")).out
    assert "Trappa: den vanliga. 28 dagar före; 7 dagar före; 1 dag efter;" in explained

    await run("ladder", "change", AGREEMENT, "lång", "inga", *WHY)
    assert "den vanliga            │ ersatt" in (await run(*SHOW)).out
    why = "vald 2026-03-02 av polisen: Annonsen ska ut i tid."
    explained = (await run("explain", "arjeplog-1/once")).out
    assert f"Trappa: överenskommelsens egen, {why} Ingen påminns." in explained
    assert "En annan trappa valdes." in explained
    told = (await run(*SHOW, "--commitment", "arjeplog-1", "--json")).json
    assert [(one["ladder"], one["level"], one["applies"], len(one["steps"])) for one in told] == [
        ("long_window", "default", False, 7),
        ("long_window", "agreement", True, 0),
        ("short_window", "default", True, 3),
    ]


async def test_what_mails_another_ladder_would_make_is_read_before_it_is_chosen(run: Run, tmp_path: Path):
    period = ("simulate", "2026-03-03", "2026-06-30", "--agreement", AGREEMENT)
    otherwise = ("--ladder", "lång=t-60,t+2:ansvarig", "--ladder", "kort=inga")
    foretold = (await run(*period, *otherwise, "--json")).json
    await run(*period, *otherwise, "--csv", tmp_path / "mejl.csv")
    rows = list(csv.DictReader((tmp_path / "mejl.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert {(row["Dag"], row["Påminnelse"]) for row in rows} == {
        ("2026-03-30", "60 dagar före"),
        ("2026-06-01", "2 dagar efter"),
    }
    assert "60 dagar före" in (await run(*period, *otherwise)).out
    assert foretold != (await run(*period, "--json")).json

    await run("ladder", "change", AGREEMENT, "lång", "t-60,t+2:ansvarig", *WHY)
    assert (await run(*period, "--json")).json == foretold


async def test_how_it_is_reminded_of_meetings_and_ends_is_simulated_chosen_and_shown(run: Run, system: System):
    await run("meeting", "plan", AGREEMENT, "--day", "2026-06-10")
    period = ("simulate", "2026-03-03", "2026-12-31", "--agreement", AGREEMENT, "--json")
    foretold = (await run(*period, "--ladder", "möte=t-40,t-2", "--ladder", "slut=t-50,t-10")).json
    await run("ladder", "change", AGREEMENT, "möte", "t-40,t-2", *WHY)
    shown = await run("ladder", "change", AGREEMENT, "slut", "t-50,t-10:samordnarna", *WHY)
    assert "40 dagar före; 2 dagar före" in shown.out
    assert "50 dagar före; 10 dagar före" in shown.out
    assert (await run(*period)).json == foretold
    mails = await mailed(system, "2026-05-01", "2026-06-08")
    assert {(role, rung) for role, _, rung, _ in mails if rung in {"t-40", "t-2"}} == {
        (role, rung) for role in ("kommunpolis", "samordnare") for rung in ("t-40", "t-2")
    }
    assert not {"t-21", "t-7", "t-1"} & {rung for *_, occurrence, rung, _ in mails if occurrence == "None"}


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("ladder", "change", AGREEMENT, "lång", "t7", *WHY), 2, "t7 är inget steg i en trappa. Skriv dem som t-28,"),
        (("ladder", "change", AGREEMENT, "lång", "t-7:chefen", *WHY), 2, "t-7:chefen är inget steg i en trappa."),
        (("ladder", "change", AGREEMENT, "lång", "", *WHY), 2, "Ingenting är inget steg i en trappa."),
        (("ladder", "change", AGREEMENT, "mellan", "t-7", *WHY), 2, "mellan är ingen trappa. Skriv lång, kort, möte,"),
        (("ladder", "change", AGREEMENT, "kort", "t-7,t-7", *WHY), 1, "Steget t-7 finns två gånger i trappan."),
        (("ladder", "change", AGREEMENT, "möte", "t-7:ansvarig", *WHY), 1, "Steget t-7 går till samordnarna"),
        (
            ("ladder", "change", AGREEMENT, "slut", "t-7", "--commitment", "arjeplog-1", *WHY),
            1,
            "Om möten, slut, översyn och återkoppling påminns det lika för hela överenskommelsen.",
        ),
        (("ladder", "change", "ingen", "kort", "t-7", *WHY), 1, "Överenskommelsen ingen finns inte."),
        (("ladder", "restore", AGREEMENT, "kort", *WHY), 1, "har ingen egen trappa att återställa."),
        (("ladder", "show", AGREEMENT, "--commitment", "ingen"), 1, "Åtagandet ingen finns inte."),
        (("simulate", "2026-03-03", "2026-03-04", "--ladder", "t-7"), 2, "Skriv trappan och dess steg som lång="),
        (
            ("simulate", "2026-03-03", "2026-03-04", "--ladder", "lång=t-7", "--ladder", "lång=t-8"),
            2,
            "Samma trappa är angiven två gånger.",
        ),
        (("simulate", "2026-03-03", "2026-03-04", "--ladder", "kort=t-500"), 1, "mer än 365 dagar från sista dagen."),
    ],
)
async def test_what_is_wrong_is_said_in_one_sentence(run: Run, words: tuple[str, ...], code: int, sentence: str):
    said = await run(*words)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert len(said.err.strip().splitlines()) == 1
