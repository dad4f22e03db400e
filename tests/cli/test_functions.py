"""Holders, substitutes and handing over from the terminal, and the list of whom mail does not reach."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import RegisterAgreement, SetMailbox
from schemas.notifier import RecordBounce
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document, a_function
from tests.cli.at_terminal import a_terminal, show_clock
from tests.cli.terminal import Said, Terminal
from tests.system import System

Run = Callable[..., Awaitable[Said]]
SCHOOL = a_function("skol_chef", mailbox="skola.arjeplog@example.se")


@pytest.fixture
async def run(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """A terminal at a system with two promises, one of them late, and three functions."""
    promised = (a_commitment(due="2026-02-27", by=(SAMORDNARE,)), a_commitment("arjeplog-2"))
    document = a_document(commitments=promised, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL))
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


async def test_a_person_reads_who_holds_what_and_how_much_work_it_has(run: Run):
    shown = (await run("functions")).out

    assert "skol chef (kommunen)" in shown
    assert f"{SAMORDNARE.mailbox} från 2026-01-01 tills vidare" in shown
    assert "✓ innehavaren" in shown
    counted = {one["role"]: one["open_commitments"] for one in (await run("functions", "--json")).json}
    assert counted == {"kommunpolis": 1, "samordnare": 2, "skol_chef": 0}
    assert (await run("functions", "--county", "24")).out == "Inga funktioner.\n"


async def test_a_new_holder_is_appointed_from_a_day(run: Run):
    said = await run("functions", "appoint", "samordnare", "ny@example.se", "--from", "2026-04-01", "--label", "vik")
    shown = (await run("functions")).out

    assert said.out == "Mejl till samordnare (kommunen) går till ny@example.se från 2026-04-01 tills vidare.\n"
    assert f"{SAMORDNARE.mailbox} 2026-01-01–2026-03-31" in shown
    assert "ny@example.se (vik) från 2026-04-01 tills vidare" in shown


async def test_a_substitute_is_appointed_and_recalled(run: Run):
    said = await run("functions", "substitute", SAMORDNARE.mailbox, "skol chef", "--to", "2026-03-31")
    shown = (await run("functions")).out
    recalled = await run("functions", "recall", "samordnare", "skol_chef")

    assert said.out == "skol chef (kommunen) är ersättare för samordnare (kommunen) 2026-03-02–2026-03-31.\n"
    assert "→ skol chef (kommunen)" in shown
    assert recalled.out == "skol chef (kommunen) är inte ersättare för samordnare (kommunen) efter 2026-03-01.\n"


async def test_a_function_whose_holder_has_ended_is_an_orphan(run: Run):
    assert (await run("functions", "orphans")).out == "Alla funktioner med öppet arbete går att nå.\n"
    said = await run("functions", "end", "kommunpolis")
    shown = (await run("functions", "orphans")).out

    assert said.out == "kommunpolis (polisen) har ingen innehavare efter 2026-03-01, om ingen är utsedd.\n"
    assert "Ingen innehar den, och ingen ersättare når någon." in shown
    assert "▲ ingen" in (await run("functions")).out
    [one] = (await run("functions", "orphans", "--json")).json
    assert (one["function"]["role"], one["function"]["reached"]) == ("kommunpolis", None)


async def test_a_function_that_has_not_answered_for_sixty_days_is_an_orphan(run: Run, system: System, tmp_path: Path):
    assert len(system.post.to(SAMORDNARE.mailbox)) == 1
    system.clock.forward(days=60)
    show_clock(system, tmp_path / "clock.json")

    assert "Inget är redovisat sedan mejlet 2026-03-02." in (await run("functions", "orphans")).out
    await run("report", "arjeplog-1/once", "--party", "kommun", "--count", 0)
    await system.settle({})
    assert "samordnare" not in (await run("functions", "orphans")).out


async def test_a_mailbox_that_sends_mail_back_is_an_orphans_until_another_is_appointed(run: Run, system: System):
    [mail] = system.post.to(SAMORDNARE.mailbox)
    await system.tell(RecordBounce(message_id=mail["Message-ID"], code="5.1.1", on=date(2026, 3, 2)))
    shown = (await run("functions", "orphans")).out
    system.clock.forward(days=1)
    await system.tell(SetMailbox(function_id=SAMORDNARE.id, mailbox="ny@example.se"))

    assert "Kom tillbaka 2026-03-02 med koden 5.1.1: adressen finns inte." in shown
    assert (await run("functions", "orphans")).out == "Alla funktioner med öppet arbete går att nå.\n"


async def test_all_open_work_is_handed_over_and_counted(run: Run):
    said = await run("functions", "hand-over", "samordnare", "skol_chef")
    counted = {one["role"]: one["open_commitments"] for one in (await run("functions", "--json")).json}

    assert said.out == "2 åtaganden lämnades över från samordnare (kommunen) till skol chef (kommunen).\n"
    assert counted == {"kommunpolis": 1, "samordnare": 0, "skol_chef": 2}


@pytest.mark.parametrize(
    ("command", "code", "sentence"),
    [
        (("appoint", "ingen", "ny@example.se"), 1, "Det finns ingen funktion som heter ingen."),
        (("appoint", "samordnare", "ny"), 2, "ny är ingen e-postadress."),
        (("appoint", "samordnare", "ny@example.se", "--from", "2026-03-01"), 1, "Det som har varit ändras inte"),
        (("hand-over", "samordnare", "kommunpolis"), 1, "hör till olika parter"),
        (("substitute", "samordnare", "samordnare", "--to", "2026-03-31"), 1, "ersättare för sig själv"),
    ],
)
async def test_what_cannot_be_done_is_said(run: Run, command: tuple[str, ...], code: int, sentence: str):
    said = await run("functions", *command)

    assert (said.code, said.out) == (code, "")
    assert sentence in said.err


async def test_a_name_that_several_have_must_be_said_in_another_way(run: Run, system: System):
    other = a_function("samordnare", mailbox="samordnare.malå@example.se", municipality="2418")
    document = a_document("mala", municipalities=("2418",), functions=(other,), commitments=())
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    said = await run("functions", "end", "samordnare")

    assert said.err.startswith("2 funktioner heter samordnare. Skriv brevlådan eller id i stället: ")
    assert SAMORDNARE.mailbox in said.err
    assert (await run("functions", "end", str(other.id))).code == 0
