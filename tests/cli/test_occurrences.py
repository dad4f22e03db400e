"""What people decide about an occurrence, and how they judge a commitment, is done from the terminal."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import Count, RegisterAgreement, Window
from tests.builders import AGREEMENT, a_commitment, a_document
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Said, Terminal
from tests.system import System

Run = Callable[..., Awaitable[Said]]
ONCE, YEARLY = "arjeplog-1/once", "arjeplog-2/2026"
WHY = ("--reason", "Torget byggs om")


@pytest.fixture
async def run(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """A terminal at a system with a promise that is due in June, and one whose year is clipped to a quarter."""
    promised = (a_commitment(due="2026-03-31"), a_commitment("arjeplog-2", Count(min=4, window=Window.YEAR)))
    document = a_document(until="2026-03-31", commitments=promised)
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


async def test_an_occurrence_is_paused_resumed_moved_and_cancelled(run: Run):
    paused = await run("occurrence", "pause", ONCE, "--party", "kommun", *WHY)
    assert paused.out == f"{ONCE}: senast 2026-03-31, 0 av 1 gjort, ● pausat.\n"
    resumed = await run("occurrence", "resume", ONCE, "--party", "kommun", "--reason", "Torget är öppet")
    assert "inget rapporterat" in resumed.out
    moved = await run("occurrence", "move", ONCE, "--due", "2026-05-29", "--party", "polis", *WHY)
    assert "senast 2026-05-29" in moved.out
    gone = await run("occurrence", "cancel", ONCE, "--forum", "Lokala BRÅ", *WHY)
    assert "– utgår" in gone.out

    told = (await run("explain", ONCE)).out
    for sentence in (
        "Tillfället pausades 2026-03-02, på begäran av kommunen: Torget byggs om.",
        "Tillfället återupptogs 2026-03-02, på begäran av kommunen: Torget är öppet.",
        "Sista dagen flyttades 2026-03-02 från 2026-03-31 till 2026-05-29, på begäran av polisen: Torget byggs om.",
        "Tillfället utgår sedan 2026-03-02 efter beslut av Lokala BRÅ: Torget byggs om.",
    ):
        assert sentence in " ".join(told.split())


async def test_all_of_a_commitment_rests_and_goes_on(run: Run):
    said = await run("occurrence", "pause", "arjeplog-2", "--commitment", "--party", "polis", *WHY)
    assert said.out == "Alla öppna tillfällen för arjeplog-2 är pausade.\n"
    said = await run("occurrence", "resume", "arjeplog-2", "--commitment", "--party", "polis", *WHY)
    assert said.out == "Alla pausade tillfällen för arjeplog-2 är återupptagna.\n"


async def test_a_line_asks_for_the_target_until_it_is_set(run: Run):
    assert "0, mål ej angivet" in (await run("due", "--until", "2026-03-31")).out
    said = await run("occurrence", "target", YEARLY, "--target", 1, "--party", "kommun", *WHY)
    assert "0 av 1 gjort" in said.out


async def test_a_wrong_report_is_corrected_and_both_are_shown(run: Run):
    await run("report", ONCE, "--party", "polis", "--count", 1)
    [first] = (await run("occurrence", "show", ONCE, "--json")).json["reports"]
    said = await run(
        "occurrence", "correct", ONCE, first["id"], "--party", "polis", "--count", 0, "--reason", "Inställd"
    )
    assert said.out == "Redovisningen är rättad för polisen.\n"

    shown = (await run("occurrence", "show", ONCE)).out
    assert "rättad: Inställd" in shown
    assert "ersatt av en rättelse" in shown
    assert "0 av 1 gjort" in shown


async def test_a_refused_decision_says_why_with_exit_code_1(run: Run):
    said = await run("occurrence", "resume", ONCE, "--party", "polis", *WHY)
    assert (said.code, said.err) == (1, f"Tillfället {ONCE} är inte pausat.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("occurrence", "correct", ONCE, "nej", "--party", "polis", *WHY), "nej är inget id"),
        (("occurrence", "move", ONCE, "--due", "i juni", "--party", "polis", *WHY), "inget datum"),
        (("occurrence", "pause", ONCE, "--party", "polis", "--reason", " "), "Skriv varför"),
        (("assess", "arjeplog-1", "--party", "polis"), "Ange --fulfilment"),
        (("assess", "arjeplog-1", "--party", "polis", "--effect", "bra"), "bra är ingen bedömning"),
        (("assess", "arjeplog-1", "--party", "polis", "--next-period", "kanske"), "lämna, bevara eller utveckla"),
        (("override", "arjeplog-1", "--party", "polis", "--light", "blått", *WHY), "grönt, gult eller rött"),
    ],
)
async def test_what_is_not_understood_is_told_in_one_sentence(run: Run, words: tuple[str, ...], sentence: str):
    said = await run(*words)
    assert said.code == 2
    assert sentence in said.err


async def test_a_party_answers_both_questions_and_says_what_it_wants_next(run: Run):
    words = ("--implementation", "uppfyllt", "--effect", "delvis", "--next-period", "utveckla")
    said = await run("assess", "arjeplog-1", "--party", "polis", *words)
    assert said.out.endswith("arjeplog-1 är uppfyllt som insats och delvis uppfyllt till sin effekt.\n")

    summary = " ".join((await run("summary", AGREEMENT)).out.split())
    assert "Polisen: delvis uppfyllt" in summary
    assert "utveckla" in summary


async def test_an_overridden_light_is_shown_with_who_and_why(run: Run):
    said = await run("override", "arjeplog-1", "--party", "polis", "--light", "grönt", "--reason", "Klart på fredag")
    assert said.out == "arjeplog-1 visas som ✓ i fas till nästa bedömning.\n"
    assert "satt av polisen" in (await run("summary", AGREEMENT)).out
