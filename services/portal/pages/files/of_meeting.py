"""What lies on the table at a follow-up meeting, and what is signed after it? Its page on paper, to write on."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.base import Party
from schemas.followup import DecisionLine, MeetingCard, MeetingLine, MeetingState, Summary, SummaryHead
from services.front import assembly_tables as tables
from services.front.spreadsheet import Rows
from services.portal.pages import words, words_meetings
from services.portal.pages.files.handing_over import Ending, hand_over
from services.portal.pages.files.summary_rows import of_actions, of_changes, of_coming, of_silences
from services.portal.pages.files.word import Cover, Looks, Paper
from services.portal.pages.meetings import Told, meeting_in
from services.portal.pages.site import site_of

NAMES = {MeetingState.PLANNED: "Underlag till uppföljningsmöte", MeetingState.CLOSED: "Protokoll från uppföljningsmöte"}
CANCELLED = "Mötet är inställt, så det har varken underlag eller protokoll."
TO_SIGN = ("Part", "Roll", "Ort och datum", "Underskrift och namnförtydligande")


async def download(request: Request) -> Response:
    """Before the meeting how it stands, after it what was frozen: `?version=2`. `?per=` as on the page."""
    card, line, told = await meeting_in(request)
    if told.summary is None:
        raise HTTPException(404, CANCELLED)
    name, site = f"{NAMES[line.state]} {line.on}", site_of(request)
    draft = "" if told.frozen else "Underlag: mötet är inte avslutat"
    cover = Cover(f"{name}, {line.agreement}", site.clock.now(), told.summary.as_of or site.today, draft)
    return await hand_over(f"{name} {line.agreement}", Ending.WORD, lambda: _write(cover, card, line, told))


def _write(cover: Cover, card: MeetingCard, line: MeetingLine, told: Told) -> bytes:
    paper, summary = Paper(cover), told.summary or Summary()
    if told.frozen:
        why = f" Skäl till den nya versionen: {told.frozen.reason}" if told.frozen.reason else ""
        version = f"version {told.frozen.version} av {told.frozen.versions}"
        paper.say(f"Sammanfattningen som den frystes {told.frozen.frozen_on}, {version}.{why}")
    _reporting(paper, card, line)
    _present(paper, summary)
    if line.state is MeetingState.PLANNED:
        _agenda(paper, card)
    paper.heading(2, "Beslut på mötet")
    paper.listed(map(_decision, card.decisions), "Inget är beslutat.")
    if summary.head:
        paper.heading(2, "1. Parter och giltighet")
        paper.facts(_head(summary.head))
    _work(paper, summary)
    _around(paper, line, summary)
    paper.heading(2, "Underskrifter")
    places = Rows(TO_SIGN, tuple((words.PARTIES[one], "", "", "") for one in Party))
    paper.table(places, Looks("En rad för var part", (2, 3, 3, 5), tall=True))
    return paper.content()


def _reporting(paper: Paper, card: MeetingCard, line: MeetingLine) -> None:
    has, until = ("hade", "till mötet") if line.state is MeetingState.CLOSED else ("har", "sedan förra mötet")
    told = {
        words.PARTIES[one.party]: f"{has} redovisat, senast {one.latest_on}"
        if one.reported
        else f"{has} inte redovisat {until}"
        for one in card.reporting
    }
    informed = line.steering_group_informed_on
    paper.facts({**told, "Styrgruppen informerad": str(informed) if informed else ""})


def _present(paper: Paper, summary: Summary) -> None:
    """Who answers for something, to be ticked by hand: functions, never names."""
    rows = (row for area in summary.focus_areas for row in area.commitments if not row.cancelled)
    functions = dict.fromkeys((one.party, one.role) for row in rows for one in row.responsible)
    paper.heading(2, "Närvarande")
    found = Rows(
        ("Part", "Funktion", "Närvarande"),
        tuple((words.PARTIES[party], words.role(role), "☐") for party, role in sorted(functions)),
    )
    paper.table(found, Looks("De som svarar för något i överenskommelsen", (3, 6, 2)), "Ingen svarar för något än.")


def _agenda(paper: Paper, card: MeetingCard) -> None:
    """With room for what is decided."""
    paper.heading(2, "Dagordning")
    rows = tuple(
        (str(number), one.text, f"{words_meetings.WHY[one.kind]}, uppe sedan {one.on}", "")
        for number, one in enumerate(card.agenda, start=1)
    )
    looks = Looks("Det som väntar på beslut", (1, 6, 4, 5), tall=True)
    paper.table(Rows(("Nr", "Fråga", "Varför", "Beslut"), rows), looks, "Inget väntar på beslut.")


def _decision(one: DecisionLine) -> str:
    said = f"{words_meetings.DECISIONS[one.kind]}{': ' if one.text else ''}{one.text}"
    return f"{said} ({one.on}{', genomfört' if one.carried_out_by else ''})"


def _head(head: SummaryHead) -> dict[str, str]:
    places = ", ".join(map(words.municipality, head.municipalities))
    left = f", {words.left(head.days_left)}" if head.days_left is not None else ""
    numbers = {
        f"Diarienummer, {name.lower()}": head.registration_numbers.get(party, "Ej angivet")
        for party, name in words.PARTIES.items()
    }
    return {
        "Kommun" if len(head.municipalities) == 1 else "Kommuner": places,
        "Polis": ", ".join(head.police_areas) or "Lokalpolisområde är inte angivet",
        **numbers,
        "Gäller": f"{head.since} till {head.until}{left}" if head.until else f"{head.since} tills vidare",
        "Skede": words.AGREEMENT_STATES[head.state],
        "Följs upp i": head.forum,
        "Processteg": words_meetings.step(head.process_step) if head.process_step else "",
    }


def _work(paper: Paper, summary: Summary) -> None:
    """Sections 2 to 5."""
    if summary.changes:
        paper.heading(2, f"2. Sedan {summary.changes.since}")
        paper.table(
            of_changes(summary.changes), Looks("Det som har hänt", (3, 3, 5, 2.5, 6)), "Inget har ändrats sedan dess."
        )
    paper.heading(2, f"3. {words.PROMISED[summary.head.type] if summary.head else 'Åtaganden'}")
    for area in summary.focus_areas:
        paper.heading(3, area.name)
        paper.facts({"Problem": area.problem or "", "Orsak": area.cause or "", "Mål": area.goal or ""})
        empty = "Inget är lovat i det här fokusområdet."
        paper.table(of_actions(area), Looks(f"Åtgärder för {area.name}", (5, 3, 3.5, 2, 3, 5)), empty)
    paper.heading(2, "4. Ej redovisat")
    paper.table(
        of_silences(summary), Looks("Part som inte har redovisat", (2, 6, 4)), "Båda parter har redovisat allt."
    )
    paper.heading(2, f"5. Före nästa möte{f', {summary.next_meeting}' if summary.next_meeting else ''}")
    coming = of_coming(summary.due_before_next_meeting)
    paper.table(
        coming, Looks("Har sista dag före nästa möte", (6, 2.5, 2, 3, 4)), "Inget har sista dag före nästa möte."
    )


def _around(paper: Paper, line: MeetingLine, summary: Summary) -> None:
    """Sections 6 to 9."""
    paper.heading(2, "6. Behöver beslut")
    if line.state is MeetingState.PLANNED:
        paper.say("Det som behöver beslut står på dagordningen.")
    else:
        paper.listed((one.text for one in summary.decisions_needed), "Inget väntar på beslut.")
    paper.heading(2, "7. Lagens klockor")
    clocks = tables.of_clocks(summary.statutory_clocks)
    paper.table(
        clocks,
        Looks("Det som lagen och parterna har bestämt", (4, 2, 3, 2, 3)),
        "Inga klockor gäller för överenskommelsen.",
    )
    paper.heading(2, "8. Återkoppling till invånarna")
    _residents(paper, summary)
    paper.heading(2, "9. Om metoden")
    for sentence in summary.method:
        paper.say(sentence)
    if summary.measures:
        paper.table(tables.of_measures(summary.measures), Looks("Mätningar kring överenskommelsen"))
    paper.say(f"Sammanställt {summary.as_of}. Antal visar aktivitet, inte effekt.")


def _residents(paper: Paper, summary: Summary) -> None:
    line = summary.told_to_residents
    if line is None:
        paper.say("Inget berättat än.")
        return
    due = f", senast {line.due}" if line.due and not line.told else ""
    paper.say(f"{words.FEEDBACK_STATES[line.state]}{due}")
    paper.listed(f"{one.on} {one.channel} {one.url or ''}".strip() for one in line.told)
