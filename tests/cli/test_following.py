"""What falls due is shown, reported and judged from the terminal."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import Count, OnDemand, RegisterAgreement, Window
from schemas.followup import SummariseAgreement, Summary
from tests.builders import AGREEMENT, a_commitment, a_document
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Said, Terminal
from tests.system import System

Run = Callable[..., Awaitable[Said]]
LATE, SOON, ASKED_FOR = "arjeplog-1", "arjeplog-2", "arjeplog-3"


@pytest.fixture
async def run(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """A terminal at a system with one promise that is late, one that is soon due, and one on demand."""
    promised = (
        a_commitment(LATE, due="2026-02-27"),
        a_commitment(SOON, Count(min=2, window=Window.QUARTER)),
        a_commitment(ASKED_FOR, OnDemand()),
    )
    document = a_document(commitments=promised)
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


async def test_what_is_late_comes_first_and_what_is_far_away_not_at_all(run: Run):
    due = (await run("due", "--json")).json

    assert [(one["slug"], one["overdue_days"]) for one in due] == [("arjeplog-1/once", 3)]
    due = (await run("due", "--until", "2026-03-31", "--json")).json
    assert [(one["due"], one["done"], one["target"]) for one in due] == [("2026-02-27", 0, 1), ("2026-03-31", 0, 2)]


async def test_a_person_reads_symbol_and_word(run: Run):
    shown = (await run("due", "--until", "2026-03-31")).out

    assert "▲ försenat 3 dagar" in shown
    assert "kommunpolis (polisen), samordnare (kommunen)" in shown


async def test_a_report_says_how_it_stands_now(run: Run):
    said = await run("report", "arjeplog-2/2026-Q1", "--party", "polis", "--count", 1, "--on", "2026-02-01")

    assert said.out.startswith("Redovisat för polisen den 2026-02-01. arjeplog-2/2026-Q1: 1 av 2 gjort")
    done = (await run("report", "arjeplog-2/2026-Q1", "--party", "municipality", "--count", 1)).out
    assert "2 av 2 gjort, ✓ genomfört" in done
    assert "den 2026-03-02" in done


async def test_requests_are_counted_beside_what_was_done(run: Run):
    said = await run("report", "arjeplog-3/ongoing", "--party", "kommun", "--count", 1, "--requests", 3)

    assert said.code == 0, said.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("arjeplog-1/once", "--on", "2026-03-09"), "Dagen 2026-03-09 har inte kommit än."),
        (("arjeplog-1/once", "--comment", "19811218-9876"), "personnummer"),
        (("ingenting/2026",), "Tillfället ingenting/2026 finns inte."),
    ],
)
async def test_a_refused_report_says_why_with_exit_code_1(run: Run, words: tuple[str, ...], sentence: str):
    said = await run("report", *words, "--party", "polis", "--count", 1)

    assert said.code == 1
    assert sentence in said.err
    assert said.out == ""


async def test_each_party_judges_for_itself(run: Run, system: System):
    said = await run("assess", SOON, "--party", "polis", "--fulfilment", "partly", "--comment", "På väg")
    await run("assess", SOON, "--party", "kommun", "--fulfilment", "not_fulfilled")

    assert said.out == "Bedömt av polisen den 2026-03-02: arjeplog-2 är delvis uppfyllt.\n"
    summary = await system.ask(SummariseAgreement(agreement=AGREEMENT), Summary)
    views = summary.focus_areas[0].commitments[1].parties
    assert {view.party: view.fulfilment for view in views} == {
        "municipality": "not_fulfilled",
        "police": "partly_fulfilled",
    }


async def test_nobody_can_say_that_nothing_was_said(run: Run):
    said = await run("assess", SOON, "--party", "polis", "--fulfilment", "not_reported")

    assert said.code == 1
    assert "kan inte väljas" in said.err


async def test_the_summary_tells_silence_and_shows_text_as_it_is(run: Run):
    await run("report", "arjeplog-2/2026-Q1", "--party", "polis", "--count", 1, "--comment", "Vi [har] börjat")
    shown = (await run("summary", AGREEMENT)).out

    assert "Vi [har]" in shown
    assert "Kommunen: ej redovisad" in shown
    assert "minst 2 gånger per kvartal" in shown


async def test_the_summary_as_json_uses_the_words_of_the_language(run: Run):
    summary = (await run("summary", AGREEMENT, "--json")).json

    assert list(summary) == [
        "as_of",
        "head",
        "changes",
        "focus_areas",
        "not_reported",
        "next_meeting",
        "due_before_next_meeting",
        "more_due",
        "decisions_needed",
        "statutory_clocks",
        "told_to_residents",
        "method",
        "measures",
        "meeting",
        "decisions",
    ]
    [row] = [row for row in summary["focus_areas"][0]["commitments"] if row["slug"] == LATE]
    assert (row["due"], row["target"], row["done"], row["light"]) == ("2026-02-27", 1, 0, "red")
    assert [view["fulfilment"] for view in row["parties"]] == ["not_reported", "not_reported"]


async def test_an_explanation_has_sentences_reminders_and_mails(run: Run):
    explained = (await run("explain", "arjeplog-1/once", "--json")).json
    shown = (await run("explain", "arjeplog-1/once")).out

    assert explained["occurrence"]["due"] == "2026-02-27"
    assert "en gång, senast 2026-02-27" in explained["sentences"][0]
    assert {mail["role"] for mail in explained["mails"]} <= {"kommunpolis", "samordnare"}
    assert "• Regeln är: en gång, senast 2026-02-27." in shown
    assert "Påminnelser" in shown


async def test_agreements_are_found_by_county_and_municipality(run: Run):
    async def slugs(*words: str) -> list[str]:
        return [line["slug"] for line in (await run("agreements", *words, "--json")).json]

    assert await slugs() == [AGREEMENT]
    assert await slugs("--county", "25") == [AGREEMENT]
    assert await slugs("--county", "24") == []
    assert await slugs("--municipality", "2506") == [AGREEMENT]
    assert (await run("agreements", "--county", "24")).out == "Inga överenskommelser.\n"


async def test_an_agreement_is_shown_with_what_it_promises(run: Run):
    shown = (await run("show", AGREEMENT)).out
    card = (await run("show", AGREEMENT, "--json")).json

    assert "Medborgarlöften Arjeplog" in shown
    assert "minst 2 gånger per kvartal" in shown
    assert "polisen TEST A000.001/2026" in shown
    assert card["document"]["slug"] == AGREEMENT
    assert card["state"] == "active"
    assert [one["slug"] for one in card["commitments"]] == [LATE, SOON, ASKED_FOR]


@pytest.mark.parametrize("command", ["show", "summary"])
async def test_an_agreement_that_is_not_there_is_said_in_a_sentence(run: Run, command: str):
    said = await run(command, "inget")

    assert said.code == 1
    assert "inget" in said.err
    assert "Traceback" not in said.err
