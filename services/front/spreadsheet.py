"""How does a table become a file that a Swedish spreadsheet reads, and that carries nothing out in it?"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would carry out a text that begins with one of these."""
ILLEGIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that no XML may hold, and so neither a workbook nor a Word file (XML 1.0, 2.2)."""
Cell: TypeAlias = str | int | float | date
"""A number or a day is one in a workbook too."""


@dataclass(frozen=True, slots=True)
class Rows:
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def without(self, first: int) -> "Rows":
        """Without its first columns."""
        return Rows(self.head[first:], tuple(row[first:] for row in self.rows))


def as_csv(found: Rows) -> str:
    """With semicolons, as a Swedish spreadsheet reads it; to be written with a byte order mark (utf-8-sig)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(found.head)
    writer.writerows([_harmless(cell) for cell in row] for row in found.rows)
    return text.getvalue()


def legible(text: str) -> str:
    return ILLEGIBLE.sub("", text)


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
