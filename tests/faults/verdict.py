"""In which ways can the promise be broken? The words that a run is summed up in."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from tests.faults.evidence import Evidence


class Kind(StrEnum):
    LOST = "LOST"
    DUPLICATED = "DUPLICATED"
    GAPS = "GAPS"
    WRONG_ROWS = "WRONG ROWS"
    MAILS_MISSING = "MAILS MISSING"
    DOUBLE_UNEXPLAINED = "DOUBLE UNEXPLAINED"


Wrong = tuple[Kind, str]
Check = Callable[[Evidence], Iterator[Wrong]]
