"""An answer is recorded by whoever has the link, once, and only when the form is sent."""

from datetime import date
from uuid import UUID

import httpx
import pytest

from schemas.agreements import Count, Window
from schemas.base import Party
from schemas.followup import OccurrenceCard, ShowOccurrence
from services.portal.pages.answer_form import Mistakes, read_answer
from services.portal.pages.door import TOKEN_FIELD
from services.runtime.links import Link, make_link_token
from tests.builders import KOMMUNPOLIS, a_commitment
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.portal.visitors import Browser
from tests.system import KEY, System

PAGE = "/overenskommelser/arjeplog-2026-ml"
ANSWER = {"outcome": "gjort", "count": "", "on": "2026-03-01", "comment": "Tjugo invånare kom."}


@pytest.fixture
async def promised(system: System) -> str:
    """The slug of an occurrence that is due on 31 March; it is 2 March."""
    await sign(system, commitments=(a_commitment(due="2026-03-31"),))
    due = await system.ask(ShowOccurrence(occurrence="arjeplog-1/once"), OccurrenceCard)
    assert due.occurrence
    return due.occurrence.slug


async def the_card(system: System, slug: str) -> OccurrenceCard:
    return await system.ask(ShowOccurrence(occurrence=slug), OccurrenceCard)


async def a_link(system: System, slug: str, expires: str = "2026-04-30", key: str = KEY) -> str:
    card = await the_card(system, slug)
    assert card.occurrence
    link = Link(card.occurrence.id, KOMMUNPOLIS.id, KOMMUNPOLIS.party)
    return f"/svar/{make_link_token(key, link, date.fromisoformat(expires))}"


async def test_whoever_follows_the_link_sees_what_was_promised_and_answers(
    system: System, browser: httpx.AsyncClient, promised: str
) -> None:
    link = await a_link(system, promised)

    form = read((await browser.get(link)).text)
    assert "Trygghetsvandring" in form.one("h1").text
    assert "Du svarar för polisen som kommunpolis." in form.words
    assert "0 av 1" in form.words

    sent = await browser.post(link, data={**form.fields(), **ANSWER})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{link}/tack")

    thanks = read((await browser.get(sent.headers["location"])).text)
    assert "Tack, svaret är sparat" in thanks.one("h1").text
    assert "✓ Genomfört 1 av 1" in thanks.words

    (report,) = (await the_card(system, promised)).reports
    assert (report.party, report.count, report.on) == (Party.POLICE, 1, date(2026, 3, 1))
    assert report.comment == "Tjugo invånare kom."


async def test_opening_the_link_records_nothing(system: System, browser: httpx.AsyncClient, promised: str) -> None:
    link = await a_link(system, promised)
    for method in ("GET", "HEAD"):
        seen = await browser.request(method, link, params=ANSWER)
        assert seen.status_code == 200
    assert (await the_card(system, promised)).reports == ()


async def test_a_form_that_is_sent_twice_is_one_report(
    system: System, browser: httpx.AsyncClient, promised: str
) -> None:
    link = await a_link(system, promised)
    filled = {**read((await browser.get(link)).text).fields(), **ANSWER}
    for _ in range(2):
        assert (await browser.post(link, data=filled)).status_code == 303
    assert len((await the_card(system, promised)).reports) == 1


async def test_a_form_that_is_changed_and_sent_again_is_another_report(
    system: System, browser: httpx.AsyncClient, promised: str
) -> None:
    link = await a_link(system, promised)
    filled = {**read((await browser.get(link)).text).fields(), **ANSWER}
    await browser.post(link, data=filled)
    await browser.post(link, data={**filled, "comment": "Trettio invånare kom."})
    comments = [report.comment for report in (await the_card(system, promised)).reports]
    assert sorted(comments) == ["Tjugo invånare kom.", "Trettio invånare kom."]


async def test_the_link_decides_who_answers_whatever_the_form_says(
    system: System, browser: httpx.AsyncClient, promised: str
) -> None:
    link = await a_link(system, promised)
    filled = {**read((await browser.get(link)).text).fields(), **ANSWER, "party": "municipality"}
    await browser.post(link, data=filled)
    assert [report.party for report in (await the_card(system, promised)).reports] == [Party.POLICE]


async def test_what_is_partly_done_or_not_done_is_said_in_the_comment(
    system: System, browser: httpx.AsyncClient, promised: str
) -> None:
    page = f"/tillfalle/{promised}"
    for outcome, count, comment in (("delvis", "0", "Snöoväder."), ("inte-gjort", "", "")):
        form = read((await browser.get(page)).text).fields()
        told = {**form, **ANSWER, "party": "municipality", "outcome": outcome, "count": count, "comment": comment}
        assert (await browser.post(page, data=told)).status_code == 303
    reports = (await the_card(system, promised)).reports
    assert {(report.count, report.comment) for report in reports} == {
        (0, "Delvis gjort. Snöoväder."),
        (0, "Inte gjort."),
    }


async def test_without_a_link_one_answers_for_ones_own_party_and_never_for_the_other(
    system: System, browser: httpx.AsyncClient, promised: str
) -> None:
    page = f"/tillfalle/{promised}"
    shown = read((await browser.get(page)).text)
    assert [one.attributes["value"] for one in shown.all("input", name="party")] == ["municipality"]
    form = shown.fields()

    another = await browser.post(page, data={**form, **ANSWER, "party": "police"})
    assert another.status_code == 422
    assert "Ditt konto svarar för kommunen." in read(another.text).one("p", id="party-fel").text
    assert (await the_card(system, promised)).reports == ()

    chosen = await browser.post(page, data={**form, **ANSWER, "party": "municipality"})
    assert chosen.headers["location"] == f"/tack/{promised}"
    assert "✓ Genomfört" in read((await browser.get(chosen.headers["location"])).text).words


async def test_a_link_whose_last_day_has_passed_is_gone(
    system: System, browser: httpx.AsyncClient, promised: str
) -> None:
    link = await a_link(system, promised, expires="2026-03-01")
    for answered in (await browser.get(link), await browser.post(link, data=ANSWER)):
        assert answered.status_code == 410
        assert "2026-03-01" in read(answered.text).words


async def test_a_link_we_did_not_make_leads_nowhere(system: System, browser: httpx.AsyncClient, promised: str) -> None:
    forged = await a_link(system, promised, key="another key, just as long as ours is")
    for link in (forged, forged[:-1], "/svar/hej"):
        assert (await browser.get(link)).status_code == 404
    assert (await the_card(system, promised)).reports == ()


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("comment", "Frågor till 19811218-9876.", "personnummer"),
        ("on", "2026-03-03", "har inte kommit än"),
        ("on", "3/3 2026", "år-månad-dag"),
        ("count", "två", "helt tal"),
    ],
)
async def test_a_refusal_stands_at_its_field_and_nothing_that_was_written_is_lost(
    browser: httpx.AsyncClient, promised: str, field: str, wrong: str, says: str
) -> None:
    address = f"/tillfalle/{promised}"
    filled = {**read((await browser.get(address)).text).fields(), **ANSWER, "party": "municipality", field: wrong}

    refused = await browser.post(address, data=filled)
    page = read(refused.text)

    assert refused.status_code == 422
    assert page.one("title").text.startswith("Fel i svaret")
    assert says in page.one("a", href=f"#{field}").text
    assert says in page.one("p", id=f"{field}-fel").text
    at_fault = next(one for one in page.elements if one.attributes.get("id") == field)
    assert at_fault.attributes["aria-invalid"] == "true"
    assert page.one("input", value="gjort").attributes.get("checked") == ""
    assert filled["comment"] in page.one("textarea").text
    assert "Inget är rapporterat än." in page.words


async def test_when_nobody_takes_the_answer_it_can_be_sent_again_as_it_was(alone: Browser) -> None:
    link = f"/svar/{make_link_token(KEY, Link(UUID(int=1), KOMMUNPOLIS.id, Party.POLICE), date(2026, 4, 30))}"
    filled = {**FORM, **ANSWER}

    waiting = await alone.post(link, data=filled)
    page = read(waiting.text)

    assert (waiting.status_code, waiting.headers["retry-after"]) == (503, "30")
    assert "Uppföljningen svarar inte just nu, försök igen om en stund." in page.words
    assert {one.attributes["name"]: one.attributes["value"] for one in page.all("input")} == filled | {
        TOKEN_FIELD: alone.token
    }


@pytest.mark.parametrize(
    ("outcome", "count", "says"),
    [
        ("gjort", "0", "minst en gång"),
        ("inte-gjort", "2", "Välj Delvis"),
        ("delvis", "", "hur många gånger"),
        ("gjort", "-1", "helt tal"),
        ("gjort", "1_0", "helt tal"),
        ("gjort", "٣", "helt tal"),
        ("gjort", "9999999", "helt tal"),
    ],
)
def test_a_count_that_contradicts_the_choice_or_is_no_number_is_a_mistake(outcome: str, count: str, says: str) -> None:
    with pytest.raises(Mistakes) as mistakes:
        read_answer({**FORM, "outcome": outcome, "count": count}, None)
    assert says in mistakes.value.sentences["count"]


@pytest.mark.parametrize(
    ("outcome", "count", "means"), [("gjort", "", 1), ("gjort", " 12 ", 12), ("delvis", "0", 0), ("inte-gjort", "", 0)]
)
def test_an_answer_counts_what_is_new(outcome: str, count: str, means: int) -> None:
    assert read_answer({**FORM, "outcome": outcome, "count": count}, None).count == means


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(Mistakes) as mistakes:
        read_answer({}, None)
    assert set(mistakes.value.sentences) == {"form", "outcome", "party", "on"}


def test_characters_that_hide_or_turn_text_are_left_out() -> None:
    told = read_answer({**FORM, "comment": "a\u202eb\x00c\r\nd\u200b"}, None)
    assert told.comment == "abc\nd"


FORM = {
    "form": "0b0e3f6e-5a43-4f0e-9d3e-0d7b1c4f0a11",
    "outcome": "gjort",
    "party": "police",
    "on": "2026-03-01",
}


async def test_where_less_than_half_a_window_is_left_the_form_asks_for_the_target(
    system: System, browser: httpx.AsyncClient
) -> None:
    walks = a_commitment(recurrence=Count(min=4, window=Window.QUARTER))
    await sign(system, since="2026-02-20", commitments=(walks,))
    place = "/tillfalle/arjeplog-1/2026-Q1"
    form = read((await browser.get(place)).text)
    assert "Mål: antal gånger till 2026-03-31" in form.words
    assert "0 gånger, mål ej angivet" in read((await browser.get(PAGE)).text).words

    nothing = await browser.post(place, data={**form.fields(), **ANSWER, "party": "municipality", "target": "0"})
    assert nothing.status_code == 422
    assert "Målet ska vara minst en gång." in read(nothing.text).words

    form = read(nothing.text)
    await browser.post(place, data={**form.fields(), **ANSWER, "party": "municipality", "target": "2"})
    line = (await the_card(system, "arjeplog-1/2026-Q1")).occurrence
    assert (line.done, line.target, line.target_asked) == (1, 2, False)
    assert "Mål:" not in read((await browser.get(place)).text).words
