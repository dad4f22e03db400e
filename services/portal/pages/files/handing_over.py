"""How does a file leave? Made beside the pages, one at a time, under a name that every browser can keep."""

import re
import unicodedata
from collections.abc import Callable
from enum import Enum
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.responses import Response

OFFICE = "application/vnd.openxmlformats-officedocument"
AT_ONCE = CapacityLimiter(1)
"""A large file takes a second of a processor; the pages have the others."""


class Ending(Enum):
    """With what a file of its kind is sent as."""

    WORD = ("docx", f"{OFFICE}.wordprocessingml.document")
    WORKBOOK = ("xlsx", f"{OFFICE}.spreadsheetml.sheet")


async def hand_over(name: str, ending: Ending, make: Callable[[], bytes]) -> Response:
    """`name` as a person writes it, without its ending. `make` asks nobody anything: it is run in a thread."""
    content = await to_thread.run_sync(make, limiter=AT_ONCE)
    letters, media_type = ending.value
    plain = re.sub("[^a-z0-9]+", "-", _without_accents(name).lower()).strip("-")
    full = quote(" ".join(name.split()), safe="")
    disposition = f"attachment; filename=\"{plain}.{letters}\"; filename*=UTF-8''{full}.{letters}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _without_accents(text: str) -> str:
    """Å becomes A (RFC 6266, appendix D: for who does not read the other name)."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
