"""A mail is sent and comes back: the report reaches the ledger through the pipe, and names nobody."""

import asyncio
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from schemas.agreements import RegisterAgreement
from schemas.notifier import LedgerLine, LedgerLines, MailState, ShowLedger
from tests.builders import SAMORDNARE, a_commitment, a_document
from tests.cli.delivery_reports import AUTO_REPLY, DELAYED, EXCHANGE, OURS, POSTFIX
from tests.cli.terminal import Terminal
from tests.looking import rows
from tests.system import System


@pytest.fixture
async def mailed(system: System) -> str:
    """The Message-ID of a reminder that has been sent."""
    due_soon = a_commitment(due="2026-03-30", by=(SAMORDNARE,))
    await system.tell(RegisterAgreement(document=a_document(commitments=(due_soon,)), signed_on=date(2026, 1, 1)))
    await system.settle()
    await system.settle()
    (mail,) = system.post.mails
    return str(mail["Message-ID"])


async def the_line(system: System) -> LedgerLine:
    (line,) = (await system.ask(ShowLedger(), LedgerLines)).lines
    return line


async def test_a_bounce_piped_in_stands_in_the_ledger_and_in_the_explanation(
    system: System, terminal: Terminal, mailed: str
):
    code, said, complaint = await pipe(terminal, EXCHANGE.replace(OURS, mailed))

    assert (code, said, complaint) == (0, "Antecknat: mejlet kom tillbaka med koden 5.1.10.\n", "")
    line = await the_line(system)
    assert (line.state, line.message_id) == (MailState.BOUNCED, mailed)
    shown = (await terminal("explain", line.occurrence_id)).out
    assert "kom tillbaka" in shown
    assert "Kom tillbaka 2026-03-02 med koden 5.1.10: adressen finns inte." in shown


async def test_a_bounce_told_twice_is_told_once_and_names_nobody(
    system: System, terminal: Terminal, mailed: str, tmp_path: Path
):
    report = tmp_path / "studs.eml"
    report.write_text(POSTFIX.replace(OURS, mailed))

    for _ in range(2):
        assert (await terminal("bounce", report)).code == 0
    await system.settle()

    events = await rows(system.urls["notifier"], "SELECT body::text FROM event_log WHERE subject ~ 'bounced'")
    assert len(events) == 1
    for table in ("event_log", "notice", "attempt", "command_done"):
        assert not await rows(system.urls["notifier"], f"SELECT 1 FROM {table} t WHERE t::text ~ 'testsson'")  # noqa: S608


async def test_a_delay_changes_nothing_and_says_so(system: System, terminal: Terminal, mailed: str, tmp_path: Path):
    report = tmp_path / "sen.eml"
    report.write_text(DELAYED.replace(OURS, mailed))

    said = await terminal("bounce", report)

    assert (said.code, said.out) == (0, "Mejlet är försenat men inte tillbaka; servern försöker än. Inget är ändrat.\n")
    assert (await the_line(system)).state is MailState.SENT


async def test_what_is_refused_says_why_and_names_nobody(terminal: Terminal, tmp_path: Path):
    (tmp_path / "annan.eml").write_text(POSTFIX)
    (tmp_path / "svar.eml").write_text(AUTO_REPLY)
    (tmp_path / "stor.eml").write_bytes(POSTFIX.encode() + b"x" * 10_000_000)
    for name, sentence in (
        ("annan", "Inget mejl härifrån har det Message-ID"),
        ("svar", "ingen leveransrapport"),
        ("stor", "större än 5 MB"),
        ("borta", "Filen borta.eml går inte att läsa"),
    ):
        said = await terminal("bounce", tmp_path / f"{name}.eml")
        assert (said.code, said.out) == (1, "")
        assert sentence in said.err
        assert "testsson" not in said.err


async def test_a_report_is_kept_by_the_mail_server_while_the_system_is_down(tmp_path: Path):
    out_of_reach = Terminal({"LOFTESKOLL_NATS_URL": "nats://127.0.0.1:1"})
    nowhere = Terminal({"LOFTESKOLL_NATS_URL": ""})

    assert (await pipe(out_of_reach, POSTFIX))[0] == 75
    assert (await pipe(nowhere, POSTFIX, "--data", str(tmp_path)))[0] == 75


async def pipe(terminal: Terminal, mail: str, *options: str) -> tuple[int | None, str, str]:
    """As a mail server does it, with hardly any environment."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.cli.app", "bounce", "-", *options),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"} | terminal.environment,
    )
    out, err = await process.communicate(mail.encode())
    return process.returncode, out.decode(), err.decode()
