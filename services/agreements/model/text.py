"""May all text of a document or a wish be kept?"""

from collections.abc import Iterator, Mapping, Sequence

from schemas.free_text import check_text
from services.runtime.errors import Refused


def check(value: object) -> None:
    """Raises Refused at the first text in `value` (strings, and mappings and sequences of them) that may not be kept.

    The refusal names the field with its path, such as `commitments.2.text`.
    """
    for path, text in _texts(value, ""):
        try:
            check_text(text)
        except ValueError as wrong:
            raise Refused(f"Fältet {path} {wrong}") from wrong


def check_said(**told: str) -> None:
    """Raises Refused where a reason or a forum that must be told says nothing, or may not be kept."""
    for field, said in told.items():
        if not said.strip():
            raise Refused(f"Fältet {field} är tomt. Skriv en kort mening, så att det går att förstå senare.")
    check(told)


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, f"{path}.{key}".lstrip("."))
    elif isinstance(value, Sequence):
        for number, one in enumerate(value, start=1):
            yield from _texts(one, f"{path}.{number}".lstrip("."))
