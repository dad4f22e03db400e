"""A person asks for something in a form, is told what became of it, and loses nothing that was written."""

import httpx

from schemas.agreements import AgreementCard, AgreementState, Continuous, FunctionLines, ListFunctions, ShowAgreement
from schemas.followup import (
    DecisionKind,
    ListMeetings,
    ListOccurrences,
    MeetingCard,
    MeetingLines,
    MeetingState,
    OccurrenceLines,
    OccurrenceState,
    ShowMeeting,
)
from services.portal.pages.wishes.showing import WRITTEN
from tests.builders import AGREEMENT, SAMORDNARE, a_commitment
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.portal.visitors import EVERYWHERE, an_account, sign_in
from tests.system import System

PAGE = f"/overenskommelser/{AGREEMENT}"


async def opened(browser: httpx.AsyncClient, address: str) -> Page:
    answer = await browser.get(address)
    assert answer.status_code == 200, address
    return read(answer.text)


async def sent(browser: httpx.AsyncClient, address: str, **filled: str) -> httpx.Response:
    """The form at an address, as it stands there, with some fields filled in."""
    page = await opened(browser, address)
    return await browser.post(page.one("form", **{"class": "answer"}).attributes["action"], data=page.sent() | filled)


async def the_agreement(system: System, slug: str) -> AgreementCard:
    return await system.ask(ShowAgreement(agreement=slug), AgreementCard)


async def the_meetings(system: System) -> tuple[str, ...]:
    lines = await system.ask(ListMeetings(agreement=AGREEMENT, coming=True), MeetingLines)
    return tuple(line.slug for line in lines.meetings)


async def test_an_agreement_is_drafted_shared_and_signed_without_leaving_the_pages(
    system: System, browser: httpx.AsyncClient
) -> None:
    page = "/overenskommelser/lulea-2027"
    of_lulea = an_account(organisation="2580", places=EVERYWHERE, mailbox="lulea@example.se")
    await sign_in(browser, system.services["portal"], of_lulea)
    drafted = await sent(browser, "/gor/skriv-utkast", document=WRITTEN.read_text(), drafted_by="2580")
    assert (drafted.status_code, drafted.headers["location"]) == (303, f"{page}?klart=skriv-utkast")
    shown = await opened(browser, drafted.headers["location"])
    assert "✓ Utkastet är sparat." in shown.words

    amend = "/gor/andra-overenskommelse?agreement=lulea-2027"
    stands = (await opened(browser, amend)).sent()["changes"]
    amended = await sent(browser, amend, changes=stands.replace("Luleå 2027", "Luleå"), reason="Året står redan")
    assert "Medborgarlöfte för Luleå" in (await opened(browser, amended.headers["location"])).one("h1").text

    share = next(one for one in shown.all("a") if one.text == "Dela utkastet").attributes["href"]
    assert "Medborgarlöfte för Luleå" in (await opened(browser, share)).words
    shared = await sent(browser, share)
    assert shared.headers["location"] == f"{page}?klart=dela-utkast"

    sign_here = "/gor/skriv-under?agreement=lulea-2027"
    assert "lokalpolisområdeschef" in {
        one.attributes["value"] for one in (await opened(browser, sign_here)).all("option")
    }
    await sent(browser, sign_here, party="municipality", role="kommunstyrelsens ordförande")
    await sent(browser, sign_here, party="police", role="lokalpolisområdeschef")
    assert (await the_agreement(system, "lulea-2027")).state is AgreementState.SIGNED

    entry = await opened(browser, "/atagande/lulea-2027-vandring?overenskommelse=lulea-2027")
    assert "Trygghetsvandring i centrum" in entry.one("h1").text


async def test_a_meeting_is_planned_decides_a_change_and_is_closed_and_what_is_sent_twice_is_done_once(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system, commitments=(a_commitment(due="2026-03-31"),))
    planned = await sent(browser, f"/gor/planera-mote?agreement={AGREEMENT}", on="2026-03-02")
    assert planned.headers["location"] == f"/overenskommelser/{AGREEMENT}/moten?klart=planera-mote"
    (meeting,) = await the_meetings(system)

    item = f"/gor/ta-upp-pa-dagordningen?meeting={meeting}"
    form = (await opened(browser, item)).sent() | {"text": "Ska vi gå på torsdagar?"}
    for _ in range(2):
        assert (await browser.post(item, data=form)).status_code == 303
    assert len((await system.ask(ShowMeeting(meeting=meeting), MeetingCard)).agenda) == 1
    await sent(browser, item, text="Ska vi gå på torsdagar?")
    assert len((await system.ask(ShowMeeting(meeting=meeting), MeetingCard)).agenda) == 2

    decide = f"/gor/anteckna-beslut?meeting={meeting}&item=item:1&commitment=arjeplog-1"
    first = await opened(browser, decide)
    move = next(one for one in first.all("a") if one.text == "Flytta sista dagen").attributes["href"]
    moved = await sent(
        browser, f"{move}&occurrence=arjeplog-1/once", due="2026-05-29", by="police", reason="Vägen är avstängd"
    )
    assert moved.headers["location"].startswith("/gor/anteckna-beslut?meeting=")
    decided = await sent(browser, moved.headers["location"], text="Vandringen hålls i maj")
    assert decided.headers["location"] == f"/moten/{meeting}?klart=anteckna-beslut"
    card = await system.ask(ShowMeeting(meeting=meeting), MeetingCard)
    (line,) = card.decisions
    assert [one.key for one in card.agenda] == ["item:2"]
    assert (line.kind, line.text, line.carried_out_by is None) == (
        DecisionKind.MOVE_DUE,
        "Vandringen hålls i maj",
        False,
    )

    await sent(browser, f"/gor/avsluta-mote?meeting={meeting}")
    card = await system.ask(ShowMeeting(meeting=meeting), MeetingCard)
    assert card.meeting
    assert card.meeting.state is MeetingState.CLOSED


async def test_a_function_gets_a_new_holder_who_is_chosen_by_role(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system)
    form = await opened(browser, f"/gor/ge-ny-innehavare?function_id={SAMORDNARE.id}")
    assert form.one("option", value=str(SAMORDNARE.id)).attributes.get("selected") == ""

    wrong = await sent(browser, f"/gor/ge-ny-innehavare?function_id={SAMORDNARE.id}", mailbox="ny samordnare")
    assert "Skriv e-postadressen som samordnare@kommun.example.se." in read(wrong.text).one("p", id="mailbox-fel").text

    address = f"/gor/ge-ny-innehavare?function_id={SAMORDNARE.id}"
    await sent(browser, address, mailbox="vikarie.arjeplog@example.se", label="Vikarie")
    lines = (await system.ask(ListFunctions(), FunctionLines)).functions
    assert {one.holder.mailbox for one in lines if one.id == SAMORDNARE.id and one.holder} == {
        "vikarie.arjeplog@example.se"
    }


async def test_a_refusal_stands_at_its_field_in_the_forms_words_with_all_that_was_written(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system, commitments=(a_commitment(due="2026-03-31"),))
    written = {"reason": "Vägen är avstängd"}
    address = "/gor/flytta-sista-dag?occurrence=arjeplog-1/once"

    refused = await sent(browser, address, due="2026-02-01", **written)
    page = read(refused.text)
    assert refused.status_code == 422
    assert page.one("title").text.startswith("Fel i formuläret")
    assert "har redan passerat" in page.one("a", href="#due").text
    assert "har redan passerat" in page.one("p", id="due-fel").text
    assert page.sent().items() >= {**written, "due": "2026-02-01"}.items()

    personal = await sent(browser, address, due="2026-05-29", by="police", reason="Frågor till 19811218-9876.")
    assert "personnummer" in read(personal.text).one("p", id="reason-fel").text

    sooner = await sent(browser, f"/gor/forlang?agreement={AGREEMENT}", until="2026-06-30", reason="Sommaren")
    told = read(sooner.text).one("p", id="until-fel").text
    assert "Fältet ”Ny sista dag”: 2026-06-30 är inte senare än slutdagen 2026-12-31." in told


async def test_a_commitment_has_a_page_from_which_it_is_assessed_and_rests(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system, commitments=(a_commitment(due="2026-03-31"),))
    assert (await opened(browser, PAGE)).all("a", href="/atagande/arjeplog-1")
    page = await opened(browser, "/atagande/arjeplog-1")
    assert "Trygghetsvandring" in page.one("h1").text
    assert "Polisen Ej redovisad" in page.words
    assert page.all("a", href="/tillfalle/arjeplog-1/once")
    rule = next(one for one in page.all("a") if one.text == "Ändra rytm eller dag").attributes["href"]
    assert (await opened(browser, rule)).sent()["recurrence.once.due"] == "2026-03-31"

    assess = next(one for one in page.all("a") if one.text == "Bedöm hur väl det är uppfyllt").attributes["href"]
    judged = await sent(browser, assess, fulfilment="partly_fulfilled", effect="not_fulfilled")
    assert "✓ Bedömningen är sparad." in (shown := await opened(browser, judged.headers["location"])).words
    assert "Kommunen Delvis uppfyllt Inte bedömt Nej" in shown.words

    await sent(browser, "/gor/pausa?occurrence=arjeplog-1/once", by="police", reason="Torget byggs om")
    (line,) = (await system.ask(ListOccurrences(commitment="arjeplog-1"), OccurrenceLines)).occurrences
    assert line.state is OccurrenceState.PAUSED
    assert "Återuppta tillfället" in (await opened(browser, "/tillfalle/arjeplog-1/once")).words


async def test_what_goes_on_until_further_notice_is_said_to_in_the_forms_about_it(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system, until=None, commitments=(a_commitment("alltid", Continuous(), text="Närvaro på torget"),))
    chosen = await opened(browser, f"/gor/pausa?commitment=alltid&agreement={AGREEMENT}")
    (line,) = [one for one in chosen.all("option") if one.text.startswith("Närvaro")]
    assert line.text == "Närvaro på torget, 2026-01-01 tills vidare"
    told = await opened(browser, f"/gor/pausa?occurrence={line.attributes['value']}")
    assert "Närvaro på torget (Medborgarlöften Arjeplog), 2026-01-01 tills vidare" in told.words


async def test_when_nobody_answers_a_form_opens_all_the_same_and_can_be_sent_again(alone: httpx.AsyncClient) -> None:
    form = (await opened(alone, f"/gor/planera-mote?agreement={AGREEMENT}")).sent()
    assert form["agreement"] == AGREEMENT

    filled = form | {"on": "2026-04-10"}
    waiting = await alone.post("/gor/planera-mote", data=filled)
    assert (waiting.status_code, waiting.headers["retry-after"]) == (503, "30")
    assert read(waiting.text).sent() == filled


async def test_an_address_can_make_a_page_say_only_what_we_have_written(alone: httpx.AsyncClient) -> None:
    assert "✓ Mötet är planerat." in (await opened(alone, "/gor?klart=planera-mote")).words
    for unknown in ("allt", "<b>", "planera-mote%00"):
        assert "✓" not in (await opened(alone, f"/gor?klart={unknown}")).words
    assert (await alone.get("/gor/annat")).status_code == 404
    assert (await alone.post("/gor/annat")).status_code == 404
    elsewhere = await alone.post("/gor/planera-mote", headers={"Sec-Fetch-Site": "cross-site"}, data={})
    assert elsewhere.status_code == 403
