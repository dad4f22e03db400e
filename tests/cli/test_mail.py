"""The mails of an embedded system are listed with their links, and read."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

LINK = "http://127.0.0.1:8300/svar/abc.def"


def a_mail(subject: str, text: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "lofteskoll@example.se", "kommunpolis@example.se", subject
    mail["Date"], mail["Message-ID"] = "Mon, 02 Mar 2026 08:00:00 +0100", f"<{len(subject)}@example.se>"
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p>", subtype="html")
    return mail.as_bytes()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    (tmp_path / "1.eml").write_bytes(a_mail("Försenat: Trygghetsvandring", f"Hej!\n\nBerätta när:\n{LINK}\n{LINK}\n"))
    (tmp_path / "2.eml").write_bytes(a_mail("Påminnelse \x1b[31m", "Å, ä och ö."))
    return Terminal({"LOFTESKOLL_NATS_URL": "nats://127.0.0.1:1", "LOFTESKOLL_MAIL_DIR": str(tmp_path)})


async def test_mails_are_listed_with_their_links(terminal: Terminal):
    first, second = (await terminal("inbox", "--json")).json

    assert (first["number"], first["to"], first["subject"]) == (
        1,
        ["kommunpolis@example.se"],
        "Försenat: Trygghetsvandring",
    )
    assert (first["date"], first["links"]) == ("2026-03-02T08:00:00+01:00", [LINK])
    assert second["links"] == []


async def test_a_link_is_never_broken_over_two_lines(terminal: Terminal):
    shown = (await terminal("inbox")).out

    assert f"     {LINK}\n" in shown
    assert "2026-03-02 08:00  kommunpolis@example.se" in shown


async def test_a_mail_steers_nobodys_terminal(terminal: Terminal):
    assert "\x1b" not in (await terminal("inbox")).out


async def test_one_mail_is_read(terminal: Terminal):
    shown = (await terminal("inbox", "show", 2)).out

    assert "To: kommunpolis@example.se" in shown
    assert "Å, ä och ö." in shown


async def test_a_number_beyond_the_last_is_refused(terminal: Terminal):
    said = await terminal("inbox", "show", 3)

    assert (said.code, said.err) == (1, "Det finns inget mejl nummer 3; de är 2.\n")


async def test_an_empty_inbox_says_so(tmp_path: Path):
    environment = {"LOFTESKOLL_NATS_URL": "nats://127.0.0.1:1", "LOFTESKOLL_MAIL_DIR": str(tmp_path)}

    assert (await Terminal(environment)("inbox")).out == "Inga mejl har skickats än.\n"


async def test_a_real_deployment_has_no_inbox():
    said = await Terminal({"LOFTESKOLL_NATS_URL": "nats://127.0.0.1:1"})("inbox")

    assert said.code == 1
    assert "Inkorgen finns bara i ett inbyggt system" in said.err
