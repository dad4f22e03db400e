"""A stranger reads the mails of an embedded system and follows the link in one, safely."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from services.portal.app import build
from services.portal.settings import Settings
from tests.fakes import StoppedClock
from tests.portal.conftest import browser_of
from tests.portal.html import read
from tests.system import KEY, PORTAL

LINK = f"{PORTAL}/svar/abc.def-_9"
ELSEWHERE = "https://example.net/svar/abc"


def a_mail(
    folder: Path,
    name: str,
    *,
    subject: str = "Påminnelse",
    sent: str = "Mon, 02 Mar 2026 08:00:00 +0100",
    to: str = "kommunpolis.arjeplog@example.se",
) -> None:
    mail = EmailMessage()
    mail["To"], mail["Subject"], mail["Date"] = to, subject, sent
    mail.set_content(f"Svara: {LINK}.\nAnnat: {ELSEWHERE}\n<b>inte fet</b>\n")
    mail.add_alternative(
        f'<p>Svara <a class="x" href="{LINK}">här</a> <a href=\'{ELSEWHERE}\'>där</a></p><script>1</script>',
        subtype="html",
    )
    (folder / name).write_bytes(mail.as_bytes())


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[httpx.AsyncClient]:
    folder = tmp_path / "mail"
    folder.mkdir()
    return browser_of(build(Settings(link_key=KEY, inbox_dir=folder, demo=True), StoppedClock()).pages["/"])


async def test_without_a_folder_there_is_no_inbox() -> None:
    browser = browser_of(build(Settings(link_key=KEY), StoppedClock()).pages["/"])
    for path in ("/dev/inbox", "/dev/inbox/a.eml", "/dev/inbox/a.eml/html"):
        missing = await browser.get(path)
        assert missing.status_code == 404
        assert "Inkorg" not in missing.text


async def test_an_empty_inbox_says_when_mails_come(inbox: httpx.AsyncClient) -> None:
    assert "Inget mejl har skickats än." in read((await inbox.get("/dev/inbox")).text).words


async def test_the_latest_day_of_the_domain_stands_first(inbox: httpx.AsyncClient, tmp_path: Path) -> None:
    a_mail(tmp_path / "mail", "2.eml", subject="Tidigare", sent="Mon, 02 Mar 2026 08:00:00 +0100")
    a_mail(tmp_path / "mail", "1.eml", subject="Senare", sent="Tue, 03 Mar 2026 07:00:00 +0000")
    a_mail(tmp_path / "mail", "0.eml", subject="Utan dag", sent="snart")
    (tmp_path / "mail" / "3.new").write_text("half written")

    rows = read((await inbox.get("/dev/inbox")).text).all("tr")[1:]

    assert [row.text.split()[0] for row in rows] == ["Utan", "Senare", "Tidigare"]
    assert "2026-03-03 08:00" in rows[1].text
    assert "kommunpolis.arjeplog@example.se" in rows[1].text


async def test_the_mails_of_one_mailbox_are_found_among_many(inbox: httpx.AsyncClient, tmp_path: Path) -> None:
    a_mail(tmp_path / "mail", "1.eml", subject="Till polisen")
    a_mail(tmp_path / "mail", "2.eml", subject="Till skolan", to="skola.arjeplog@example.se")
    page = read((await inbox.get("/dev/inbox")).text)
    assert [one.text.strip() for one in page.all("option")] == [
        "Alla",
        "kommunpolis.arjeplog@example.se",
        "skola.arjeplog@example.se",
    ]
    for chosen, found in (("skola.arjeplog@example.se", ["Till skolan"]), ("x", ["Till skolan", "Till polisen"])):
        page = read((await inbox.get("/dev/inbox", params={"till": chosen})).text)
        assert sorted(one.text for one in page.all("a") if "tbody" in one.inside) == sorted(found)


async def test_only_links_into_the_portal_can_be_followed(inbox: httpx.AsyncClient, tmp_path: Path) -> None:
    a_mail(tmp_path / "mail", "1.eml")
    page = read((await inbox.get("/dev/inbox/1.eml")).text)
    text = page.one("pre")
    links = [one.attributes["href"] for one in page.all("a") if "pre" in one.inside]
    assert links == ["/svar/abc.def-_9"]
    assert ELSEWHERE in text.text
    assert "<b>inte fet</b>" in text.text
    assert page.one("iframe").attributes["sandbox"] == "allow-top-navigation-by-user-activation"


async def test_the_html_of_a_mail_runs_nothing_and_leads_nowhere_else(inbox: httpx.AsyncClient, tmp_path: Path) -> None:
    a_mail(tmp_path / "mail", "1.eml")
    shown = await inbox.get("/dev/inbox/1.eml/html")
    policy = shown.headers["content-security-policy"]
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "frame-ancestors 'self'" in policy
    assert 'href="/svar/abc.def-_9"' in shown.text
    assert "example.net" not in shown.text


@pytest.mark.parametrize("name", ["..%2F..%2Fsecret.eml", "%2Fetc%2Fpasswd", "3.new", "%00.eml", "finns-inte.eml"])
async def test_a_name_that_is_no_mail_is_not_found(inbox: httpx.AsyncClient, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.eml").write_text("Subject: hemligt\n\nhemligt")
    (tmp_path / "mail" / "3.new").write_text("half written")
    for path in (f"/dev/inbox/{name}", f"/dev/inbox/{name}/html"):
        assert (await inbox.get(path)).status_code == 404
