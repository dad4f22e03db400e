"""Agreements are taken in from a file: what it would lead to is shown first, and then just that is done, once."""

from typing import Any

import httpx
import pytest
import yaml

from schemas.agreements import AgreementCard, AgreementLines, AgreementState, ListAgreements, ShowAgreement
from schemas.followup import OccurrenceCard, ShowOccurrence
from schemas.portal import AccountRole
from services.front.reading import read as read_text
from services.portal.pages.size import LARGEST_FILE, LARGEST_POST
from services.portal.pages.taking_in_form import MOST
from tests.cli.writing import a_signed_agreement, a_written_commitment
from tests.looking import rows
from tests.portal.html import Page, read
from tests.portal.visitors import Browser, signed_in
from tests.system import System

OURS = a_signed_agreement()
THEIRS = a_signed_agreement(id="mala-2026-ml", title="Löften Malå", municipalities=[{"code": "2418", "name": "Malå"}])
BAD = """agreements:
- id: dalig
  type: avtal
  title: 5
  title: Två
  municipalities: [{code: "2506", name: Arjeplog}]
  validity: {from: i morgon, until: 2026-12-31}
  commitments:
  - id: ett
    focus_area: trygghet
    text: Ring Karin 19811218-9876
    recurrence: {kind: count, min: 1, windov: year}
    responsible: []
"""
NO_WINDOW = (
    "åtagandet ett: antalet gånger har ingen period (recurrence.window). Välj per år (year) eller totalt (agreement)."
)


def text_of(*agreements: dict[str, object]) -> str:
    return yaml.safe_dump({"agreements": list(agreements)}, allow_unicode=True, sort_keys=False)


async def looked(browser: httpx.AsyncClient, text: str, **said: str) -> Page:
    answer = await browser.post("/las-in", data={"text": text, **said})
    assert answer.status_code == 200, answer.text
    return read(answer.text)


async def done(browser: httpx.AsyncClient, page: Page, status: int = 200, **otherwise: Any) -> Page:
    """The button is pressed on a page that shows what would be done; `otherwise`: what a browser sends another way."""
    answer = await browser.post("/las-in/gor", data=page.fields() | otherwise)
    assert answer.status_code == status, answer.text
    return read(answer.text)


async def names(system: System) -> set[str]:
    return {line.slug for line in (await system.ask(ListAgreements(), AgreementLines)).agreements}


async def events(system: System) -> int:
    await system.settle()
    return sum([(await rows(url, "SELECT count(*) AS n FROM event_log"))[0]["n"] for url in system.urls.values()])


async def test_what_it_leads_to_is_shown_and_nothing_kept_then_it_is_done_and_repeated_changes_nothing(
    system: System, browser: Browser
):
    before = await events(system)
    file = {"fil": ("avtal.yaml", text_of(OURS).replace("\n", "\r\n").encode("utf-8-sig"))}
    answer = await browser.post("/las-in", files=file)
    page = read(answer.text)
    assert "Filen avtal.yaml: 1 av 1 överenskommelse kan läsas in. Inget är sparat än." in page.words
    for said in ("✓ Registreras", "undertecknad 2026-01-01", "Löften1", "Nya funktioner", "Kommunpolis", "2026-12-31"):
        assert said in page.words, said
    assert await events(system) == before

    first = await done(browser, page)
    assert "✓ Registrerad" in first.words
    (link,) = first.all("a", href="/overenskommelser/arjeplog-2026-ml")
    assert link.text == "Medborgarlöften Arjeplog"
    happened = await events(system)
    assert happened > before
    assert "Fanns redan" in (await done(browser, page)).words
    again = await looked(browser, text_of(OURS))
    assert "○ Finns redan och ändras inte" in again.words
    assert "0 av 1 överenskommelse kan läsas in" in again.words
    other = await looked(browser, text_of(OURS | {"title": "Något annat"}))
    assert "med annat innehåll i fältet title (rubrik)" in other.words
    assert await events(system) == happened


def test_all_that_is_wrong_with_an_agreement_is_told_with_its_line():
    (reading,) = read_text(BAD, "Texten")
    assert [tuple(one) for one in sorted(reading.troubles)] == [
        (3, "fältet type ska vara samverkansoverenskommelse, medborgarlofte eller atgardsplan, inte avtal."),
        (5, "fältet title står två gånger (rad 5)."),
        (7, "fältet validity.from ska vara ett datum som 2026-03-31."),
        (12, NO_WINDOW),
        (12, "åtagandet ett: fältet recurrence.windov är okänt."),
        (13, "åtagandet ett: fältet responsible är tomt; minst ett värde behövs."),
    ]


async def test_every_fault_has_its_line_and_the_rest_can_be_taken_in(system: System, browser: Browser):
    rest = text_of(OURS).removeprefix("agreements:\n")
    page = await looked(browser, BAD + rest)
    assert "1 av 2 överenskommelser kan läsas in" in page.words
    assert "Rad 5 Fältet title står två gånger (rad 5)." in page.words
    assert "Rad 11 Texten ser ut att innehålla ett personnummer eller samordningsnummer." in page.words
    assert "7 saker att rätta" in page.words
    await done(browser, page)
    assert await names(system) == {"arjeplog-2026-ml"}
    mend = await browser.post("/las-in", data=page.fields() | {"andra": "ja"})
    assert read(mend.text).one("textarea").text.strip() == (BAD + rest).strip()


async def test_an_agreement_of_others_is_refused_also_when_somebody_asks_for_it_by_hand(system: System):
    text = text_of(THEIRS, OURS)
    async with signed_in(system.services["portal"], AccountRole.COORDINATOR) as browser:
        page = await looked(browser, text)
        assert "1 av 2 överenskommelser kan läsas in" in page.words
        assert "Det finns inte, eller hör till andra parter än dem som ditt konto gäller." in page.words
        assert "@" not in "".join(one.text for one in page.all("dd") if "Malå" in one.text)
        forged = await done(browser, page, status=409, vilka="mala-2026-ml arjeplog-2026-ml")
        assert "inget är inläst" in forged.words
        assert await names(system) == set()
        assert "✓ Registrerad" in (await done(browser, page)).words
    assert await names(system) == {"arjeplog-2026-ml"}
    for role, status in ((AccountRole.STEERING_GROUP, 403), (AccountRole.ADMINISTRATOR, 403)):
        async with signed_in(system.services["portal"], role) as browser:
            assert (await browser.post("/las-in", data={"text": text})).status_code == status
            assert (await browser.post("/las-in/gor", data=page.fields())).status_code == status


async def test_only_what_was_shown_is_done(system: System, browser: Browser):
    page = await looked(browser, text_of(OURS))
    changed = page.fields()["text"].replace("Trygghetsvandring", "Nattvandring")
    shown_again = await done(browser, page, status=409, text=changed)
    assert "inte det som visades, och inget är inläst" in shown_again.words
    assert await names(system) == set()
    await done(browser, page, text=page.fields()["text"].replace("\n", "\r\n"))  # as a browser sends its lines
    assert await names(system) == {"arjeplog-2026-ml"}


async def test_a_plan_is_taken_in_after_what_it_stands_under_and_a_draft_is_its_writers(
    system: System, browser: Browser
):
    under = {"type": "atgardsplan", "plan_year": 2026, "parent": "arjeplog-2026-ml"}
    plan = a_signed_agreement(
        id="arjeplog-plan", title="Åtgärdsplan", commitments=[a_written_commitment(id="plan-1")], **under
    )
    over = OURS | {"type": "samverkansoverenskommelse", "purposes": ["Tryggare kvällar"]}
    page = await looked(browser, text_of(plan, over))
    assert "står under ”Medborgarlöften Arjeplog” i samma text" in page.words
    assert (await done(browser, page)).words.count("✓ Registrerad") == 2

    nowhere = over | {"id": "ingenstans", "focus_areas": []}
    orphan = await looked(browser, text_of(plan | {"id": "plan-2", "parent": "ingenstans"}, nowhere))
    assert "Den står under ingenstans, som inte läses in." in orphan.words
    assert "0 av 2 överenskommelser kan läsas in" in orphan.words

    other = text_of(OURS | {"id": "utkast-ml", "commitments": [a_written_commitment(id="utkast-1")]})
    draft = await looked(browser, other, som="utkast")
    assert "✓ Sparas som utkast" in draft.words, draft.words
    assert "✓ Sparad som utkast" in (await done(browser, draft)).words
    card = await system.ask(ShowAgreement(agreement="utkast-ml", asker="2506"), AgreementCard)
    assert card.state is AgreementState.DRAFT
    assert "Finns redan och ändras inte" in (await looked(browser, other, som="utkast")).words


async def test_what_was_followed_up_is_taken_in_by_its_own_party_and_once_from_whichever_page(
    system: System, browser: Browser
):
    record = {"commitment": "arjeplog-1", "date": "2026-02-10", "count": 1, "comment": "Två kom."}
    records = [record | {"reported_by": "kommun"}, record | {"reported_by": "polis", "comment": "Bra."}]
    judged = {"commitment": "arjeplog-1", "date": "2026-02-10", "reported_by": "kommun", "fulfilment": "fulfilled"}
    text = text_of(OURS | {"follow_up": {"records": [*records, judged]}})
    page = await looked(browser, text)
    assert "Det som är uppföljt (3) läses in i ett eget steg efteråt." in page.words
    first = await done(browser, page)
    await system.settle()
    happened = []
    for shown in (first, first, await looked(browser, text)):  # again, as when the days of more have come
        told = await done(browser, shown, uppfoljning="ja")
        assert "2 av 3" in told.words
        assert "Ditt konto svarar för kommunen." in told.words
        happened.append(await events(system))
    assert len(set(happened)) == 1
    async with signed_in(system.services["portal"], AccountRole.MUNICIPAL_POLICE) as police:
        theirs = await looked(police, text)
        assert "0 av 1 överenskommelse kan läsas in" in theirs.words
        button = theirs.one("button", name="uppfoljning")
        assert "2 av 3" in (await done(police, theirs, uppfoljning=button.attributes["value"])).words
    card = await system.ask(ShowOccurrence(occurrence="arjeplog-1/2026"), OccurrenceCard)
    assert [one.comment for one in card.reports] == ["Två kom.", "Bra."]


async def test_a_text_that_cannot_be_read_is_refused_in_a_sentence(browser: Browser):
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nagreements: [*b, *b]"
    for text, sentence in (
        (bomb, "Texten hänvisar till sig själv (*a)"),
        ("agreements: " + "[" * 500, "nästlad djupare än 40 nivåer"),
        ("agreements: [", "Texten är inte riktig YAML (rad"),
        ("hej", "Texten saknar listan agreements."),
        ("agreements: []", "Texten har 0 överenskommelser."),
        ("agreements: [" + "1," * 60 + "]", "Texten har 60 överenskommelser. Läs in minst en och högst 50"),
        ("a" * (MOST + 1), "Texten är större än 1 MB."),
        ("", "Välj en fil, eller klistra in"),
    ):
        answer = await browser.post("/las-in", data={"text": text})
        page = read(answer.text)
        assert answer.status_code == 422, text[:30]
        assert sentence in page.one("div", role="alert").text
        assert page.one("textarea").text.strip() == text.strip()
    for content, name in ((b"PK\x03\x04\xff", "blad.xlsx"), ("Malå".encode("latin-1"), "latin.yaml")):
        answer = await browser.post("/las-in", files={"fil": (name, content)})
        assert answer.status_code == 422
        assert f"Filen {name} är inte text i UTF-8." in read(answer.text).words
    both = await browser.post("/las-in", data={"text": "x"}, files={"fil": ("a.yaml", b"y")})
    assert "Välj en fil eller klistra in text, inte båda." in read(both.text).words


@pytest.mark.parametrize(("path", "most"), [("/las-in", LARGEST_FILE), ("/gor/skriv-utkast", LARGEST_POST)])
async def test_how_much_may_be_sent_is_told_where_it_is_too_much(browser: Browser, path: str, most: int):
    large = await browser.post(path, data={"text": "a" * most})
    assert large.status_code == 413
    assert large.text.endswith(("dela upp den i flera.", "korta ned kommentaren."))
