"""May a party's comment be kept?"""

from schemas.free_text import check_text
from services.runtime.errors import Refused


def refuse_unkeepable(comment: str) -> None:
    """Raises Refused with the reason."""
    try:
        check_text(comment)
    except ValueError as wrong:
        raise Refused(f"Kommentaren {wrong}") from wrong
