"""How does a table become a file that a Swedish spreadsheet reads, and that carries nothing out in it?"""

import csv
import io
from dataclasses import dataclass

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would carry out a text that begins with one of these."""


@dataclass(frozen=True, slots=True)
class Rows:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def as_csv(found: Rows) -> str:
    """With semicolons, as a Swedish spreadsheet reads it; to be written with a byte order mark (utf-8-sig)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(found.head)
    writer.writerows([_harmless(cell) for cell in row] for row in found.rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
