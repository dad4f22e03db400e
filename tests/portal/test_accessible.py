"""Every page can be read with a screen reader, used with a keyboard and without JavaScript (what a machine can see)."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import httpx
import pytest

from schemas.base import Party
from schemas.portal import AccountRole
from services.portal.pages.routes import STATIC
from services.runtime.links import Link, make_link_token
from tests.browser.pages import PAGES, a_system_to_look_at, who_looks
from tests.builders import KOMMUNPOLIS, commitment_id
from tests.cli.writing import a_signed_agreement
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.portal.visitors import signed_in
from tests.system import KEY, System

STYLE = (STATIC / "style.css").read_text()
BACKGROUNDS = ("page", "paper")
WRITTEN = json.dumps(a_signed_agreement(id="ny-2026"), ensure_ascii=False)
TONES = ("green", "yellow", "red", "grey")


@pytest.fixture
async def pages(system: System, browser: httpx.AsyncClient) -> dict[str, Page]:
    await a_system_to_look_at(system)
    found = {path: read((await browser.get(path)).text) for path in PAGES}
    for who, role in (("board", AccountRole.COUNTY_BOARD), ("operator", AccountRole.OPERATOR)):
        async with signed_in(system.services["portal"], role) as other:
            found |= {path: read((await other.get(path)).text) for path in PAGES if who_looks(path) == who}
    mistaken = await browser.post("/tillfalle/sen/once", data={"count": "x"})
    unfilled = await browser.post("/gor/lova-mer", data={"commitment.recurrence.count.min": "två"})
    foreseen = await browser.post("/las-in", data={"text": "agreements:\n- {id: ny, title: Ny}\n- " + WRITTEN})
    taken_in = await browser.post("/las-in/gor", data=read(foreseen.text).fields())
    return found | {
        "mistakes": read(mistaken.text),
        "a form's mistakes": read(unfilled.text),
        "what a file leads to": read(foreseen.text),
        "what became of a file": read(taken_in.text),
    }


async def test_every_page_has_what_a_reader_needs(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert page.one("html").attributes["lang"] == "sv", path
        assert page.one("title").text.endswith("– Löfteskoll"), path
        for landmark in ("header", "main", "footer", "h1"):
            assert len(page.all(landmark)) == 1, (path, landmark)
        assert page.all("a")[0].attributes == {"class": "skip", "href": "#innehall"}, path
        check_headings(page)
        check_tables(page)
        check_names(page)
        check_nothing_foreign(page)


def check_headings(page: Page) -> None:
    levels = [int(one.tag[1]) for one in page.elements if re.fullmatch(r"h[1-6]", one.tag) and "div" not in one.inside]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def check_tables(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption"))
    assert all(one.attributes.get("scope") in {"col", "row"} for one in page.all("th"))
    assert all(one.text.strip() for one in page.all("th") + page.all("caption"))


def check_names(page: Page) -> None:
    names = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(names) == len(set(names))
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for one in page.elements:
            assert set(one.attributes.get(attribute, "").split()) <= set(names)
    labelled = {one.attributes.get("for") for one in page.all("label")}
    for one in page.all("input") + page.all("select") + page.all("textarea"):
        if one.attributes.get("type") == "hidden":
            continue
        assert "label" in one.inside or one.attributes["id"] in labelled
    for one in page.all("a"):
        target = one.attributes["href"]
        assert one.text.strip()
        assert not target.startswith("#") or target[1:] in names


def check_nothing_foreign(page: Page) -> None:
    assert page.all("script") == page.all("style") == []
    for one in page.elements:
        assert "style" not in one.attributes
        assert not any(name.startswith("on") for name in one.attributes)
        for attribute in ("href", "src", "action"):
            assert one.attributes.get(attribute, "/").startswith(("/", "#"))


async def test_a_status_is_a_word_beside_a_symbol(pages: dict[str, Page]) -> None:
    shown = [
        one for page in pages.values() for one in page.elements if "status" in one.attributes.get("class", "").split()
    ]
    assert shown
    for one in shown:
        symbol, word = one.text.split(maxsplit=1)
        assert symbol in "✓●▲○–"
        assert word.strip()


async def test_who_comes_from_a_mail_sees_no_menu(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system)
    token = make_link_token(KEY, Link(commitment_id(), KOMMUNPOLIS.id, Party.POLICE), date(2026, 4, 1))
    for path in (f"/svar/{token}", "/svar/hej"):
        assert read((await browser.get(path)).text).all("nav") == []


def test_the_style_asks_for_nothing_from_elsewhere() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    colours = dict(schemes())[scheme]
    for background in BACKGROUNDS:
        for ink in ("ink", "quiet", "accent"):
            assert contrast(colours[ink], colours[background]) >= 4.5, (ink, background)
        for edge in ("edge", "focus"):
            assert contrast(colours[edge], colours[background]) >= 3, (edge, background)
    for tone in TONES:
        assert contrast(colours[tone], colours[f"{tone}-tint"]) >= 4.5, tone
        assert contrast(colours[tone], colours["paper"]) >= 4.5, tone
    assert contrast(colours["accent-ink"], colours["accent"]) >= 4.5


def schemes() -> Iterator[tuple[str, dict[str, str]]]:
    blocks = re.findall(r":root \{(.+?)\}", STYLE, re.DOTALL)
    for scheme, block in zip(("light", "dark"), blocks, strict=False):
        yield scheme, dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
