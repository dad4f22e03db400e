"""How does the municipality's year look in the papers of its assembly? The tables of the page, on A4 on its side."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from schemas.followup import AssemblyAgreement, AssemblyReport
from services.front import assembly_tables as tables
from services.front import measured
from services.portal.pages import words
from services.portal.pages.files.handing_over import Ending, hand_over
from services.portal.pages.files.word import Cover, Looks, Paper
from services.portal.pages.municipalities import report_in
from services.portal.pages.site import site_of

SHARES = (6, 3, 3, 4, 2, 1.5, 2, 1.5, 1.5, 2, 4)
"""Of the table of what was promised."""


async def download(request: Request) -> Response:
    """`?ar=2026&per=` as on the page."""
    told = await report_in(request)
    place = words.municipality(told.municipality or "")
    over = not (told.as_of and told.year) or told.as_of >= date(told.year, 12, 31)
    draft = "" if over else f"Utkast: året pågår, läget den {told.as_of}"
    site, title = site_of(request), f"Brottsförebyggande arbete i {place} {told.year}"
    cover = Cover(title, site.clock.now(), told.as_of or site.today, draft, wide=True)
    return await hand_over(f"Årsrapport {told.year} {place}", Ending.WORD, lambda: _write(cover, told))


def _write(cover: Cover, told: AssemblyReport) -> bytes:
    paper = Paper(cover)
    paper.say(f"{tables.LAW} Läget den {told.as_of}.")
    paper.heading(2, "Lägesbild och åtgärdsplan")
    paper.table(tables.of_clocks(told.clocks), Looks("Lagens klockor"), "Inga klockor gäller.")
    paper.heading(2, "Vad som lovades och vad det blev")
    for one in told.agreements:
        _agreement(paper, one, told.year or 0)
    if not told.agreements:
        paper.say("Ingen överenskommelse gällde under året.")
    paper.heading(2, "Ej redovisat eller ej bedömt")
    silences = tables.of_silences(told)
    paper.table(
        silences, Looks("Part som inte har redovisat eller bedömt"), "Alla parter har redovisat och bedömt allt."
    )
    paper.heading(2, "Vad invånarna har fått veta")
    feedback = tables.of_feedback(one.feedback for one in told.agreements)
    paper.table(feedback, Looks("Det som har berättats, per överenskommelse"), "Inget fanns att berätta om.")
    paper.heading(2, "Mätningar")
    paper.table(tables.of_measures(told.measures), Looks("Uppmätt under året"), "Inget är uppmätt under året.")
    if told.measures:
        paper.say(measured.NOTE)
    return paper.content()


def _agreement(paper: Paper, one: AssemblyAgreement, year: int) -> None:
    paper.heading(3, one.title)
    period = f"{one.since} till {one.until}" if one.until else f"{one.since} tills vidare"
    numbers = "".join(
        f" Diarienummer, {words.PARTIES[party].lower()}: {number}."
        for party, number in one.registration_numbers.items()
    )
    paper.say(f"{words.AGREEMENT_TYPES[one.type]}. {words.AGREEMENT_STATES[one.state]}. {period}.{numbers}")
    promised = tables.of_commitments([one]).without(1)
    looks = Looks(f"Det som lovades, och hur ofta det blev gjort {year}", SHARES)
    paper.table(promised, looks, "Inget är lovat i den.")
