"""How does a table become a file for a Swedish spreadsheet program?"""

import csv
import io
from dataclasses import dataclass

from starlette.responses import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would carry out a text that begins with one of these."""


@dataclass(frozen=True, slots=True)
class Rows:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def as_file(found: Rows, name: str) -> Response:
    """It begins so that a spreadsheet sees that it is UTF-8."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(found).encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def as_csv(found: Rows) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(found.head)
    writer.writerows([harmless(cell) for cell in row] for row in found.rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
