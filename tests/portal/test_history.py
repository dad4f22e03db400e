"""What has happened to an agreement, and what was mailed about it, are tabs of its page; a commitment tells its own."""

from datetime import date

import httpx

from schemas.agreements import (
    AddSignature,
    AgreementChanges,
    AgreementType,
    AmendAgreement,
    AmendCommitment,
    CommitmentChanges,
    Count,
    DraftAgreement,
    ExtendAgreement,
    ReviseAgreement,
    ShareAgreement,
    SucceedParty,
    Window,
)
from schemas.base import Party
from schemas.followup import MoveDueDay, PlanMeeting, ReportActivity
from schemas.portal import AccountRole
from services.portal.pages.words_history import FIELDS
from tests.builders import AGREEMENT, KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.portal.visitors import signed_in
from tests.system import System

PAGE = f"/overenskommelser/{AGREEMENT}"
HISTORY, MAILS = f"{PAGE}/historik", f"{PAGE}/mejl"


async def page(browser: httpx.AsyncClient, path: str) -> Page:
    found = await browser.get(path)
    assert found.status_code == 200, (path, found.text)
    return read(found.text)


async def test_the_history_tells_newest_first_what_happened_what_it_said_before_and_how_it_looked(
    system: System, browser: httpx.AsyncClient
) -> None:
    await system.tell(DraftAgreement(document=a_document(), drafted_by="2506"))
    secret = AgreementChanges(title="Bara ett utkast")
    await system.tell(AmendAgreement(agreement=AGREEMENT, changes=secret, reason="Hemligt skäl"))
    assert "Utkastet påbörjades Av: Arjeplog" in (await page(browser, HISTORY)).words
    await system.tell(ShareAgreement(agreement=AGREEMENT, on=date(2026, 3, 2)))
    for party, role in ((Party.MUNICIPALITY, "kommunalråd"), (Party.POLICE, "lokalpolisområdeschef")):
        await system.tell(AddSignature(agreement=AGREEMENT, party=party, role=role, on=date(2026, 3, 2)))
    system.clock.set("2026-03-04T09:00")
    renamed = AgreementChanges(title="Nya löften", registration_numbers={Party.POLICE: "TEST A000.002/2026"})
    await system.tell(AmendAgreement(agreement=AGREEMENT, changes=renamed, reason="Mallen"))
    reworded = CommitmentChanges(text="Två vandringar", public=False)
    await system.tell(AmendCommitment(commitment="arjeplog-1", changes=reworded, reason="<b>Tydligare</b>"))
    system.clock.set("2026-03-09T09:00")
    await system.tell(ReviseAgreement(agreement=AGREEMENT, on=date(2026, 3, 6), forum="Lokala BRÅ"))
    await system.tell(ExtendAgreement(agreement=AGREEMENT, until=date(2027, 12, 31), reason="Fungerar"))
    await system.tell(
        SucceedParty(
            agreement=AGREEMENT,
            party=Party.POLICE,
            was="Piteå Älvdal",
            now="Norra Lappland",
            on=date(2026, 3, 9),
            reason="Ny indelning",
        )
    )
    await system.settle()

    found = await page(browser, HISTORY)

    words = found.words
    happened = (
        "En part har fått en efterträdare Polisen: Piteå Älvdal följs av Norra Lappland Skäl: Ny indelning",
        "Förlängd Gäller till 2027-12-31, förut till 2026-12-31 Skäl: Fungerar",
        "2026-03-06 inlagt 2026-03-09 Sågs över Beslutat av: Lokala BRÅ",
        "Lovas med andra ord version 4 Två vandringar",
        "Text Förut: Trygghetsvandring dit allmänheten bjuds in Nu: Två vandringar",
        "För vem Förut: Ett löfte till invånarna Nu: Mellan parterna Skäl: <b>Tydligare</b>",
        "Ändrad version 3 Rubrik Förut: Bara ett utkast Nu: Nya löften",
        "Diarienummer Förut: Polisen TEST A000.001/2026 Nu: Polisen TEST A000.002/2026 Skäl: Mallen",
        "Undertecknad av alla Kommunalråd kommunen 2026-03-02 Lokalpolisområdeschef polisen 2026-03-02",
        "Delades med den andra parten",
        "Började gälla",
        "Utkastet påbörjades Av: Arjeplog",
    )
    assert [said for said in happened if said not in words] == []
    newest_first = [words.index(said) for said in happened]
    assert newest_first == [*sorted(newest_first[:9]), *newest_first[9:]]
    assert "Hemligt" not in words
    assert found.all("b") == []
    assert found.one("a", href=f"/atagande/arjeplog-1?overenskommelse={AGREEMENT}").text == "Två vandringar"
    assert {one.attributes["href"] for one in found.all("a") if one.text.startswith("Så såg det ut då")} == {
        f"{PAGE}?per=2026-03-02",
        f"{PAGE}?per=2026-03-04",
    }
    before = (await page(browser, f"{HISTORY}?per=2026-03-04")).words
    assert "Ändrad version 3" in before
    assert "Förlängd" not in before
    assert "Inget mer." in (await page(browser, f"{HISTORY}?sida=2")).words
    assert (await browser.get(f"{HISTORY}?sida=0")).status_code == 400
    assert (await browser.get("/overenskommelser/finns-inte/historik")).status_code == 404
    async with signed_in(system.services["portal"], AccountRole.MUNICIPAL_POLICE) as other:
        assert (await page(other, HISTORY)).words.count("Hemligt") == 0


async def test_what_a_shared_draft_is_and_whom_it_is_for_differ_in_words(
    system: System, browser: httpx.AsyncClient
) -> None:
    await system.tell(DraftAgreement(document=a_document(), drafted_by="2506"))
    await system.tell(ShareAgreement(agreement=AGREEMENT, on=date(2026, 3, 2)))
    other = AgreementChanges(type=AgreementType.COLLABORATION_AGREEMENT, municipalities=("2506", "2505"))
    await system.tell(AmendAgreement(agreement=AGREEMENT, changes=other, reason="Fler är med"))
    words = (await page(browser, HISTORY)).words
    assert "Slag Förut: Medborgarlöfte Nu: Samverkansöverenskommelse" in words
    assert "Kommuner Förut: – Nu: Arvidsjaur" in words
    assert FIELDS.keys() >= AgreementChanges.model_fields.keys() | CommitmentChanges.model_fields.keys()


async def test_the_mails_of_an_agreement_and_of_a_commitment_are_told_where_they_belong(
    system: System, browser: httpx.AsyncClient
) -> None:
    advice = a_commitment("rad", due="2026-03-31", text="Föräldramöte om ANDTS", by=(KOMMUNPOLIS, SAMORDNARE))
    checks = a_commitment("krog", Count(min=2, window=Window.QUARTER), text="Tillsyn på krogar", by=(KOMMUNPOLIS,))
    await sign(system, commitments=(advice, checks))
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 3, 24)))
    await system.forward(2)
    for day, count, comment in ((3, 0, "Bokat"), (4, 1, "Tolv föräldrar")):
        told = ReportActivity(
            occurrence="krog/2026-Q1", party=Party.POLICE, count=count, on=date(2026, 3, day), comment=comment
        )
        await system.tell(told)
    for due, by, why in ((date(2026, 4, 30), Party.POLICE, "Sjukdom"), (date(2026, 4, 10), Party.MUNICIPALITY, "Påsk")):
        await system.tell(MoveDueDay(occurrence="krog/2026-Q1", due=due, by=by, reason=why))
    await system.settle()

    mails = await page(browser, MAILS)
    assert "Föräldramöte om ANDTS rad/once" in mails.words
    assert "Uppföljningsmöte 2026-03-24 Kommunpolis 21 dagar före ✓ Skickat" in mails.words
    assert "✓ Skickat" in mails.words
    assert "@" not in mails.words
    one = (await page(browser, f"{MAILS}?atagande=rad")).words
    assert "Bara de som gäller ”Föräldramöte om ANDTS”." in one
    assert "Uppföljningsmöte" not in one
    assert "Tillsyn" not in one
    assert "Inga mejl." in (await page(browser, f"{MAILS}?per=2026-03-02")).words
    for missing in (f"{MAILS}?atagande=borta", "/overenskommelser/finns-inte/mejl"):
        assert (await browser.get(missing)).status_code == 404, missing

    checked, advised = await page(browser, "/atagande/krog"), await page(browser, "/atagande/rad")
    assert "2026-03-04 krog/2026-Q1 Polisen 1 Tolv föräldrar 2026-03-03 krog/2026-Q1 Polisen 0 Bokat" in checked.words
    assert "Kommunen: 1 gång, 20 dagar tidigare Polisen: 1 gång, 30 dagar senare" in checked.words
    assert "2026-04-30 2026-04-10 Kommunen Påsk" in checked.words
    assert checked.all("a", href="/tillfalle/krog/2026-Q1/varfor")
    assert "Ingen sista dag har flyttats." in advised.words
    assert "Mejl som skickats" in advised.words
    assert "28 dagar före ✓ Skickat" in advised.words
    async with signed_in(system.services["portal"], AccountRole.STEERING_GROUP) as reader:
        assert "✓ Skickat" in (await page(reader, MAILS)).words
        assert "✓ Skickat" in (await page(reader, "/atagande/rad")).words
