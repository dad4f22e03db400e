"""Who holds which function, whom mail reaches, and whom it does not, is read on pages."""

from datetime import date

import httpx

from schemas.agreements import AppointSubstitute, EndHolder, SwitchQuiet
from schemas.base import Party
from tests.builders import AGREEMENT, KOMMUNPOLIS, SAMORDNARE, a_commitment, a_function
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.system import System

SCHOOL = a_function("skola")


async def test_holders_substitutes_and_whom_mail_does_not_reach_are_told(
    system: System, browser: httpx.AsyncClient
) -> None:
    promised = (a_commitment(), a_commitment("skolans", by=(SCHOOL,)))
    await sign(system, commitments=promised, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL))
    away = {"since": date(2026, 3, 2), "until": date(2026, 3, 31)}
    await system.tell(AppointSubstitute(function_id=KOMMUNPOLIS.id, substitute_id=SAMORDNARE.id, **away))
    await system.forward(1)
    await system.tell(EndHolder(function_id=SCHOOL.id, on=date(2026, 3, 2)))
    await system.tell(
        SwitchQuiet(party=Party.MUNICIPALITY, municipality="2506", quiet=True, reason="Brevlådan läses av flera.")
    )

    page = read((await browser.get("/funktioner")).text)
    unreached, everybody = page.all("table")
    assert "Skola" in unreached.text
    assert "Ingen innehar den, och ingen ersättare når någon." in unreached.text
    assert "Kommunpolis" not in unreached.text
    said = " ".join(everybody.text.split())
    assert "Samordnare (kommunen) 2026-03-02 till 2026-03-31 ● Ersättaren Samordnare (kommunen)" in said
    assert "samordnare.arjeplog@example.se" in said
    assert "✓ Innehavaren" in said
    assert "Arjeplog" in " ".join(one.text for one in page.all("li"))  # whose mails carry only role and link

    assert (
        "Alla funktioner med öppet arbete går att nå."
        in read((await browser.get("/funktioner?per=2026-03-02")).text).words
    )
    assert "Inga funktioner." in read((await browser.get("/funktioner?lan=12")).text).words
    assert "3 funktioner" in read((await browser.get("/funktioner?kommun=2506")).text).words

    for address in ("/funktioner", f"/funktioner/{SCHOOL.id}", f"/overenskommelser/{AGREEMENT}/trappor"):
        assert "/gor/" in (await browser.get(address)).text, address
        assert "/gor/" not in (await browser.get(f"{address}?per=2026-03-02")).text, "what has been is not changed"

    one = read((await browser.get(f"/funktioner/{SCHOOL.id}")).text)
    assert one.one("h1").text.split() == ["Arjeplog", "Skola"]
    assert "▲ Ingen innehar den" in one.words
    assert (await browser.get("/funktioner/finns-inte")).status_code == 404
