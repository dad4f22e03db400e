"""What a meeting gets on paper: A4, without colour, buttons or menu, also from a screen with a dark scheme."""

from playwright.async_api import Browser

from tests.browser import chromium, paper
from tests.browser.conftest import Cookie
from tests.browser.pages import a_system_to_look_at, who_looks
from tests.builders import AGREEMENT
from tests.system import System

pytestmark = chromium.needed

COLOURED = """() => [...document.querySelectorAll("body, body *")].flatMap((one) => {
  const { color, backgroundColor, borderTopColor } = getComputedStyle(one);
  const parts = [color, backgroundColor, borderTopColor].map((said) => said.match(/[0-9.]+/g).slice(0, 3));
  return one.getClientRects().length && parts.some((rgb) => new Set(rgb).size > 1) ? [one.outerHTML.slice(0, 80)] : [];
})"""


async def test_a_printed_page_is_a4_and_has_no_colour(
    system: System, portal: str, cookies: dict[str, Cookie], browser: Browser
):
    await a_system_to_look_at(system)
    page = await browser.new_page(color_scheme="dark")

    for path in (f"/moten/{AGREEMENT}/meeting-1", "/kommuner/2506", "/kommuner/2506/arsrapport", "/lan/25"):
        await page.context.add_cookies([cookies[who_looks(path)]])
        seen = await page.goto(portal + path)
        assert seen.status == 200, path
        await page.emulate_media(media="print", color_scheme="dark")
        assert paper.read(await page.pdf(prefer_css_page_size=True)).sizes == {paper.A4}, path
        assert await page.evaluate(COLOURED) == [], path
        for beside in ("header", "footer", ".screen", ".wishes"):
            assert not [one for one in await page.locator(beside).all() if await one.is_visible()], (path, beside)
