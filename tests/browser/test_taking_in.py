"""A file is chosen in a browser, what it leads to is read, and then it is taken in: also on a narrow dark screen."""

from pathlib import Path

import yaml
from playwright.async_api import Browser, expect

from tests.browser import chromium
from tests.browser.conftest import Cookie
from tests.browser.hands import Mouse
from tests.browser.test_wcag import wrong_with
from tests.cli.writing import a_signed_agreement, a_written_commitment
from tests.system import System

pytestmark = chromium.needed


async def test_a_file_is_looked_at_and_then_taken_in(
    system: System, portal: str, cookies: dict[str, Cookie], browser: Browser, tmp_path: Path
):
    wrong = a_signed_agreement(id="fel", commitments=[a_written_commitment(text="Ring 19811218-9876", public="ja")])
    file = tmp_path / "avtal.yaml"
    file.write_text(yaml.safe_dump({"agreements": [a_signed_agreement(), wrong]}, allow_unicode=True))
    page = await browser.new_page(base_url=portal, color_scheme="dark", viewport={"width": 320, "height": 900})
    await page.context.add_cookies([cookies["coordinator"]])
    hand = Mouse(page)

    await page.goto("/overenskommelser")
    await hand.follow("Läs in ur en fil")
    await page.get_by_label("Fil", exact=True).set_input_files(file)
    await hand.send("Se vad det leder till")
    await expect(page.locator("main")).to_contain_text("1 av 2 överenskommelser kan läsas in")
    await page.get_by_text("Vad som lovas och när det först ska vara gjort").click()
    assert await wrong_with(page) == []
    await hand.send("Läs in 1 överenskommelse")
    await expect(page.locator("main")).to_contain_text("Registrerad")
    assert await wrong_with(page) == []
    await hand.follow("Medborgarlöften Arjeplog")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Medborgarlöften Arjeplog")
