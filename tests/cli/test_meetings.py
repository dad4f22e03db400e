"""Meetings are planned, prepared, decided and closed from the terminal."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import (
    AgreementCard,
    AgreementChanges,
    AmendAgreement,
    CancelCommitment,
    Count,
    FocusArea,
    RegisterAgreement,
    Review,
    ShowAgreement,
    Window,
)
from tests.builders import AGREEMENT, a_commitment, a_document
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Said, Terminal
from tests.system import System

Run = Callable[..., Awaitable[Said]]
FIRST = f"{AGREEMENT}/meeting-1"


@pytest.fixture
async def run(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """A terminal at a system with one promise that is late, and one of every quarter."""
    promised = (
        a_commitment("arjeplog-1", due="2026-01-31"),
        a_commitment("arjeplog-2", Count(min=2, window=Window.QUARTER)),
    )
    document = a_document(commitments=promised, review=Review(cadence=Window.HALF_YEAR, forum="Lokala BRÅ"))
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    await system.settle()
    return a_terminal(system, postgres, tmp_path)


async def test_a_series_is_planned_moved_and_called_off(run: Run):
    assert "2026-07-01" in (await run("meeting", "plan", AGREEMENT)).out
    await run("meeting", "move", FIRST, "--to", "2026-06-11", "--reason", "Semestrar")
    await run("meeting", "cancel", f"{AGREEMENT}/meeting-2", "--reason", "Nytt löfte skrivs")
    meetings = (await run("meeting", "list", "--json")).json
    assert [(one["on"], one["state"]) for one in meetings] == [("2026-06-11", "planned"), ("2027-01-04", "cancelled")]
    own = await run("meeting", "plan", AGREEMENT, "--day", "2026-05-05", "--day", "2026-10-06")
    assert [day in own.out for day in ("2026-05-05", "2026-10-06", "2026-06-11")] == [True, True, False]


async def test_what_is_reminded_of_beside_occurrences_is_shown_with_what_became_of_it(run: Run, system: System):
    await run("meeting", "plan", AGREEMENT)
    shown = (await run("deadlines", AGREEMENT)).out
    assert [word in shown for word in ("2026-06-10", "21 dagar före", FIRST, "väntar")] == [True] * 4
    assert "Går inte till alla undertecknare: kommunalråd (kommunen)" in " ".join(shown.split())
    await run("meeting", "cancel", FIRST, "--reason", "Inga ärenden")
    cancelled = next(one for one in (await run("deadlines", AGREEMENT, "--json")).json if one["meeting_slug"] == FIRST)
    assert {one["reason"] for one in cancelled["rungs"]} == {cancelled["why_quiet"]} == {"Mötet är inställt."}
    assert FIRST not in (await run("deadlines")).out


async def test_a_meeting_is_prepared_decided_closed_and_read(run: Run, system: System):
    await run("meeting", "add", AGREEMENT, "--on", "2026-03-02")
    await run("meeting", "item", FIRST, "Ny [belysning] i parken", "--commitment", "arjeplog-2")
    shown = (await run("meeting", "show", FIRST)).out
    assert "overdue:arjeplog-1/once" in shown
    assert "Ny [belysning] i parken" in shown
    assert "Polisen har inte redovisat sedan förra mötet." in shown

    kept = await run("meeting", "decide", FIRST, "--kind", "annat", "--item", "item:1", "--text", "Lamporna byts")
    assert kept.out == "Antecknat: annat.\n"
    moved = ("--occurrence", "arjeplog-1/once", "--due", "2026-04-30", "--party", "polis", "--text", "Görs i april")
    await run("meeting", "decide", FIRST, "--kind", "flytta", "--item", "overdue:arjeplog-1/once", *moved)
    await run("meeting", "decide", FIRST, "--kind", "utgår", "--commitment", "arjeplog-2", "--text", "Torget byggs om")
    await system.settle()

    closed = await run("meeting", "close", FIRST, "--informed", "2026-03-02")
    read = await run("meeting", "summary", FIRST)
    frozen = (await run("meeting", "summary", FIRST, "--json")).json
    assert hashlib.sha256(frozen["content"].encode()).hexdigest() == frozen["content_hash"]
    assert frozen["content_hash"] in closed.out
    assert frozen["content_hash"] in read.out
    assert "Sista dagen flyttades från 2026-01-31 till 2026-04-30, 89 dagar senare." in read.out
    assert "Beslutat av Lokala BRÅ." in read.out
    assert "Lamporna byts" in read.out
    assert "Genomfört genom kommandot" in read.out


async def test_the_same_line_typed_twice_decides_once(run: Run, system: System):
    await run("meeting", "add", AGREEMENT, "--on", "2026-03-02")
    for _ in range(2):
        said = await run("meeting", "decide", FIRST, "--kind", "förläng", "--until", "2027-03-31", "--text", "Mer tid")
        assert said.code == 0, said.err
    await system.settle()
    assert len((await run("meeting", "show", FIRST, "--json")).json["decisions"]) == 1
    card = await system.ask(ShowAgreement(agreement=AGREEMENT), AgreementCard)
    assert str(card.document.validity.until) == "2027-03-31"


async def test_a_change_that_is_refused_is_no_decision(run: Run, system: System):
    await run("meeting", "add", AGREEMENT, "--on", "2026-03-02")
    await system.tell(CancelCommitment(commitment="arjeplog-2", reason="Dubbelt", forum="BRÅ"))
    said = await run("meeting", "decide", FIRST, "--kind", "utgår", "--commitment", "arjeplog-2", "--text", "Igen")
    assert (said.code, "utgått" in said.err) == (1, True)
    assert (await run("meeting", "show", FIRST, "--json")).json["decisions"] == []


async def test_work_is_handed_over_by_role(run: Run, system: System):
    await run("meeting", "add", AGREEMENT, "--on", "2026-03-02")
    words = ("--kind", "överlämna", "--commitment", "arjeplog-2", "--text", "Kommunen tar över")
    assert "heter rektor" in (await run("meeting", "decide", FIRST, *words, "--to", "rektor")).err
    assert (await run("meeting", "decide", FIRST, *words, "--to", "samordnare")).code == 0
    await system.settle()
    await run("meeting", "close", FIRST)
    read = (await run("meeting", "summary", FIRST)).out
    assert "Överlämnat från kommunpolis (polisen), samordnare (kommunen) till samordnare (kommunen)." in read


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--kind", "flytta", "--text", "x"), "--occurrence saknas."),
        (("--kind", "överlämna", "--commitment", "arjeplog-2", "--text", "x"), "--to saknas."),
        (("--kind", "kanske", "--text", "x"), "kanske är inget slags beslut."),
    ],
)
async def test_half_a_decision_is_not_understood(run: Run, words: tuple[str, ...], sentence: str):
    await run("meeting", "add", AGREEMENT, "--on", "2026-03-02")
    said = await run("meeting", "decide", FIRST, *words)
    assert (said.code, sentence in said.err) == (2, True)


async def test_a_new_version_stands_beside_the_first(run: Run):
    await run("meeting", "add", AGREEMENT, "--on", "2026-03-02")
    await run("meeting", "close", FIRST)
    await run("report", "arjeplog-1/once", "--party", "polis", "--count", 0, "--comment", "Snöhinder")
    assert (await run("meeting", "refreeze", FIRST, "--reason", "Sen redovisning")).out.startswith("Version 2 är fryst")
    assert "Snöhinder" in (await run("meeting", "summary", FIRST)).out
    first = (await run("meeting", "summary", FIRST, "--version", 1)).out
    assert "version 1 av 2" in first
    assert "Snöhinder" not in first


async def test_the_summary_has_its_nine_sections(run: Run):
    shown = (await run("summary", AGREEMENT)).out
    headings = [
        "1. Medborgarlöften Arjeplog",
        "2. Sedan förra mötet",
        "3. Löften och åtaganden",
        "4. Ej redovisat",
        "5. Ska vara klart",
        "6. Behöver beslut",
        "7. Lagens klockor",
        "8. Återkoppling till invånarna",
        "9. Om metoden",
    ]
    places = [shown.find(heading) for heading in headings]
    assert -1 not in places
    assert places == sorted(places)
    assert "Processteg:    4 av 5, genomförande" in shown
    assert "Arjeplog: lägesbilden uppdateras – ? okänt när det senast gjordes" in shown
    assert "De visar aktivitet, aldrig effekt." in shown


async def test_a_focus_area_is_read_in_the_order_of_bra(run: Run, system: System):
    """Orsak, then Åtgärd – När – Vem – Uppföljning of each; the goal is the area's and stands above them once."""
    area = FocusArea(id="trygghet", name="Trygghet", problem="Mörkt", cause="Få lampor", goal="Fler ute")
    await system.tell(AmendAgreement(agreement=AGREEMENT, changes=AgreementChanges(focus_areas=(area,)), reason="Mall"))
    await system.settle()

    shown = (await run("summary", AGREEMENT)).out.partition("3. Löften")[2].partition("4. Ej redovisat")[0]

    columns = ["Orsak: Få lampor", "Mål: Fler ute", "Åtgärd", "När", "Vem", "Gjort", "Läge", "Uppföljning"]
    places = [shown.find(column) for column in columns]
    assert -1 not in places
    assert places == sorted(places)
