"""How does an agreement look on paper, to be signed? What stands in it, and a place for each who is to sign."""

from collections import Counter
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, Document, FocusArea, ShowAgreement
from schemas.base import Party
from services.front.spreadsheet import Cell, Rows
from services.portal.pages import words
from services.portal.pages.files.handing_over import Ending, hand_over
from services.portal.pages.files.promised_rows import DRAFTS, of_area
from services.portal.pages.files.word import Cover, Looks, Paper
from services.portal.pages.site import day_in, name_in, site_of

TO_SIGN = ("Part", "Roll", "Ort och datum", "Underskrift och namnförtydligande")
SIGNED_BY = Looks("En rad för var och en som undertecknar", (2, 3, 3, 5), tall=True)


async def download(request: Request) -> Response:
    """`?per=`: as it stood that day."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    site = site_of(request).as_of(per)
    card = await site.ask(ShowAgreement(agreement=name), AgreementCard)
    document = card.document
    assert document is not None  # noqa: S101  what was not refused has one
    draft = DRAFTS.get(card.state) if card.state else None
    cover = Cover(document.title, site.clock.now(), per or site.today, draft or "")
    return await hand_over(f"{document.title} {cover.as_of}", Ending.WORD, lambda: _write(cover, card, document))


def _write(cover: Cover, card: AgreementCard, document: Document) -> bytes:
    paper = Paper(cover)
    paper.say(words.AGREEMENT_TYPES[document.type])
    paper.heading(2, "Parter och giltighet")
    paper.facts({**_facts(document), "Version": str(card.version) if card.version > 1 else ""})
    if document.purposes:
        paper.heading(2, "Syfte" if len(document.purposes) == 1 else "Syften")
        paper.listed(document.purposes)
    paper.heading(2, words.PROMISED[document.type])
    for area in document.focus_areas:
        _area(paper, card, area)
    paper.heading(2, "Uppföljning")
    forum = f" i {document.review.forum}" if document.review.forum else ""
    paper.say(f"Parterna följer upp {words.CADENCES[document.review.cadence]}{forum}.")
    paper.heading(2, "Underskrifter")
    paper.table(Rows(TO_SIGN, tuple(_places(card, document))), SIGNED_BY, "Vem som undertecknar är inte angivet.")
    return paper.content()


def _facts(document: Document) -> dict[str, str]:
    validity, months = document.validity, document.revision_interval_months
    until = f"till och med {validity.until}" if validity.until else "tills vidare"
    numbers = document.registration_numbers
    return {
        "Kommun" if len(document.municipalities) == 1 else "Kommuner": ", ".join(
            map(words.municipality, document.municipalities)
        ),
        "Polis": ", ".join(document.police_areas) or "Lokalpolisområde är inte angivet",
        **{f"Diarienummer, {name.lower()}": numbers.get(party, "") for party, name in words.PARTIES.items()},
        "Gäller": f"från och med {validity.since} {until}",
        "Ses över": f"var {months}:e månad" if months else "",
        "Uppsägningstid": f"{document.notice_months} månader" if document.notice_months else "",
    }


def _area(paper: Paper, card: AgreementCard, area: FocusArea) -> None:
    paper.heading(3, area.name)
    paper.facts({"Problem": area.problem or "", "Orsak": area.cause or "", "Mål": area.goal or ""})
    promised = of_area(card, area.id, area.name).without(1)
    paper.table(promised, Looks(f"Åtgärder för {area.name}", (6, 3, 3, 1.5)), "Inget är lovat i det här fokusområdet.")


def _places(card: AgreementCard, document: Document) -> Iterator[tuple[Cell, ...]]:
    """Who has signed already stands there with the day; nobody's name does."""
    signed = {(one.party, one.role): list[Cell]() for one in card.signatures}
    for one in card.signatures:
        signed[one.party, one.role].append(one.on)
    asked: Counter[tuple[Party, str]] = Counter()
    for each in document.signatories:
        asked[each.party, each.role] += each.count
    for (party, role), count in asked.items():
        days = signed.get((party, role), [])
        for number in range(max(count, len(days))):
            on = f"Undertecknat {days[number]}" if number < len(days) else ""
            yield (words.PARTIES[party], words.role(role), on, "")
