"""How does somebody get a table as a file for a spreadsheet?"""

from starlette.responses import Response

from services.front.spreadsheet import Rows, as_csv


def as_file(found: Rows, name: str) -> Response:
    """It begins so that a spreadsheet sees that it is UTF-8."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(found).encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)
