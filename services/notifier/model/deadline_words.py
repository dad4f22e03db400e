"""What does a mail say of a day that must not be missed: a meeting, an agreement's end, what the law asks?"""

from datetime import date

from schemas.agreements import AgreementType
from schemas.followup import DeadlineKind, DeadlineLine, MeetingCall, Rung, meeting_call
from services.notifier.model.phrases import Paragraphs, distance, municipality, plain, shorten, weekday

Kind = DeadlineKind
CLOCKS = {
    Kind.SITUATION_PICTURE: ("lägesbilden", "uppdateras", "uppdaterats", "uppdaterad"),
    Kind.ACTION_PLAN: ("åtgärdsplanen", "följas upp", "följts upp", "uppföljd"),
    Kind.REVISION: ("överenskommelsen", "ses över", "setts över", "översedd"),
}
"""What it is, what shall be done to it, should have been, and what it then is."""


def subject(line: DeadlineLine, rung: Rung) -> str:
    title = shorten(_title(line))
    match line.deadline:
        case Kind.MEETING:
            return _meeting(line, rung)[0]
        case Kind.AGREEMENT_END:
            return f"{title} går ut {line.due}"
        case Kind.PUBLIC_FEEDBACK:
            return f"Invånarna väntar på besked: {title}"
    _, shall, should, _ = CLOCKS[line.deadline]
    if _late(line):
        return f"Försenat: {title}, skulle ha {should} {line.due}"
    return f"{title} ska {shall} senast {line.due}"


def introduction(line: DeadlineLine, rung: Rung) -> str:
    match line.deadline:
        case Kind.MEETING:
            return _meeting(line, rung)[1]
        case Kind.AGREEMENT_END:
            left = distance(line.days_left)
            return f"{_document(line).capitalize()} går ut {left}. Det är dags att bestämma vad som ska hända sedan."
        case Kind.PUBLIC_FEEDBACK:
            return "Löftet har gått ut, men vi har inte fått veta att invånarna har fått besked om vad som blev av det."
    what, shall, should, _ = CLOCKS[line.deadline]
    if _late(line):
        return f"{what.capitalize()} skulle ha {should}, men vi har inte fått veta att det är gjort."
    return f"{what.capitalize()} ska {shall}, och dagen närmar sig."


def paragraphs(line: DeadlineLine, rung: Rung, today: date, link: str) -> Paragraphs:
    meeting = line.deadline is Kind.MEETING
    to_read = meeting and meeting_call(rung) is MeetingCall.SUMMARY
    return Paragraphs(
        heading=f"Uppföljningsmöte {line.due}" if meeting else _title(line),
        late=_late(line),
        status="Försenat" if _late(line) else "",
        when=_when(line, today),
        why=_why(line),
        place=plain(line.agreement or "") if meeting else "",
        ask=_ask(line, to_read=to_read),
        link=link,
        button="Läs sammanfattningen" if to_read else "Öppna",
    )


def _meeting(line: DeadlineLine, rung: Rung) -> tuple[str, str]:
    """Subject and introduction."""
    call = meeting_call(rung)
    if call is MeetingCall.SUMMARY:
        return (
            f"Inför mötet {line.due}: sammanfattningen finns att läsa",
            f"Inför mötet {line.due} finns en sammanfattning att läsa: vad som är lovat, gjort och kvar.",
        )
    if call is MeetingCall.SILENT_REPORT:
        return (
            f"Inför mötet {line.due}: ni har inte redovisat än",
            f"Mötet {line.due} är snart här, och ni har inte berättat hur det har gått sedan förra mötet.",
        )
    return (
        f"Mötet {line.due} närmar sig: berätta hur det har gått",
        f"Mötet {line.due} närmar sig. Berätta hur det har gått, så att ni kan följa upp det där.",
    )


def _title(line: DeadlineLine) -> str:
    """What it is about, as it begins a sentence: an agreement by its name, what the law asks by its municipality."""
    if line.agreement:
        return plain(line.agreement)
    what = CLOCKS.get(line.deadline, (_document(line),))[0].capitalize()
    return f"{what} för {municipality(line.municipality)}" if line.municipality else what


def _late(line: DeadlineLine) -> bool:
    return line.days_left < 0


def _document(line: DeadlineLine) -> str:
    return "löftet" if line.type is AgreementType.CITIZEN_PROMISE else "överenskommelsen"


def _when(line: DeadlineLine, today: date) -> str:
    day = f"{weekday(line.due)} ({distance((line.due - today).days)})"
    match line.deadline:
        case Kind.MEETING:
            return f"Mötet är {day}"
        case Kind.AGREEMENT_END:
            return f"Gäller till och med {day}"
        case Kind.PUBLIC_FEEDBACK:
            return f"Löftet gick ut {day}"
    _, _, _, done = CLOCKS[line.deadline]
    return f"Skulle ha varit {done} {day}" if _late(line) else f"Ska vara {done} senast {day}"


def _why(line: DeadlineLine) -> str:
    match line.deadline:
        case Kind.SITUATION_PICTURE | Kind.ACTION_PLAN:
            return "Ska göras minst vartannat år enligt 6 § lagen (2023:196)"
        case Kind.REVISION:
            return "Gäller tills vidare, och parterna har bestämt hur ofta den ska ses över"
    return ""


def _ask(line: DeadlineLine, *, to_read: bool) -> str:
    match line.deadline:
        case Kind.MEETING if to_read:
            return "Läs sammanfattningen före mötet och se vad som behöver beslutas"
        case Kind.MEETING:
            promised = "löfte" if line.type is AgreementType.CITIZEN_PROMISE else "åtagande"
            return f"Redovisa vad ni har gjort och hur ni bedömer varje {promised}"
        case Kind.AGREEMENT_END:
            it = "det" if line.type is AgreementType.CITIZEN_PROMISE else "den"
            return f"Bestäm tillsammans om {it} ska förlängas, förnyas eller få gå ut"
        case Kind.PUBLIC_FEEDBACK:
            return "Berätta för invånarna vad som blev gjort, och registrera när och var det skedde"
        case Kind.REVISION:
            return "Gå igenom den tillsammans, och registrera sedan vilken dag det gjordes"
    return "Registrera dag och diarienummer när det är gjort"
