"""How does a person use a page? By pointing at what it calls things, or with the keyboard alone."""

from playwright.async_api import Locator, Page, expect

SEEN = """[document.activeElement, document.activeElement.closest("label") ?? document.activeElement]
  .some(one => getComputedStyle(one).outlineStyle != "none")"""
"""Whether the focus can be seen: on the element itself, or on its label."""
FURTHEST, MOST_CHOICES = 120, 10
FOCUSED = "one => one === document.activeElement"


class Mouse:
    """Names are those that a screen reader says, so a field or a button without one cannot be used."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def follow(self, link: str) -> None:
        await self._use(self.page.get_by_role("link", name=link, exact=True).first)
        await self.page.wait_for_load_state()

    async def open(self, folded: str) -> None:
        """What is folded away under a summary."""
        await self._use(self.page.locator("summary").filter(has_text=folded).first)

    async def send(self, button: str, says: str = "") -> None:
        """`says`: what the page tells afterwards of what was done."""
        await self._use(self.page.get_by_role("button", name=button, exact=True))
        await self.page.wait_for_load_state()
        if says:
            await expect(self.page.get_by_role("status")).to_contain_text(says)

    async def write(self, field: str, text: str) -> None:
        await self.page.get_by_label(field).fill(text)

    async def choose(self, field: str, option: str) -> None:
        await self.page.get_by_label(field).select_option(option)

    async def tick(self, choice: str, among: str = "") -> None:
        await self._use(self._choice(choice, among))

    async def _use(self, one: Locator) -> None:
        await one.click()

    def _choice(self, choice: str, among: str) -> Locator:
        place = self.page.get_by_role("group", name=among).last if among else self.page
        radio = place.get_by_role("radio", name=choice, exact=True)
        return radio.or_(place.get_by_role("checkbox", name=choice, exact=True))


class Keyboard(Mouse):
    """Tab until what is named has the focus, as somebody does who has no mouse; each stop must be seen to have it."""

    async def write(self, field: str, text: str) -> None:
        one = self.page.get_by_label(field)
        await self._reach(one)
        await self.page.keyboard.type(text)
        if await one.get_attribute("type") == "date" and await one.input_value() != text:
            await self._write_as_in_america(text)
        await expect(one).to_have_value(text)

    async def _write_as_in_america(self, day: str) -> None:
        """Month, day, year: the order follows the browser's language, not the page's."""
        year, *rest = day.split("-")
        for _ in range(2):
            await self.page.keyboard.press("ArrowLeft")
        await self.page.keyboard.type("".join([*rest, year]))

    async def choose(self, field: str, option: str) -> None:
        await self._reach(self.page.get_by_label(field))
        await self.page.keyboard.type(option.partition(" ")[0])

    async def tick(self, choice: str, among: str = "") -> None:
        """Tab comes to one radio button of a group; arrows go to the others."""
        one = self._choice(choice, among)
        name = await one.get_attribute("name")
        await self._reach(self.page.locator(f'[name="{name}"]').first)
        await self.page.keyboard.press("Space")
        for _ in range(MOST_CHOICES):
            if await one.is_checked():
                return
            await self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{one} is not reached by arrows")

    async def _use(self, one: Locator) -> None:
        await self._reach(one)
        await self.page.keyboard.press("Enter")

    async def _reach(self, one: Locator) -> None:
        await expect(one).to_be_attached()
        for _ in range(FURTHEST):
            await self.page.keyboard.press("Tab")
            assert await self.page.evaluate(SEEN), await self.page.evaluate("document.activeElement.outerHTML")
            if await one.evaluate(FOCUSED):
                return
        raise AssertionError(f"{one} is not reached by Tab")
