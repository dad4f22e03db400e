"""A draft can be of another kind, begun again, made of a year of an agreement, and reminded of as its writers wish."""

import httpx

from schemas.agreements import AgreementState, AgreementType
from schemas.followup import LadderKind, LadderLevel, LadderLines, ShowLadder
from tests.builders import a_commitment
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.portal.test_drafts import DRAFT, FROM_A_TEMPLATE, SLUG, opened, sent, the_draft, wrong
from tests.system import System

WALK = f"{DRAFT}/atagande?forslag=mall-vandring"
OLDER = "/ny-overenskommelse/parter?forlaga=arjeplog-2026-ml"


async def test_kind_and_municipalities_change_in_a_draft_and_what_depends_on_them_follows_or_is_refused(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system)
    await sent(browser, FROM_A_TEMPLATE, police_areas="Piteå Älvdal")
    page = read((await browser.get(f"{DRAFT}/ataganden")).text)
    (taken,) = [one for one in page.all("form") if one.attributes["action"] == WALK]
    assert "Ta med" in taken.text
    assert (await sent(browser, WALK)).status_code == 303

    parties = f"{DRAFT}/parter"
    left = await sent(browser, parties, **{"municipalities.0.municipality": "2505"})
    assert wrong(left) == ["Du skriver för Arjeplog, som behöver vara en av parterna. Ta med den."]
    both = {"type": "collaboration_agreement", "municipalities.1.municipality": "2505"}
    assert (await sent(browser, parties, **both)).status_code == 303
    card = await the_draft(system)
    assert card.document.type is AgreementType.COLLABORATION_AGREEMENT
    assert card.document.municipalities == ("2506", "2505")
    assert [one.public for one in card.commitments] == [False]
    assert "Samverkansöverenskommelse" in read((await browser.get(DRAFT)).text).words
    assert (await sent(browser, parties, type="citizen_promise")).status_code == 303
    assert [one.public for one in (await the_draft(system)).commitments] == [True]

    mine = await opened(browser, f"{DRAFT}/atagande")
    own = mine | {"text": "Mopedkontrol", "recurrence.kind": "continuous", "focus_area": "unga"}
    own |= {
        "new_role": "fritid",
        "new_party": "municipality",
        "new_mailbox": "f@example.se",
        "new_municipality": "2505",
    }
    assert (await browser.post(f"{DRAFT}/atagande", data=own)).status_code == 303
    back = await browser.post(f"{DRAFT}/atagande", data=own | {"text": "Mopedkontroll"})
    assert back.status_code == 409  # who goes back to the form and sends it again changes what it made
    there = read(back.text)
    assert there.all("form")[-2].attributes["action"] == f"{DRAFT}/atagande/{SLUG}-2"
    assert there.sent()["text"] == "Mopedkontroll"
    assert len((await the_draft(system)).commitments) == 2
    alone = await sent(browser, parties, **{"municipalities.1.municipality": ""})
    (sentence,) = wrong(alone)
    assert sentence.startswith("Fältet ”Kommuner”: fritid hos kommunen Arvidsjaur svarar för åtagandet ”Mopedkontrol”.")


async def test_what_is_given_up_is_begun_again_under_its_name_and_stays_as_it_was(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system, commitments=(a_commitment(), a_commitment("arjeplog-2", depends_on="arjeplog-1")))
    for address, slug in ((FROM_A_TEMPLATE, SLUG), (OLDER, "arjeplog-2027-ml")):
        assert (await sent(browser, address)).headers["location"].startswith(f"/utkast/{slug}/")
        there = await sent(browser, address)
        assert wrong(there)[0].startswith("Det finns redan en överenskommelse eller ett utkast med den rubriken.")
        assert read(there.text).one("a", href=f"/utkast/{slug}").text.startswith("Fortsätt med utkastet")
        instead = [one for one in read(there.text).all("button") if "formaction" in one.attributes]
        assert [one.attributes["formaction"] for one in instead] == [f"/utkast/{slug}/parter"]

        assert (await sent(browser, f"/gor/dra-tillbaka?agreement={slug}", reason="Fel")).status_code == 303
        again = await opened(browser, address)
        for _ in range(2):
            anew = await browser.post(address, data=again)
            assert anew.headers["location"] == f"/utkast/{slug}-2/lagesbild?klart=utkast"
        assert (await the_draft(system, slug)).state is AgreementState.WITHDRAWN
    first, second = (await the_draft(system, "arjeplog-2027-ml-2")).commitments
    assert (first.slug, second.depends_on, second.depends_on_id) == ("arjeplog-1-2027-2", first.slug, first.id)


async def test_a_year_of_an_agreement_has_an_action_plan_that_begins_as_the_agreement(
    system: System, browser: httpx.AsyncClient
) -> None:
    long = {"type": AgreementType.COLLABORATION_AGREEMENT, "purposes": ("Trygghet",), "until": "2029-12-31"}
    await sign(system, slug="arjeplog-so", title="Samverkan Arjeplog", commitments=(), **long)
    page = read((await browser.get("/overenskommelser/arjeplog-so")).text)
    plan = "/ny-overenskommelse/parter?under=arjeplog-so"
    assert page.one("a", href=plan).text == "Skriv en åtgärdsplan för ett år"
    assert "Samverkan Arjeplog" in read((await browser.get("/ny-overenskommelse")).text).one("select", id="under").text

    alone = await sent(browser, plan, parent="")
    assert wrong(alone) == ["Välj den samverkansöverenskommelse som åtgärdsplanen står under."]
    begun = await sent(browser, plan)
    draft = begun.headers["location"].removesuffix("/lagesbild?klart=utkast")
    assert draft == "/utkast/atgardsplan-2026-for-samverkan-arjeplog"
    card = await the_draft(system, draft.removeprefix("/utkast/"))
    assert (card.document.plan_year, card.parent.slug) == (2026, "arjeplog-so")
    assert [one.id for one in card.document.focus_areas] == ["trygghet"]
    assert (str(card.document.validity.since), str(card.document.validity.until)) == ("2026-01-01", "2026-12-31")

    next_year = {"validity.since": "2027-01-01", "validity.until": "2027-12-31"}
    assert (await sent(browser, f"{draft}/parter", **next_year)).status_code == 303
    assert (await the_draft(system, draft.removeprefix("/utkast/"))).document.plan_year == 2027
    assert "Åtgärdsplan för 2027" in read((await browser.get(draft)).text).words


async def test_how_often_people_are_reminded_is_chosen_with_the_first_days_shown_and_not_undone_by_an_old_page(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system)
    await sent(browser, FROM_A_TEMPLATE)
    await sent(browser, WALK)
    await system.settle()
    step = f"{DRAFT}/uppfoljning"
    shown = read((await browser.get(step)).text)
    assert "2026-12-03, 2026-12-23, 2027-01-04" in shown.words
    assert shown.sent()["reminders"] == "usual"

    old = await opened(browser, step)
    assert (await sent(browser, step, reminders="fewer", forum="Rådet")).headers["location"] == f"{DRAFT}?klart=sparat"
    assert await chosen(system) == ["t-7", "t+1", "pair+14"]
    assert "2026-12-23, 2027-01-04" in read((await browser.get(step)).text).words
    assert (await browser.post(step, data=old | {"forum": "Rådet"})).status_code == 303
    assert await chosen(system) == ["t-7", "t+1", "pair+14"]
    late = await browser.post(step, data=old | {"forum": "Rådet", "reminders": "more"})
    assert late.status_code == 409
    assert read(late.text).sent()["reminders"] == "more"
    assert (await sent(browser, step, reminders="usual")).status_code == 303
    assert await chosen(system) == []
    through = read((await browser.get(DRAFT)).text)
    word = through.one("a", href=f"/overenskommelser/{SLUG}.docx")
    assert (await browser.get(word.attributes["href"])).status_code == 200


async def chosen(system: System) -> list[str]:
    """The draft's own steps; none: the usual."""
    lines = (await system.ask(ShowLadder(agreement=SLUG), LadderLines)).ladders
    own = [one for one in lines if one.level is LadderLevel.AGREEMENT and one.ladder is LadderKind.LONG_WINDOW]
    return [step.rung for one in own for step in one.steps]
