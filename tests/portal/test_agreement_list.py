"""The list of agreements is narrowed, searched and sorted by its address alone."""

from datetime import date
from uuid import uuid5

import httpx
import pytest

from schemas.agreements import AgreementLine, AgreementState, AgreementType
from schemas.base import NAMESPACE_LOFTESKOLL
from services.portal.pages.agreement_list import matches
from tests.builders import a_commitment
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.system import System


def a_line(title: str, *municipalities: str) -> AgreementLine:
    return AgreementLine(
        id=uuid5(NAMESPACE_LOFTESKOLL, title),
        slug="a",
        type=AgreementType.CITIZEN_PROMISE,
        title=title,
        state=AgreementState.ACTIVE,
        municipalities=municipalities,
        counties=("25",),
        since=date(2026, 1, 1),
        until=None,
        commitments=1,
    )


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("", True),
        ("vandring", True),
        ("TRYGGHETSVANDRINGAR", True),
        ("löfte arjeplogs", True),
        ("medborgarlöftena i", True),
        ("löftet", True),
        ("norrbotten", True),
        ("vandring malå", False),
        ("skolor", False),
        ("!?", True),
    ],
)
def test_a_word_is_found_in_any_inflection_and_inside_a_compound(sought: str, found: bool) -> None:
    assert matches(sought, a_line("Trygghetsvandringen i Arjeplog", "2506")) is found


def names(page: Page) -> list[str]:
    return [one.text for one in page.all("a") if one.attributes.get("class") == "lead"]


async def test_the_list_is_narrowed_sorted_and_searched_and_says_how_many_of_how_many(
    system: System, browser: httpx.AsyncClient
) -> None:
    for slug, title, place, until in (
        ("a", "Ängsvakten", "2506", None),
        ("b", "Årets löften", "2418", "2026-12-31"),
        ("c", "Bättre skolväg", "2506", "2026-06-30"),
    ):
        one = a_commitment(slug, agreement=slug)
        await sign(system, slug=slug, title=title, municipalities=(place,), until=until, commitments=(one,))

    async def shown(asked: str = "") -> Page:
        return read((await browser.get(f"/overenskommelser?{asked}")).text)

    page = await shown()
    assert names(page) == ["Bättre skolväg", "Årets löften", "Ängsvakten"]
    assert page.one("th", **{"aria-sort": "ascending"}).text.startswith("Namn")
    assert "✓ Gäller" in " ".join(page.one("table").text.split())
    assert page.one("caption").text == "3 av 3 överenskommelser"

    ends = await shown("ordning=till")
    assert names(ends) == ["Bättre skolväg", "Årets löften", "Ängsvakten"]
    [turn] = [one for one in ends.all("a") if one.text.startswith("Gäller till")]
    assert turn.attributes["href"] == "/overenskommelser?ordning=till&riktning=fallande"
    turned = read((await browser.get(turn.attributes["href"] + "&kommun=2506")).text)
    assert names(turned) == ["Ängsvakten", "Bättre skolväg"]
    assert turned.one("th", **{"aria-sort": "descending"}).text.startswith("Gäller till")
    assert turned.one("caption").text == "2 av 3 överenskommelser"

    assert names(await shown("sok=löftet+malå")) == ["Årets löften"]
    assert names(await shown("skede=active&typ=citizen_promise&lan=24")) == ["Årets löften"]
    there = await shown("kommun=2506&lan=25")
    assert there.all("a", href="/overenskommelser?lan=25&kommun=2506&ordning=till")
    nothing = await shown("skede=draft")
    assert "Ingen av 3 överenskommelser stämmer med det du valde." in nothing.words
    assert names(await shown("skede=x&ordning=x&riktning=x&lan=999&kommun=x")) == names(page)
