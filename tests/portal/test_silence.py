"""When one service says nothing, the pages tell what the others know, and who it is that is silent."""

import httpx

from tests.portal.conftest import sign
from tests.portal.html import read
from tests.system import System


async def test_what_the_others_know_is_told_and_who_is_silent(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system)
    everybody = read((await browser.get("/systemet")).text)
    assert "Klockan i systemet är 2026-03-02 09:00." in everybody.words
    assert everybody.words.count("✓ Svarar") == 4

    await system.services["notifier"].broker.stop()
    one_is_gone = " ".join(read((await browser.get("/systemet")).text).one("table").text.split())
    assert "Utskicken ▲ Svarar inte" in one_is_gone
    assert one_is_gone.count("✓ Svarar") == 3
    functions = read((await browser.get("/funktioner")).text).words
    assert "Utskicken svarar inte just nu" in functions
    assert "kommunpolis.arjeplog@example.se" in functions
    why = read((await browser.get("/tillfalle/arjeplog-1/2026/varfor")).text).words
    assert "Utskicken svarar inte just nu" in why
    assert "Regeln är" in why
    assert (await browser.get("/mejl")).status_code == 503
