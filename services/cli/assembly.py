"""What does a municipality hand to its assembly (kommunfullmäktige) about a year? A text to read, and its tables."""

from pathlib import Path
from typing import Annotated

import typer

from schemas.base import FIRST_DAY, LAST_DAY
from schemas.followup import AssemblyAgreement, AssemblyReport, ReportToAssembly
from services.cli import words
from services.cli.clocks import MunicipalityCode
from services.cli.connection import ask
from services.cli.showing import answer_json, console
from services.cli.typed import AsJson, not_understood
from services.cli.where import DataFolder, find
from services.front import assembly_tables as tables
from services.front import measured
from services.front.spreadsheet import Cell, Rows, as_csv
from services.runtime.errors import Refused


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and FIRST_DAY.year <= int(text[:5]) <= LAST_DAY.year):
        not_understood(f"{text} är inget år. Skriv det som 2026.")
    return int(text)


YearArgument = Annotated[int, typer.Argument(parser=_year, metavar="ÅR", help="Kalenderåret, som 2026.")]
Folder = Annotated[Path, typer.Option("--to", metavar="MAPP", help="Där filerna skrivs.")]


def assembly_report(
    municipality: MunicipalityCode,
    year: YearArgument,
    *,
    to: Folder = Path(),
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Skriv årets rapport till kommunfullmäktige: vad som lovades, gjordes och inte redovisades, klockor, mätningar."""
    report = ask(find(data), ReportToAssembly(municipality=municipality, year=year), AssemblyReport)
    if as_json:
        return answer_json(report)
    folder = to / f"kommunfullmaktige-{municipality}-{year}"
    for name, text in files(report).items():
        write(folder / name, text, table=name.endswith(".csv"))
    return console().print(f"Skrivet i {folder}: {', '.join(files(report))}.")


def files(report: AssemblyReport) -> dict[str, str]:
    return {
        "rapport.md": markdown(report),
        "loften.csv": as_csv(tables.of_commitments(report.agreements)),
        "klockor.csv": as_csv(tables.of_clocks(report.clocks)),
        "aterkoppling.csv": as_csv(tables.of_feedback(one.feedback for one in report.agreements)),
        "matningar.csv": as_csv(tables.of_measures(report.measures)),
    }


def write(file: Path, text: str, *, table: bool) -> None:
    """A table begins so that a spreadsheet sees that it is UTF-8. Raises Refused where nothing can be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8-sig" if table else "utf-8", newline="")
    except OSError as wrong:
        raise Refused(f"Filen {file} går inte att skriva: {wrong.strerror or wrong}.") from wrong


def markdown(report: AssemblyReport) -> str:
    place = words.municipality(report.municipality or "")
    parts = [
        f"# Brottsförebyggande arbete i {place} {report.year}",
        f"{tables.LAW} Läget den {report.as_of}.",
        "## Lägesbild och åtgärdsplan",
        _table(tables.of_clocks(report.clocks)),
        "## Vad som lovades och vad det blev",
        *(part for one in report.agreements for part in _agreement(one)),
        *([] if report.agreements else ["Ingen överenskommelse gällde under året."]),
        "## Ej redovisat eller ej bedömt",
        _table(tables.of_silences(report), "Alla parter har redovisat och bedömt allt."),
        "## Vad invånarna har fått veta",
        _table(tables.of_feedback(one.feedback for one in report.agreements), "Inget fanns att berätta om."),
        "## Mätningar",
        _table(tables.of_measures(report.measures), "Inget är uppmätt under året."),
        *([measured.NOTE] if report.measures else []),
    ]
    return "\n\n".join(parts) + "\n"


def _agreement(agreement: AssemblyAgreement) -> list[str]:
    numbers = ", ".join(f"{words.PARTIES[party]} {number}" for party, number in agreement.registration_numbers.items())
    period = words.period(agreement.since, agreement.until)
    told = f"{words.TYPES[agreement.type].capitalize()}, {words.STATES[agreement.state]}. Gäller {period}."
    found = tables.of_commitments([agreement])
    return [
        f"### {_cell(agreement.title)}",
        f"{told}{f' Diarienummer: {_cell(numbers)}.' if numbers else ''}",
        _table(found.without(1), "Inget är lovat i den."),
    ]


def _table(found: Rows, empty: str = "") -> str:
    if not found.rows:
        return empty
    lines = [found.head, tuple("---" for _ in found.head), *found.rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(cell: Cell) -> str:
    """Nobody's text may break the table, or become anything but text."""
    text = str(cell)
    for was, now in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("[", "\\["), ("\n", "; ")):
        text = text.replace(was, now)
    return text
