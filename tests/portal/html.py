"""What does a page hold, as a reader's tools see it?"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br", "base"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(one.tag for one in self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            one
            for one in self.elements
            if one.tag == tag and all(one.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def words(self) -> str:
        """All its text, with single spaces."""
        return " ".join(self.one("body").text.split())

    def fields(self) -> dict[str, str]:
        """What the answer form would send if nothing were filled in."""
        hidden = self.all("input", type="hidden") + self.all("input", type="date")
        return {one.attributes["name"]: one.attributes["value"] for one in hidden}

    def sent(self) -> dict[str, str]:
        """What a browser sends of all forms on the page, as they are filled in."""
        texts: dict[str, str] = {}
        for one in self.elements:
            told = one.attributes
            if one.tag == "select":
                chosen = told["name"]
            elif one.tag == "option" and "select" in one.inside and ("selected" in told or chosen not in texts):
                texts[chosen] = told["value"]
            elif one.tag == "textarea":
                texts[told["name"]] = one.text.removeprefix("\n")
            elif one.tag == "input" and (told["type"] not in {"radio", "checkbox"} or "checked" in told):
                texts[told["name"]] = told["value"]
        return texts


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert not page._open, "something is never closed"
    return page
