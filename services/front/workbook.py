"""How do tables become a workbook? A sheet each; a day is a day, a number a number, and a text never a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.front.spreadsheet import Cell, Rows, legible

NARROWEST, WIDEST, BUTTON = 10, 45, 3
"""Letters in a column, and those that a filter's button hides."""
LINE, HIGHEST = 15.0, 405.0
"""Points: a line, and a row."""
LONGEST_NAME, LONGEST_TEXT = 31, 32_767
"""More of them no workbook takes, in a sheet's name and in a cell."""
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
A4 = 9
INK_ON = "#DCE6E4"
"""Behind a head: dark text stands out from it 15 to 1."""
TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    found: Rows


@dataclass(frozen=True, slots=True)
class Looks:
    head: Format
    text: Format
    day: Format
    number: Format


def as_workbook(title: str, made: datetime, sheets: Iterable[Sheet]) -> bytes:
    """`title` is what it says that it is, `made` when. Who made it is nowhere in it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, TEXT_ONLY) as book:
        book.set_properties({"title": legible(title), "created": made.astimezone(UTC).replace(tzinfo=None)})
        looks = _looks(book)
        for sheet in sheets:
            _write(book.add_worksheet(_name(sheet.name)), sheet.found, looks, title)
    return file.getvalue()


def _looks(book: xlsxwriter.Workbook) -> Looks:
    top = {"valign": "top", "text_wrap": True}
    return Looks(
        head=book.add_format({**top, "bold": True, "bg_color": INK_ON, "bottom": 1}),
        text=book.add_format(top),
        day=book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"}),
        number=book.add_format({**top, "align": "right"}),
    )


def _write(paper: Worksheet, found: Rows, looks: Looks, title: str) -> None:
    widths = _widths(found)
    for column, width in enumerate(widths):
        paper.set_column(column, column, width)
        paper.write_string(0, column, found.head[column], looks.head)
    paper.set_row(0, _height(found.head, widths, BUTTON))
    for number, row in enumerate(found.rows, start=1):
        paper.set_row(number, _height(row, widths))
        for column, cell in enumerate(row):
            _cell(paper, (number, column), cell, looks)
    paper.freeze_panes(1, 0)
    paper.autofilter(0, 0, len(found.rows), len(found.head) - 1)
    _as_paper(paper, title)


def _cell(paper: Worksheet, at: tuple[int, int], cell: Cell, looks: Looks) -> None:
    match cell:
        case date():
            paper.write_datetime(*at, cell, looks.day)
        case int() | float():
            paper.write_number(*at, cell, looks.number)
        case _:
            paper.write_string(*at, legible(cell)[:LONGEST_TEXT], looks.text)


def _widths(found: Rows) -> list[int]:
    """A head is broken between its words."""
    widths = [max(map(len, head.split())) + BUTTON for head in found.head]
    for row in found.rows:
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], max(map(len, str(cell).split("\n"))) + 2)
    return [min(max(width, NARROWEST), WIDEST) for width in widths]


def _height(row: Sequence[Cell], widths: Sequence[int], button: int = 0) -> float:
    """Room for all lines, since not every program sees to it itself."""
    lines = max(
        sum(-(-len(line) // (width - button)) or 1 for line in str(cell).split("\n"))
        for cell, width in zip(row, widths, strict=True)
    )
    return min(lines * LINE, HIGHEST)


def _as_paper(paper: Worksheet, title: str) -> None:
    """A4 on its side, as wide as the table, the head on each page."""
    paper.set_paper(A4)
    paper.set_landscape()
    paper.fit_to_pages(1, 0)
    paper.repeat_rows(0)
    paper.set_header("&L" + legible(title).replace("&", "&&")[:200])
    paper.set_footer("&RSida &P av &N")


def _name(text: str) -> str:
    return text.translate(NOT_IN_A_NAME)[:LONGEST_NAME]
