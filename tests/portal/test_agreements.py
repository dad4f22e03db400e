"""The agreement's page is what the steering group gets: who promised what, and what came of it."""

from datetime import date

import httpx

from schemas.agreements import (
    AddSignature,
    AgreementChanges,
    AgreementType,
    AmendAgreement,
    Continuous,
    Count,
    DraftAgreement,
    ShareAgreement,
    Window,
)
from schemas.base import Party
from schemas.followup import ClockKind, Light, OverrideLight, RecordPublicFeedback, RecordStatutoryStep, ReportActivity
from schemas.portal import AccountRole
from services.portal.pages.door import TOKEN_FIELD
from tests.builders import a_commitment, a_document
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.portal.visitors import signed_in
from tests.system import System

PAGE = "/overenskommelser/arjeplog-2026-ml"
TABS = ["Löften", "Möten", "Parter"]
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


async def test_an_empty_list_says_what_to_do(browser: httpx.AsyncClient) -> None:
    assert "Läs in ur en fil" in read((await browser.get("/overenskommelser")).text).words


async def test_the_page_tells_the_steering_group_what_to_decide_and_what_stands_around(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system, commitments=(a_commitment("sen", due="2026-01-20", text="Föräldramöte om ANDTS"),))
    step = {"municipality": "2506", "clock": ClockKind.ACTION_PLAN, "registration_number": "TEST KS 2024/7"}
    await system.tell(RecordStatutoryStep(on=date(2024, 5, 2), **step))
    told = RecordPublicFeedback(agreement="arjeplog-2026-ml", on=date(2026, 3, 1), channel="Kommunens webb")
    await system.tell(told)

    said = read((await browser.get(f"{PAGE}/moten")).text).words
    assert "Behöver beslut Försenat sedan 2026-01-20, 0 av 1 gjort: Föräldramöte om ANDTS" in said
    assert "Arjeplog: åtgärdsplanen följs upp senast 2026-05-02 ● Ska göras" in said
    assert "Arjeplog: lägesbilden uppdateras ○ Okänt när det senast gjordes" in said
    assert "✓ Berättat 2026-03-01 Kommunens webb" in said
    assert "Om metoden" in said


async def test_the_list_names_municipalities_and_counties(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system, municipalities=("2418", "2506"))

    everything = read((await browser.get("/overenskommelser")).text).one("table")
    assert "Malå, Arjeplog" in everything.text
    assert "Västerbottens län, Norrbottens län" in everything.text
    assert "Gäller" in everything.text

    assert read((await browser.get("/overenskommelser?lan=25")).text).all("table")
    elsewhere = read((await browser.get("/overenskommelser?lan=12")).text)
    assert "Ingen av 1 överenskommelse stämmer med det du valde." in elsewhere.words


async def test_the_tabs_together_tell_the_whole_summary(system: System, browser: httpx.AsyncClient) -> None:
    late = a_commitment("sen", due="2026-02-27", text="Föräldramöte om ANDTS")
    done = a_commitment("klar", due="2026-05-31", text="Trygghetsvandring")
    await sign(system, commitments=(late, done))
    told = ReportActivity(
        occurrence="klar/once", party=Party.POLICE, count=1, on=date(2026, 3, 1), comment="Tjugo invånare."
    )
    await system.tell(told)

    promised, met, parties = [read((await browser.get(PAGE + tab)).text) for tab in ("", "/moten", "/parter")]

    assert [one.text for one in promised.all("h2")] == [
        "Löften",
        "Före nästa möte enligt takten, 2026-07-01",
        "Ej redovisat",
        "I korthet",
    ], "a tab's own content comes first, also where the screen is narrow"
    assert [one.text for one in met.all("h2")][2:] == [
        "Sedan 2026-01-01",
        "Behöver beslut",
        "Lagens klockor",
        "Återkoppling till invånarna",
        "Om metoden",
        "I korthet",
    ]
    for page in (promised, met, parties):
        for said in ("Medborgarlöften Arjeplog", "TEST KS 2026/0001", "Piteå Älvdal", "Norrbottens län"):
            assert said in page.words
        assert "Medborgarlöften Arjeplog ✓ Gäller 2026-01-01 till 2026-12-31 304 dagar kvar" in page.words
        assert page.words.count("dagar kvar") == 1
        assert [one.text for one in page.all("a", **{"aria-current": "page"})] == [
            TABS[(promised, met, parties).index(page)]
        ]
    for said in ("✓ I fas", "▲ Försenat", "Kommunen: ej redovisad", "”Tjugo invånare.”"):
        assert said in promised.words
    for said in ("▲ Nyss försenat", "✓ Genomfört"):
        assert said in met.words


async def test_the_page_names_functions_and_never_a_mailbox(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system)
    page = (await browser.get(PAGE)).text
    assert "Kommunpolis" in page
    assert "@" not in page


async def test_what_happened_is_told_since_a_meeting_of_choice(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system)
    page = f"{PAGE}/moten"
    assert "Sedan 2026-02-01" in read((await browser.get(f"{page}?sedan=2026-02-01")).text).words
    wrong = await browser.get(f"{page}?sedan=igår")
    assert wrong.status_code == 400
    assert "Skriv datumet som 2026-03-31." in read(wrong.text).words
    for question in ("sedan=0001-01-01", "per=9999-12-31"):
        far = await browser.get(f"{page}?{question}")
        assert far.status_code == 400
        assert "Ange en dag mellan 1990 och 2199." in read(far.text).words


async def test_what_people_have_written_is_shown_as_they_wrote_it(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system, title=HOSTILE, commitments=(a_commitment(text=HOSTILE),))
    for path in (PAGE, "/overenskommelser", "/", "/tillfalle/arjeplog-1/2026"):
        page = read((await browser.get(path)).text)
        assert page.all("script") == []
        if path != "/":  # nothing falls due yet
            assert HOSTILE in page.words


async def test_a_draft_is_shown_without_a_follow_up(system: System, browser: httpx.AsyncClient) -> None:
    document = a_document(commitments=(a_commitment(recurrence=Continuous()),))
    await system.tell(DraftAgreement(document=document, drafted_by="2506"))
    await system.settle()
    page = read((await browser.get(PAGE)).text)
    assert "Utkast" in page.words
    assert [one.text for one in page.all("th", scope="col")] == ["Åtgärd", "När", "Vem"], "nobody follows it up yet"
    assert "Trygghetsvandring dit allmänheten bjuds in" in page.words


async def test_the_parties_tab_tells_who_signs_and_who_answers_and_mailboxes_only_to_who_sees_them(
    system: System, browser: httpx.AsyncClient
) -> None:
    await system.tell(DraftAgreement(document=a_document(), drafted_by="2506"))
    await system.tell(ShareAgreement(agreement="arjeplog-2026-ml", on=date(2026, 3, 2)))
    signed = AddSignature(
        agreement="arjeplog-2026-ml", party=Party.MUNICIPALITY, role="kommunalråd", on=date(2026, 3, 2)
    )
    await system.tell(signed)
    await system.settle()

    mine = read((await browser.get(f"{PAGE}/parter")).text).words
    async with signed_in(system.services["portal"], AccountRole.STEERING_GROUP) as reader:
        theirs = read((await reader.get(f"{PAGE}/parter")).text).words

    for said in (mine, theirs):
        assert "Kommunalråd Kommunen ✓ Har undertecknat 2026-03-02" in said
        assert "Lokalpolisområdeschef Polisen ○ Inte än –" in said
        assert "Piteå Älvdal Diarienummer TEST A000.001/2026" in said
    assert "Samordnare Arjeplog samordnare.arjeplog@example.se" in mine
    assert "Samordnare (kommunen)" in theirs
    assert "@" not in theirs


async def test_an_agreement_that_does_not_exist_is_not_found(browser: httpx.AsyncClient) -> None:
    for path in ("/overenskommelser/finns-inte", "/overenskommelser/%00", f"/overenskommelser/{'a' * 300}"):
        missing = await browser.get(path)
        assert missing.status_code == 404
        assert read(missing.text).one("h1").text == "Sidan finns inte"


async def test_the_day_of_what_is_done_once_is_said_once(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system, commitments=(a_commitment("vandring", due="2026-12-11"), a_commitment("yearly")))

    page = (await browser.get(PAGE)).text
    words = read(page).words

    assert "En gång, senast 2026-12-11 Kommunpolis" in words
    assert 'senast <time datetime="2026-12-11">' in page  # which no line breaks
    assert "per år sista dag 2026-12-31" in words


async def test_a_light_that_a_party_has_set_says_who_and_why(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system, commitments=(a_commitment("vandring", due="2026-02-27"),))
    await system.tell(
        OverrideLight(commitment="vandring", light=Light.GREEN, by=Party.POLICE, reason="Klart på fredag")
    )

    words = read((await browser.get(PAGE)).text).words

    assert "Satt av polisen 2026-03-02" in words
    assert "”Klart på fredag”" in words


async def test_a_shortened_window_says_that_its_target_is_asked_for(system: System, browser: httpx.AsyncClient) -> None:
    yearly = a_commitment("vandring", Count(min=4, window=Window.YEAR))
    await sign(system, until="2026-03-20", commitments=(yearly,))

    assert "0 gånger, mål ej angivet" in read((await browser.get("/tillfalle/vandring/2026")).text).words


async def test_the_pages_can_be_read_as_they_were_on_a_day(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system)
    system.clock.set("2026-03-04T09:00")
    renamed = AgreementChanges(title="Nya löften")
    await system.tell(AmendAgreement(agreement="arjeplog-2026-ml", changes=renamed, reason="Mallen"))
    await system.settle()
    system.clock.set("2026-03-09T09:00")

    now, then = [read((await browser.get(PAGE + per)).text) for per in ("", "?per=2026-03-03")]
    assert "Nya löften" in now.one("h1").text
    assert "Så här såg det ut" not in now.words
    assert "Medborgarlöften Arjeplog" in then.one("h1").text
    assert "Så här såg det ut 2026-03-03." in then.words
    for beyond in ("moten", "parter", "ar", "dagar", "trappor"):
        assert then.all("a", href=f"{PAGE}/{beyond}?per=2026-03-03"), beyond
    listed = await browser.get("/overenskommelser?per=2026-03-03")
    assert f'href="{PAGE}?per=2026-03-03"' in listed.text
    assert read(listed.text).fields().keys() == {"per", TOKEN_FIELD}  # which goes along when a county is chosen
    assert "Så här såg det ut 2026-03-03." in read((await browser.get("/?per=2026-03-03")).text).words
    future = await browser.get(f"{PAGE}?per=2027-01-01")
    assert "Hur det ser ut 2027-01-01 vet ingen ännu." in read(future.text).words


async def test_what_is_promised_is_called_by_the_kind_of_agreement(system: System, browser: httpx.AsyncClient) -> None:
    """Löfte where it is promised to residents, åtagande where the parties owe it each other."""
    await sign(system)
    kind, other = AgreementType.COLLABORATION_AGREEMENT, "haninge-2026-so"
    await sign(system, slug=other, title="Samverkan", type=kind, commitments=(a_commitment("tva", agreement=other),))

    promise = read((await browser.get(PAGE)).text)
    agreement = read((await browser.get("/overenskommelser/haninge-2026-so")).text)

    assert [page.all("h2")[0].text for page in (promise, agreement)] == ["Löften", "Åtaganden"]


async def test_a_days_date_is_written_year_first_on_pages(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system, commitments=(a_commitment(due="2026-03-31"),))

    days = read((await browser.get(PAGE)).text).all("time")

    assert "2026-03-31" in [one.text for one in days]
    assert [one.text for one in days if one.text != one.attributes["datetime"]] == []
