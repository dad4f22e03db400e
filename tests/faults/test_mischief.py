"""Is what is drawn as it was asked for, is the mail server at fault as told, and is nothing planted by chance?"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiosmtplib import SMTP, SMTPException

from deploy.embedded.inbox import read_inbox
from tests.deploy.outside import SOURCE
from tests.faults.bugs import BUGS
from tests.faults.mischief import QUIET, Fault, Wish, schedule
from tests.faults.planted import PLANTED
from tests.faults.sink import MODE, REFUSED, Mode, Sink

MAIL = "Subject: Påminnelse\r\n\r\n.\r\nHej\r\n"


@asynccontextmanager
async def a_sink(folder: Path, mode: Mode) -> AsyncIterator[SMTP]:
    (folder / MODE).write_text(mode)
    server = await asyncio.start_server(Sink(folder).meet, "127.0.0.1", 0)
    client = SMTP(hostname="127.0.0.1", port=server.sockets[0].getsockname()[1], timeout=9, start_tls=False)
    try:
        yield client
    finally:
        client.close()
        (folder / MODE).write_text(Mode.WELL)  # who hangs hangs up
        await asyncio.sleep(0.3)
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(
    ("mode", "answer", "taken"),
    [
        (Mode.WELL, "250", 1),
        (Mode.SLOW_250, "250", 1),
        pytest.param(Mode.SLOW_354, "250", 1, marks=pytest.mark.faults),
        (Mode.DROP, "", 1),
        (Mode.HANG_DOT, "", 1),
        (Mode.GREET_421, "", 0),
        (Mode.RCPT_451, "451", 0),
        (Mode.RCPT_550, "550", 0),
        pytest.param(Mode.HANG_MAIL, "", 0, marks=pytest.mark.faults),
        pytest.param(Mode.HANG_DATA, "", 0, marks=pytest.mark.faults),
        (Mode.HANG_UP, "", 0),
        (Mode.DOT_451, "451", 0),
    ],
)
async def test_a_mail_server_is_at_fault_as_told_and_keeps_what_it_took(
    tmp_path: Path, mode: Mode, answer: str, taken: int
):
    async with a_sink(tmp_path, mode) as client:
        said = await _told(client)

    assert answer in said
    mails = read_inbox(tmp_path)
    assert len(mails) == taken
    assert all(mail["Delivered-To"] == "b@example.se" and mail.get_content() == ".\r\nHej\r\n" for mail in mails)
    assert (tmp_path / REFUSED).exists() == (mode is Mode.RCPT_550)


async def _told(client: SMTP) -> str:
    """The code that ended it; empty when there was no answer."""
    try:
        await client.connect()
        await client.mail("a@example.se")
        await client.rcpt("b@example.se")
        code, _ = await client.data(MAIL.encode())
        return str(code)
    except SMTPException as no:
        return str(getattr(no, "code", ""))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_there_are_as_many_kills_as_asked_for_and_a_quarter_of_the_time_is_quiet(seed: int):
    draws = schedule(seed, 200, Wish())
    kinds = [kind for draw in draws for kind, _ in draw.faults]

    assert kinds.count(Fault.KILL) == 200
    assert set(kinds) == set(Fault)
    assert abs(sum(not draw.faults for draw in draws) / len(draws) - QUIET) < 0.12
    assert draws == schedule(seed, 200, Wish()) != schedule(seed + 1, 200, Wish())


def test_every_planted_fault_has_a_run_that_aims_at_it():
    assert set(BUGS) == set(PLANTED)
    assert len(PLANTED) >= 12


def test_every_planted_fault_is_called_as_what_it_replaces():
    plant = "from tests.faults.planted import PLANTED\nfor bug in PLANTED.values(): bug()"

    subprocess.run([sys.executable, "-c", plant], check=True)


def test_nothing_is_planted_outside_a_test():
    known = {name: value for name, value in os.environ.items() if not name.startswith("LOFTESKOLL_")}
    asked = known | {"PYTHONPATH": str(SOURCE), "LOFTESKOLL_PLANTED": "no-watermark"}
    command = [sys.executable, "-m", "tests.faults.planted", "services.followup.app"]
    said = subprocess.run(command, env=asked, capture_output=True, text=True, timeout=60, check=False)

    assert said.returncode == 1
    assert said.stderr == "A fault is planted only where LOFTESKOLL_TEST=1.\n"
