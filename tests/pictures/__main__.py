"""What do the main pages look like? A demo of its own in a scratch folder, seen by Chromium: `make pictures`.

The demo's days move with today, so two runs on different days differ.
"""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.async_api import Page, async_playwright

from deploy.embedded.folder import free_port
from services.runtime.clock import STOCKHOLM, real_now
from tests.browser import chromium

PROGRAM = [str(Path(sys.executable).with_name("lofteskoll"))]
TO = Path(__file__).parents[2] / "docs" / "pictures"
AGREEMENT, MUNICIPALITY, OF_MANY_DAYS = "mala-2024-ml", "2418", "trollhattan-2010-so"
WIDE, WIDEST = {"width": 1100, "height": 600}, {"width": 1180, "height": 600}
NARROW, TALL = {"width": 320, "height": 640}, {"width": 320, "height": 1000}
WHO = "Samordnare, alla kommuner i provet"
REPORT = 'a[href^="/tillfalle/"].button'
HEAVY = 100_000
"""Bytes: whoever fetches the source fetches the pictures too."""
MEETING = 'a[href^="/moten/"]'
PICTURES = (
    ("start", WIDE, "/", ""),
    ("start-narrow", NARROW, "/", ""),
    ("agreement", WIDEST, f"/overenskommelser/{AGREEMENT}", ""),
    ("meeting", WIDE, f"/overenskommelser/{AGREEMENT}/moten", MEETING),
    ("municipality", WIDE, f"/kommuner/{MUNICIPALITY}", ""),
    ("answer-narrow", TALL, "/", REPORT),
    ("promises-narrow", NARROW, f"/loften/{MUNICIPALITY}", ""),
    ("year", WIDE, f"/overenskommelser/{OF_MANY_DAYS}/ar", ""),
)
"""Name, size, address, and what is clicked there first if anything."""


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The address of the portal of a demo that begins today at 08:30."""
    port, now = free_port(), real_now().astimezone(STOCKHOLM)
    where = ["--data", str(folder)]
    begin = ["up", "--demo", "--clock", f"{now:%Y-%m-%d}T08:30", "--port", str(port), *where, "--detach"]
    run(*begin)
    try:
        for party in ("kommun", "polis"):
            run("report", f"mala-5/{now.year}", "--party", party, "--count", "1", *where)
        run("meeting", "plan", AGREEMENT, "--day", f"{now.date()}", *where)
        yield f"http://127.0.0.1:{port}"
    finally:
        run("down", *where)


def run(*words: str) -> None:
    subprocess.run([*PROGRAM, *words], check=True, stdout=subprocess.DEVNULL)


async def take(portal: str, to: Path) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.OF_THE_MACHINE, args=chromium.arguments())
        context = await browser.new_context(color_scheme="light", locale="sv-SE")
        page = await context.new_page()
        await page.goto(f"{portal}/logga-in")
        await page.get_by_role("button", name=WHO).click()
        for name, size, address, clicked in PICTURES:
            page = await context.new_page()
            await page.set_viewport_size(size)
            await page.goto(portal + address)
            if clicked:
                await page.locator(clicked).first.click()
            await keep(page, to / f"{name}.png")
            await page.close()
        await browser.close()


async def keep(page: Page, file: Path) -> None:
    picture = await page.screenshot(path=file)
    sys.stdout.write(f"{file.name} {len(picture) / 1000:.0f} kB{' is heavy' * (len(picture) > HEAVY)}\n")


def main() -> None:
    if not chromium.FOUND:
        sys.exit(chromium.MISSING)
    TO.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lofteskoll-pictures-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o711)  # root's PostgreSQL runs as another user and must pass through
        with demo(folder / "data") as portal:
            asyncio.run(take(portal, TO))


if __name__ == "__main__":
    main()
