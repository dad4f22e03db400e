"""The accessibility statement that the law asks for (lag 2018:1937): can a reader find it and report a fault?"""

import httpx
import pytest

from services.portal.app import build
from services.portal.settings import Settings
from tests.fakes import StoppedClock
from tests.portal.conftest import browser_of
from tests.portal.html import read
from tests.system import KEY


@pytest.mark.parametrize("page", ["/", "/overenskommelser", "/svar/hej", "/finns-inte"])
async def test_every_page_leads_to_a_statement_that_says_how_to_report_a_fault(
    browser: httpx.AsyncClient, page: str
) -> None:
    [link] = [one for one in read((await browser.get(page)).text).all("a") if one.text == "Tillgänglighet"]

    told = read((await browser.get(link.attributes["href"])).text)

    assert "Anmäl brister till oss" in [one.text for one in told.all("h2")]
    assert "Berätta vilken sida det gäller och vad som inte gick." in told.words
    assert "digg.se/tdosanmalan" in told.words


async def test_the_statement_names_the_mailbox_that_the_operator_has_set() -> None:
    contact = "tillganglighet.arjeplog@example.se"
    for said, way in ((None, "kommunens växel"), (contact, contact)):
        browser = browser_of(build(Settings(link_key=KEY, contact=said), StoppedClock()).pages["/"])
        assert way in read((await browser.get("/tillganglighet")).text).words


def test_what_is_no_mailbox_is_not_taken_as_one() -> None:
    with pytest.raises(ValueError, match="contact"):
        Settings(link_key=KEY, contact="ring oss")
