"""Is every mail that the inbox took kept on disk?"""

import os
import signal
import smtplib
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from deploy.embedded.folder import free_port
from deploy.embedded.inbox import read_inbox
from deploy.embedded.program import Program
from tests.deploy.outside import soon


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[tuple[Program, int, Path]]:
    port = free_port()
    command = [sys.executable, "-m", "deploy.embedded.inbox", str(port), str(tmp_path / "mail")]
    program = Program("inbox", command, tmp_path / "inbox.log")
    program.start()
    soon(lambda: answers(port), "the inbox answers")
    yield program, port, tmp_path / "mail"
    program.stop()


def answers(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=5) as server:
            return server.noop()[0] == 250
    except OSError:
        return False


def send(port: int, subject: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "lofteskoll@example.se", "skola@example.se", subject
    mail.set_content("Hej!\n\nNattvandring: 1 av 3.\n")
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as server:
        server.send_message(mail)


def test_mails_are_read_back_in_the_order_they_came(inbox: tuple[Program, int, Path]) -> None:
    _, port, folder = inbox
    for subject in ("Försenat: nattvandring", "Två påminnelser", "Åtgärd senast 31 mars"):
        send(port, subject)
    mails = read_inbox(folder)
    assert [mail["Subject"] for mail in mails] == ["Försenat: nattvandring", "Två påminnelser", "Åtgärd senast 31 mars"]
    assert mails[0]["Delivered-To"] == "skola@example.se"
    assert "1 av 3" in mails[0].get_content()


def test_what_was_taken_survives_kill_9(inbox: tuple[Program, int, Path]) -> None:
    program, port, folder = inbox
    send(port, "före")
    os.kill(program.pid, signal.SIGKILL)
    soon(lambda: not program.alive, "the inbox is gone")
    program.start()
    soon(lambda: answers(port), "the inbox answers again")
    send(port, "efter")
    assert [mail["Subject"] for mail in read_inbox(folder)] == ["före", "efter"]
