"""Somebody who seldom writes agreements writes one step by step, and loses nothing on the way."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest

from schemas.agreements import (
    AgreementCard,
    AgreementState,
    AgreementType,
    Continuous,
    Count,
    FunctionLine,
    Once,
    OnDemand,
    Recurrence,
    Schedule,
    Season,
    ShowAgreement,
    Window,
)
from schemas.portal import AccountRole
from services.portal.pages.drafts import beginnings, progress, suggesting
from services.portal.pages.drafts.draft import WAS
from services.portal.pages.drafts.forms import PICTURE, PROMISE
from services.portal.pages.drafts.refusals import in_words_of
from services.portal.pages.drafts.rhythms import Kept, rule_of, said_of
from services.portal.pages.drafts.standing import slug_of
from services.portal.pages.drafts.steps import BESIDE
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.portal.visitors import signed_in
from tests.system import System

FROM_A_TEMPLATE = "/ny-overenskommelse/parter?forlaga=mall-medborgarlofte"
SLUG = "medborgarlofte-for-arjeplog-2026"
DRAFT = f"/utkast/{SLUG}"
TODAY = date(2026, 3, 2)


async def opened(browser: httpx.AsyncClient, address: str) -> dict[str, Any]:
    """What the form of a step would send as it stands."""
    answer = await browser.get(address)
    assert answer.status_code == 200, address
    texts = read(answer.text).sent()
    return {name: text for name, text in texts.items() if name not in {"stanna", "visa"}}


async def sent(browser: httpx.AsyncClient, address: str, **filled: str) -> httpx.Response:
    return await browser.post(address, data=await opened(browser, address) | filled)


def wrong(answer: httpx.Response) -> list[str]:
    """The sentences of the summary, each with the field that it leads to."""
    assert answer.status_code == 422
    page = read(answer.text)
    names = {one.attributes.get("id") for one in page.elements}
    links = [one for one in page.all("a") if "div" in one.inside and one.attributes["href"].startswith("#")]
    assert all(one.attributes["href"][1:] in names for one in links if one.text != "Hoppa till innehållet")
    return [one.text for one in links]


async def the_draft(system: System, slug: str = SLUG) -> AgreementCard:
    return await system.ask(ShowAgreement(agreement=slug), AgreementCard)


async def test_a_draft_is_saved_at_every_step_and_nothing_is_made_twice(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system)
    first = await opened(browser, FROM_A_TEMPLATE)
    for _ in range(2):
        begun = await browser.post(FROM_A_TEMPLATE, data=first | {"police_areas": "Piteå Älvdal"})
        assert begun.headers["location"] == f"{DRAFT}/lagesbild?klart=utkast"
    assert wrong(await sent(browser, FROM_A_TEMPLATE)) == [
        "Det finns redan en överenskommelse eller ett utkast med den rubriken. Fortsätt med det, eller skriv en annan."
    ]
    late = {"validity.since": "2026-04-01", "validity.until": "2026-03-31"}
    assert wrong(await sent(browser, f"{DRAFT}/parter", **late)) == [
        "Fältet ”Giltighetstid”: slutdagen 2026-03-31 ligger före första dagen 2026-04-01."
    ]
    assert (await sent(browser, f"{DRAFT}/lagesbild", **{"focus_areas.2.name": "Trafik"})).status_code == 303

    promise = f"{DRAFT}/atagande?forslag=mall-vandring"
    suggested = await opened(browser, promise)
    assert suggested["responsible"] != ""  # the samordnare that there is
    seen = read((await browser.post(promise, data=suggested | {"visa": "on"})).text).words
    assert "Så blir det: minst 2 gånger per år" in seen
    assert "senast 2026-12-31" in seen
    assert (await the_draft(system)).commitments == ()
    for _ in range(2):
        assert (await browser.post(promise, data=suggested)).headers["location"] == f"{DRAFT}/ataganden?klart=tillagt"
    own = {"text": "Mopedkontroll vid skolan", "focus_area": "trafik", "recurrence.kind": "latest"}
    new = {"new_role": "fritid", "new_party": "municipality", "new_mailbox": "fritid@example.se"}
    outside = own | new | {"recurrence.latest.due": "2027-03-16"}
    assert wrong(await sent(browser, f"{DRAFT}/atagande", **outside)) == [
        "2027-03-16 är utanför giltighetstiden 2026-03-02–2026-12-31."
    ]
    kept = outside | {"recurrence.latest.due": "2026-03-16"}
    assert (await sent(browser, f"{DRAFT}/atagande", **kept)).status_code == 303
    friday = {"recurrence.kind": "weekly", "recurrence.weekly.weekday": "FR", "text": "Mopedkontroll på fredagar"}
    assert (await sent(browser, f"{DRAFT}/atagande/{SLUG}-2", **friday)).status_code == 303
    followed = await sent(browser, f"{DRAFT}/uppfoljning", cadence="quarter")
    assert followed.headers["location"] == f"{DRAFT}?klart=sparat"

    daily = f"{DRAFT}/atagande/{SLUG}-2"
    both = {"text": "Mopedkontroll varje dag", "recurrence.kind": "continuous", "new_role": "811228-9874"}
    refused = await sent(browser, daily, **both, new_party="police", new_mailbox="x@example.se")
    [sentence] = wrong(refused)
    assert sentence.startswith("Fältet ”Roll” ser ut att innehålla ett personnummer")
    assert (await the_draft(system)).commitments[1].text == "Mopedkontroll på fredagar"  # all or nothing
    mended = read(refused.text).sent() | {"new_role": "", "new_party": "", "new_mailbox": ""}
    assert (await browser.post(daily, data=mended)).status_code == 303
    assert (await sent(browser, daily, **friday)).status_code == 303

    card = await the_draft(system)
    assert (card.state, card.drafted_by) == (AgreementState.DRAFT, "2506")
    assert [area.id for area in card.document.focus_areas] == ["synlighet", "unga", "trafik"]
    assert card.document.review.cadence is Window.QUARTER
    vandring, moped = card.commitments
    assert vandring.recurrence == Count(min=2, window=Window.YEAR)
    assert (moped.text, moped.recurrence) == ("Mopedkontroll på fredagar", Schedule(rrule="FREQ=WEEKLY;BYDAY=FR"))
    assert [one.role for one in moped.responsible] == ["fritid"]

    start = read((await browser.get("/")).text)
    assert start.one("a", href=DRAFT).text == "Medborgarlöfte för Arjeplog 2026"
    through = read((await browser.get(DRAFT)).text)
    assert "Mopedkontroll på fredagar, varje fredag." in through.words
    assert "”Trafik” saknar problemet, trolig orsak och ett mål som går att följa upp." in through.words


async def test_who_saves_second_is_told_what_stands_and_keeps_what_they_wrote(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sent(browser, FROM_A_TEMPLATE)
    mine, theirs = [await opened(browser, f"{DRAFT}/uppfoljning") for _ in range(2)]
    mine = {name: text for name, text in mine.items() if name != "reminders"}
    mine[WAS] = mine[WAS].partition(BESIDE)[0] + BESIDE  # opened while the follow-up was silent
    await system.settle()
    assert (await browser.post(f"{DRAFT}/uppfoljning", data=theirs | {"forum": "Rådet"})).status_code == 303

    late = await browser.post(f"{DRAFT}/uppfoljning", data=mine | {"forum": "Styrgruppen"})
    page = read(late.text)
    assert late.status_code == 409
    assert "Det här har sparats på nytt sedan du öppnade det" in page.words
    assert page.all("dd")[-1].text == "Rådet"
    assert page.sent()["forum"] == "Styrgruppen"
    assert (await the_draft(system)).document.review.forum == "Rådet"

    same = await browser.post(f"{DRAFT}/uppfoljning", data=mine | {"forum": "Rådet"})
    assert same.status_code == 303  # nothing of it is otherwise than it stands
    again = {name: text for name, text in page.sent().items() if name != "stanna"}
    assert (await browser.post(f"{DRAFT}/uppfoljning", data=again)).status_code == 303
    assert (await the_draft(system)).document.review.forum == "Styrgruppen"


async def test_a_draft_is_its_writers_until_it_is_shared_and_is_left_alone_once_it_is_signed(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system, commitments=(a_commitment(), a_commitment("arjeplog-2")))
    older = "/ny-overenskommelse/parter?forlaga=arjeplog-2026-ml"
    assert (await sent(browser, older)).headers["location"] == "/utkast/arjeplog-2027-ml/lagesbild?klart=utkast"
    page = "/utkast/arjeplog-2027-ml"
    struck = f"{page}/atagande/arjeplog-2-2027/stryk"
    form = (await opened(browser, struck.removesuffix("/stryk")))["form"]
    assert (await browser.post(struck, data={"form": form})).status_code == 303
    card = await the_draft(system, "arjeplog-2027-ml")
    assert [one.cancelled for one in card.commitments] == [False, True]
    assert KOMMUNPOLIS.id in {one.function_id for one in card.commitments[0].responsible}

    async with signed_in(system.services["portal"], AccountRole.MUNICIPAL_POLICE) as police:
        for address in (page, f"{page}/parter", f"{page}/atagande"):
            assert (await police.get(address)).status_code == 404
        share = f"/gor/dela-utkast?agreement=arjeplog-2027-ml&tillbaka={page}"
        assert (await sent(browser, share)).headers["location"] == f"{page}?klart=dela-utkast"
        assert "Ingen har skrivit under än." in read((await police.get(page)).text).words
        assert (await sent(police, f"{page}/uppfoljning", forum="Rådet")).status_code == 303

    stale = await opened(browser, f"{page}/uppfoljning")
    assert (await sent(browser, "/gor/alla-har-skrivit-under?agreement=arjeplog-2027-ml")).status_code == 303
    moved = await browser.post(f"{page}/uppfoljning", data=stale | {"forum": "Någon annanstans"})
    assert moved.headers["location"] == "/overenskommelser/arjeplog-2027-ml"
    assert (await the_draft(system, "arjeplog-2027-ml")).document.review.forum == "Rådet"


@pytest.mark.parametrize(
    "rule",
    [
        Count(min=1, window=Window.YEAR),
        Count(min=2, window=Window.HALF_YEAR, per_municipality=True),
        Once(due=date(2026, 5, 1)),
        Once(season=Season.SPRING),
        Schedule(rrule="FREQ=WEEKLY;BYDAY=FR"),
        Schedule(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        Schedule(rrule="FREQ=MONTHLY;BYDAY=-1WE"),
        Continuous(),
        OnDemand(),
    ],
)
def test_what_is_said_in_words_is_the_same_rule_again(rule: Recurrence) -> None:
    said = said_of(rule)
    assert not isinstance(said, Kept)
    assert rule_of(said, None, each=getattr(rule, "per_municipality", False)) == rule


@pytest.mark.parametrize(
    "rule",
    [
        Count(min=3, window=Window.WEEK, averaged=True),
        Once(season=Season.SPRING, year=2027),
        Once(),
        Schedule(rrule="FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1"),
    ],
)
def test_a_rule_that_the_words_do_not_reach_is_kept_as_it_is(rule: Recurrence) -> None:
    assert isinstance(said_of(rule), Kept)
    assert rule_of(said_of(rule), rule, each=False) == rule


@pytest.mark.parametrize("name", beginnings.OFFERED)
def test_a_template_lacks_nothing_but_what_is_each_municipalitys_own(name: str) -> None:
    begun = beginnings.of_template(name, TODAY, "2506")
    assert "Luleå" not in begun.values["title"]
    document = a_document(commitments=(), **{**begun.rest, "type": AgreementType(begun.values["type"])})
    promised = beginnings.suggested({area.id for area in document.focus_areas}, set())
    assert len(promised) >= 4
    for entry in promised.values():
        texts, lacking = suggesting.begun(entry, ())
        assert texts["recurrence.kind"] != "kept"
        assert len(lacking) == len(entry.responsible)
    told = [one.sentence for one in progress.hints(AgreementCard(document=document, state=AgreementState.DRAFT))]
    assert [one for one in told if "lovat" not in one] == []


def test_only_a_function_of_the_drafts_own_municipalities_is_suggested() -> None:
    near, here = (
        FunctionLine.model_validate(
            SAMORDNARE.model_dump(exclude={"mailbox"})
            | {"id": UUID(int=number), "municipality": code, "holder": None, "next_holders": (), "substitutes": ()}
            | {"reached": None, "reached_since": None, "open_commitments": 1}
        )
        for number, code in enumerate(("2417", "2506"))
    )
    assert suggesting.own([near, here], a_document()) == [here]


def test_a_refusal_is_told_at_its_field_in_the_forms_words() -> None:
    number = "Fältet changes.focus_areas.2.problem ser ut att innehålla ett personnummer."
    assert in_words_of(PICTURE, number) == {
        "focus_areas.1.problem": "Fältet ”Problem, så som ni ser det” ser ut att innehålla ett personnummer."
    }
    never = "Åtagandet a-1: fältet recurrence.rrule infaller aldrig under giltighetstiden."
    assert in_words_of(PROMISE, never) == {
        "recurrence": "Åtagandet a-1: fältet ”Hur ofta eller när” infaller aldrig under giltighetstiden."
    }
    assert slug_of("Löfte för Malå – 2027!") == "lofte-for-mala-2027"


async def test_a_new_function_is_one_of_the_parties(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system)
    await sent(browser, FROM_A_TEMPLATE, **{"municipalities.1.municipality": "2505"})
    page = read((await browser.get(f"{DRAFT}/atagande")).text)
    assert {"Arjeplog", "Arvidsjaur"} <= {one.text for one in page.all("option")}
    assert "Malå" not in {one.text for one in page.all("option")}
