"""Which agreements stand in a file? They, or one Swedish sentence about why it cannot be read."""

from datetime import date
from pathlib import Path

from services.front import reading
from services.front.reading import Reading
from services.runtime.errors import Refused

LARGEST = 5_000_000


def read(path: Path, shift_years: int | None = 0, today: date | None = None) -> list[Reading]:
    """As `services.front.reading` reads its text. Raises Refused when the file as a whole cannot be read."""
    return reading.read(_text(path), f"Filen {path.name}", shift_years, today)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"Filen {path.name} är större än {LARGEST // 1_000_000} MB och läses inte.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refused(f"Filen {path.name} är inte text i UTF-8.") from wrong
    except OSError as wrong:
        raise Refused(f"Filen {path} går inte att läsa: {wrong.strerror or wrong}.") from wrong
