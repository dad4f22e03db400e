"""In a trial anybody who is signed in sets the clock on; where the time is real there is no such thing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from deploy.embedded.clock import DomainClock
from services.portal.app import build
from services.portal.model.clock import next_morning
from services.portal.settings import Settings
from services.runtime.clock import STOCKHOLM, obey_wish
from tests.conftest import MakeDatabase
from tests.portal.html import read
from tests.portal.visitors import Browser, an_account, browser_of, sign_in
from tests.system import KEY

FRIDAY = datetime(2026, 3, 27, 9, tzinfo=STOCKHOLM)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def test_the_next_morning_is_a_working_days_at_eight() -> None:
    for now, morning in (
        ("2026-03-27T07:59", "2026-03-27T08:00"),
        ("2026-03-27T08:00", "2026-03-30T08:00"),
        ("2026-04-02T12:00", "2026-04-07T08:00"),  # Easter
        ("2026-12-23T09:00", "2026-12-28T08:00"),
    ):
        assert next_morning(at(now)) == at(morning), now


@pytest.fixture
def keeper(tmp_path: Path) -> DomainClock:
    clock = DomainClock(tmp_path / "clock.json")
    clock.begin(FRIDAY, 1.0)
    return clock


@pytest.fixture
def looks() -> asyncio.Event:
    """Whether the keeper looks for what is asked."""
    always = asyncio.Event()
    always.set()
    return always


@pytest.fixture
async def browser(
    keeper: DomainClock, looks: asyncio.Event, tmp_path: Path, database: MakeDatabase
) -> AsyncIterator[Browser]:
    """Signed in, in front of a portal alone; its clock's keeper obeys, as the supervisor does."""
    files = {"clock_file": tmp_path / "clock.json", "clock_wish_file": tmp_path / "wish.json"}
    portal = build(Settings(link_key=KEY, database_url=await database("portal"), **files))

    async def obey() -> None:
        while True:
            await looks.wait()
            obey_wish(files["clock_wish_file"], keeper.obey)
            await asyncio.sleep(0.01)

    obeying = asyncio.create_task(obey())
    async with browser_of(portal.pages["/"]) as client:
        yield await sign_in(client, portal, an_account())
    obeying.cancel()
    await portal.database.close()


async def test_it_is_set_on_by_a_step_a_day_or_a_pace_and_every_page_tells_what_it_shows(
    browser: Browser, keeper: DomainClock, looks: asyncio.Event
) -> None:
    assert "Klockan här är 2026-03-27 09:00." in read((await browser.get("/konto")).text).one("footer").text
    steps = (({"steg": "dygn"}, 1), ({"steg": "morgon"}, 3), ({"steg": "vecka"}, 10), ({"dag": "2026-04-10"}, 14))
    for form, days in steps:
        sent = await browser.post("/dev/klocka", data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, "/dev/klocka?stalld=ja"), form
        shown = read((await browser.get(sent.headers["location"])).text)
        assert "Klockan är ställd." in shown.one("p", role="status").text
        assert (keeper.now().astimezone(STOCKHOLM).date() - FRIDAY.date()).days == days
    looks.clear()
    both = [asyncio.create_task(browser.post("/dev/klocka", data={"steg": "dygn"})) for _ in range(2)]
    await asyncio.sleep(0.5)
    looks.set()
    assert {sent.status_code for sent in await asyncio.gather(*both)} == {303}
    assert (keeper.now().astimezone(STOCKHOLM).date() - FRIDAY.date()).days == 16  # neither was lost
    for pace, said in (("still", "Den står still."), ("fort", "Den går 1440 gånger"), ("vanlig", "som den riktiga.")):
        assert (await browser.post("/dev/klocka", data={"takt": pace})).status_code == 303
        assert said in read((await browser.get("/dev/klocka")).text).words


async def test_it_never_goes_back_nor_further_than_a_year_nor_for_who_comes_from_elsewhere(
    browser: Browser, keeper: DomainClock
) -> None:
    for day, sentence in (
        ("2026-03-26", "Klockan går bara framåt. Välj en dag efter 2026-03-27."),
        ("2028-01-01", "Klockan flyttas fram högst ett år i taget. Välj en dag inom ett år."),
        ("snart", "Skriv dagen som 2026-03-31."),
    ):
        refused = await browser.post("/dev/klocka", data={"dag": day})
        assert refused.status_code == 422
        page = read(refused.text)
        assert [link.text for link in page.all("a", href="#dag")] == [sentence]
        assert page.one("input", id="dag").attributes["value"] == day
    assert (await browser.post("/dev/klocka", data={"steg": "vecka", "nyckel": "annans"})).status_code == 403
    browser.cookies.clear()
    assert (await browser.post("/dev/klocka", data={"steg": "vecka"})).status_code == 401
    assert keeper.now() - FRIDAY < timedelta(minutes=5)


async def test_where_the_time_is_real_there_is_no_clock_to_set(database: MakeDatabase) -> None:
    portal = build(Settings(link_key=KEY, database_url=await database("portal")))
    async with browser_of(portal.pages["/"]) as client:
        browser: httpx.AsyncClient = await sign_in(client, portal, an_account())
        assert (await browser.get("/dev/klocka")).status_code == 404
        assert (await browser.post("/dev/klocka", data={"steg": "vecka"})).status_code == 404
        assert "Klockan" not in (await browser.get("/konto")).text
    await portal.database.close()
    with pytest.raises(ValueError, match="clock_wish_file"):
        Settings(link_key=KEY, clock_wish_file="wish")
