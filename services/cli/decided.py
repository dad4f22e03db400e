"""How are an agenda and what a meeting decided shown in a terminal?"""

from collections.abc import Iterable

from rich.console import Console

from schemas.followup import AgendaKind, AgendaLine, DecisionKind, DecisionLine
from services.cli.showing import add, plain, table

WHY = {
    AgendaKind.DIFFERING: "parterna bedömer olika",
    AgendaKind.UNREACHABLE: "bedöms ej uppfyllt",
    AgendaKind.OVERDUE: "försenat 28 dagar eller mer",
    AgendaKind.ENDING: "upphör snart",
    AgendaKind.BY_HAND: "anmäld",
}
KINDS = {
    DecisionKind.CANCEL_COMMITMENT: "utgår",
    DecisionKind.MOVE_DUE: "sista dagen flyttas",
    DecisionKind.REASSIGN: "andra svarar för det",
    DecisionKind.EXTEND: "överenskommelsen förlängs",
    DecisionKind.KEEP: "kvarstår som det är",
    DecisionKind.OTHER: "annat",
}


def show_agenda(screen: Console, lines: Iterable[AgendaLine]) -> None:
    shown = table("Punkt", "Varför", "Vad", "Sedan")
    for one in lines:
        again = "\nstod på förra mötet" if one.carried_over else ""
        add(shown, one.key, f"{WHY[one.kind]}{again}", one.text, one.on)
    screen.print(shown if shown.row_count else "   Inget.")


def show_decisions(screen: Console, lines: Iterable[DecisionLine]) -> None:
    for one in lines:
        about = ", ".join(name for name in (one.item, one.commitment) if name)
        words = f": {plain(one.text)}" if one.text else ""
        by = f" Genomfört genom kommandot {one.carried_out_by}." if one.carried_out_by else ""
        screen.print(f"   {one.on}  {KINDS[one.kind].capitalize()}{f' ({plain(about)})' if about else ''}{words}{by}")
